"""The shapes of attendance reports we read, as one table, and the joins a file of such a shape holds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from workflows.errors import DomainError
from workflows.training.attendance.minutes import Join, SessionWindow, merged_time
from workflows.training.attendance.text import FileRow
from workflows.training.attendance.times import (
    DateOrder,
    WrittenTime,
    decide_date_order,
    moments,
    read_written_time,
)

SEEN_MAX = 120  # characters


class Column(StrEnum):
    NAME = "name"
    EMAIL = "email"
    JOINED = "joined"
    LEFT = "left"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column and the headings it goes by in one shape, in lower case."""

    column: Column
    called: tuple[str, ...]
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Shape:
    """A form of report, known by the headings in its header row, wherever in the file that row stands.

    `usual_order` is how the program writes dates beside a clock with AM and PM.
    """

    name: str
    usual_order: DateOrder
    headings: tuple[Heading, ...]

    def missing_from(self, row: FileRow) -> tuple[Heading, ...]:
        present = {_heading(cell) for cell in row.cells}
        return tuple(h for h in self.headings if h.is_required and present.isdisjoint(h.called))

    def positions_in(self, row: FileRow) -> dict[Column, int]:
        """Where each column stands; of a heading that appears twice, the first counts."""
        cells = [_heading(cell) for cell in row.cells]
        return {
            heading.column: min(cells.index(name) for name in heading.called if name in cells)
            for heading in self.headings
            if not set(cells).isdisjoint(heading.called)
        }


# The first shape that fits is taken: a shape with more required headings stands before one with fewer.
SHAPES = (
    Shape("Zoom's meeting report", DateOrder.MONTH_FIRST, (
        Heading(Column.NAME,    ("name (original name)",)),
        Heading(Column.EMAIL,   ("user email",)),
        Heading(Column.JOINED,  ("join time",)),
        Heading(Column.LEFT,    ("leave time",)),
        Heading(Column.MINUTES, ("duration (minutes)",), is_required=False),
    )),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a file that lists stays: its shape, its columns and the rows below the header."""

    shape: Shape
    positions: Mapping[Column, int]
    width: int
    rows: tuple[FileRow, ...]

    def is_broken(self, row: FileRow) -> bool:
        """It has more cells than the header has, so none of them is sure to stand in its own column."""
        return any(row.cells[self.width :]) or any("\n" in cell for cell in row.cells)

    def is_nameless(self, row: FileRow) -> bool:
        return not (self.cell(row, Column.NAME) or "@" in self.cell(row, Column.EMAIL))

    def cell(self, row: FileRow, column: Column) -> str:
        at = self.positions.get(column)
        return row.cells[at] if at is not None and at < len(row.cells) else ""


@dataclass(frozen=True, slots=True)
class WrittenJoin:
    """One row as written, before the order of its dates is decided."""

    line: int
    shown_name: str
    email: str
    joined: WrittenTime | None
    left: WrittenTime | None
    minutes: Decimal | None


def find_section(rows: Sequence[FileRow]) -> Section:
    """The rows of the first shape that fits. Raises DomainError, with what was seen, when none does."""
    for shape in SHAPES:
        for at, row in enumerate(rows):
            if not shape.missing_from(row):
                body = tuple(r for r in rows[at + 1 :] if not r.is_blank and shape.missing_from(r))
                return Section(shape, shape.positions_in(row), len(row.cells), body)
    raise _unknown_shape(rows)


def written_joins(section: Section) -> tuple[WrittenJoin, ...]:
    """What each sound row says; a row without a name and an address is nobody's."""
    return tuple(
        _written_join(section, row)
        for row in section.rows
        if not section.is_broken(row) and not section.is_nameless(row)
    )


def read_joins(written: Sequence[WrittenJoin], *, order: DateOrder, session: SessionWindow) -> tuple[Join, ...]:
    """The same rows with their local times as UTC moments of the session's zone."""
    return tuple(_read_join(join, order=order, session=session) for join in written)


def date_order_of(
    written: Sequence[WrittenJoin], *, shape: Shape, session: SessionWindow, chosen: DateOrder | None
) -> DateOrder:
    """Raises DomainError when nothing tells; see `decide_date_order`."""
    return decide_date_order(times_of(written), usual=shape.usual_order, session_days=session.days, chosen=chosen)


def times_of(written: Sequence[WrittenJoin]) -> tuple[WrittenTime, ...]:
    return tuple(at for join in written for at in (join.joined, join.left) if at)


def _heading(cell: str) -> str:
    return " ".join(cell.casefold().split())


def _written_join(section: Section, row: FileRow) -> WrittenJoin:
    email = section.cell(row, Column.EMAIL)
    return WrittenJoin(
        line=row.line,
        shown_name=section.cell(row, Column.NAME),
        email=email if "@" in email else "",
        joined=read_written_time(section.cell(row, Column.JOINED)),
        left=read_written_time(section.cell(row, Column.LEFT)),
        minutes=_minutes(section.cell(row, Column.MINUTES)),
    )


def _minutes(cell: str) -> Decimal | None:
    """The minutes a report counted; what is not a plain number is unknown, never 0."""
    return Decimal(cell.replace(",", ".")) if re.fullmatch(r"[0-9]{1,5}([.,][0-9]{1,2})?", cell) else None


def _read_join(written: WrittenJoin, *, order: DateOrder, session: SessionWindow) -> Join:
    zone = ZoneInfo(session.timezone)
    joined = moments(written.joined.local(order) if written.joined else None, zone)
    left = moments(written.left.local(order) if written.left else None, zone)
    joined_at, left_at = _likeliest_stay(joined, left, minutes=written.minutes, session=session)
    return Join(written.line, written.shown_name, written.email, joined_at, left_at, written.minutes)


def _likeliest_stay(
    joined: Sequence[datetime], left: Sequence[datetime], *, minutes: Decimal | None, session: SessionWindow
) -> tuple[datetime | None, datetime | None]:
    """One moment for each time. Only in the hour that autumn repeats is there a choice: the stay that agrees
    with the counted minutes, or the shortest where none were counted; then the one within the session."""
    stays = [(start, end) for start in joined for end in left if start <= end]
    if not stays:
        return (joined[0] if joined else None), (left[0] if left else None)

    def unlikely(stay: tuple[datetime, datetime]) -> tuple[Decimal, timedelta]:
        length = Decimal(int((stay[1] - stay[0]).total_seconds())) / 60
        return abs(length - (minutes or 0)).quantize(Decimal(1)), -merged_time([stay], session=session)

    return min(stays, key=unlikely)


def _unknown_shape(rows: Sequence[FileRow]) -> DomainError:
    for shape in SHAPES:
        for row in rows:
            missing = shape.missing_from(row)
            if len(missing) == 1:
                return DomainError(
                    f"Line {row.line} looks like the header of {shape.name}, but there is no column "
                    f"“{missing[0].called[0].title()}”; we see {_seen(row)}. "
                    "Download the report again, with the times at which each person joined and left."
                )
    first = next((row for row in rows if not row.is_blank), rows[0])
    known = "; ".join(
        f"{shape.name} ({', '.join(heading.called[0].title() for heading in shape.headings)})" for shape in SHAPES
    )
    return DomainError(
        f"We do not know this kind of report. Its first line is {_seen(first)}. "
        f"We read {known}. Download that report as CSV and choose it."
    )


def _seen(row: FileRow) -> str:
    """What a row says, short enough for a sentence."""
    text = ", ".join(filter(None, row.cells))
    return f"“{text if len(text) <= SEEN_MAX else text[:SEEN_MAX] + '…'}”"
