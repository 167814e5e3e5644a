"""The shapes of attendance reports we read, as one table, and the sections of a file that have one of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from workflows.errors import DomainError
from workflows.training.attendance.text import FileRow
from workflows.training.attendance.times import DateOrder
from workflows.training.attendance.vocabulary import HOST_TITLES, Column, column_of, plain

SEEN_MAX = 120  # characters


class Tells(IntEnum):
    """What the rows of a shape tell. Of a file that tells the same people in two ways, the greater is read."""

    MINUTES = 1  # how long, without a time
    SPANS = 2  # the first join and the last leave
    STAYS = 3  # each join with its leave
    ACTIONS = 4  # a row for each coming and each going


@dataclass(frozen=True, slots=True)
class Shape:
    """A form of report, known by the columns in its header row, wherever in the file that row stands.

    `usual_order` is how the program writes dates beside a clock with AM and PM.
    """

    name: str
    tells: Tells
    needs: tuple[Column, ...]
    never: tuple[Column, ...] = ()
    in_utc: bool = False
    usual_order: DateOrder = DateOrder.MONTH_FIRST

    def missing_from(self, columns: Mapping[Column, int]) -> tuple[Column, ...]:
        return tuple(column for column in self.needs if column not in columns)

    def fits(self, columns: Mapping[Column, int]) -> bool:
        return not self.missing_from(columns) and not any(column in columns for column in self.never)


C = Column

# The first shape that fits is taken: a shape that needs more columns stands before one that needs fewer.
SHAPES = (
    Shape("Teams' live event report",   Tells.ACTIONS, (C.NAME, C.ACTION, C.AT_UTC), in_utc=True),
    Shape("Teams' attendance list",     Tells.ACTIONS, (C.NAME, C.ACTION, C.AT)),
    Shape("Teams' attendance report",   Tells.SPANS,   (C.NAME, C.FIRST_JOINED, C.LAST_LEFT)),
    Shape("Zoom's webinar report",      Tells.STAYS,   (C.NAME, C.JOINED, C.LEFT, C.ATTENDED)),
    Shape("Teams' attendance report",   Tells.STAYS,   (C.NAME, C.JOINED, C.LEFT, C.ROLE)),
    Shape("Zoom's meeting report",      Tells.STAYS,   (C.NAME, C.JOINED, C.LEFT)),
    Shape("Zoom's list of unique users", Tells.MINUTES, (C.NAME, C.MINUTES),
          (C.JOINED, C.LEFT, C.FIRST_JOINED, C.LAST_LEFT)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a file that lists people: its shape, its columns, its title, and the rows below the header."""

    shape: Shape
    columns: Mapping[Column, int]
    width: int
    title: str = ""
    rows: list[FileRow] = field(default_factory=list)

    @property
    def lists_hosts(self) -> bool:
        return not HOST_TITLES.isdisjoint(plain(self.title).split())

    def is_broken(self, row: FileRow) -> bool:
        """It has more cells than the header has, so none of them is sure to stand in its own column."""
        return any(row.cells[self.width :]) or any("\n" in cell for cell in row.cells)

    def is_nameless(self, row: FileRow) -> bool:
        return not (self.cell(row, C.NAME) or "@" in self.cell(row, C.EMAIL) or "@" in self.cell(row, C.ACCOUNT))

    def cell(self, row: FileRow, column: Column) -> str:
        at = self.columns.get(column)
        return row.cells[at] if at is not None and at < len(row.cells) else ""


def find_sections(rows: Sequence[FileRow]) -> tuple[Section, ...]:
    """Every part of the file that lists people, in order. Raises DomainError, with what was seen, without any."""
    sections: list[Section] = []
    current: Section | None = None
    title = ""
    for before, row, after in _with_neighbours(rows):
        header = _header(row)
        if header is not None:
            current = _section(header, row, title=title)
            sections.append(current)
            title = ""
        elif _is_title(row, before=before, after=after):
            current, title = None, row.cells[0]
        elif current is not None and not row.is_blank:
            current.rows.append(row)
    if not sections:
        raise _unknown_shape(rows)
    return tuple(sections)


def columns_of(row: FileRow) -> dict[Column, int]:
    """Where each column of a header row stands.

    A report of a whole account repeats a meeting's columns before a person's: of a heading that stands twice, the one
    behind the name counts.
    """
    found: dict[Column, list[int]] = {}
    for at, cell in enumerate(row.cells):
        column = column_of(cell) if cell else None
        if column is not None:
            found.setdefault(column, []).append(at)
    if C.NAME not in found and C.USER in found and C.JOINED in found:
        found[C.NAME] = found.pop(C.USER)
    name_at = found.get(C.NAME, [0])[-1]
    return {column: _behind(name_at, places) for column, places in found.items()}


def _behind(name_at: int, places: Sequence[int]) -> int:
    return next((at for at in places if at >= name_at), places[-1])


def _with_neighbours(rows: Sequence[FileRow]) -> Iterator[tuple[FileRow | None, FileRow, FileRow | None]]:
    """Each row with the one before it and the next one that is not blank."""
    following: list[FileRow | None] = [None]
    for row in reversed(rows[1:]):
        following.append(following[-1] if row.is_blank else row)
    before: FileRow | None = None
    for row, after in zip(rows, reversed(following), strict=True):
        yield before, row, after
        before = row


def _header(row: FileRow) -> tuple[Shape, dict[Column, int]] | None:
    columns = columns_of(row)
    shape = next((shape for shape in SHAPES if shape.fits(columns)), None)
    return (shape, columns) if shape else None


def _section(header: tuple[Shape, dict[Column, int]], row: FileRow, *, title: str) -> Section:
    return Section(*header, width=len(row.cells), title=title)


def _is_title(row: FileRow, *, before: FileRow | None, after: FileRow | None) -> bool:
    """A lone first cell that stands apart from the rows above it, or above a header."""
    if not row.cells or not row.cells[0] or any(row.cells[1:]):
        return False
    number, dot, _rest = row.cells[0].partition(".")
    is_numbered = bool(dot) and number.isdigit()
    return is_numbered or before is None or before.is_blank or (after is not None and _header(after) is not None)


def _unknown_shape(rows: Sequence[FileRow]) -> DomainError:
    for row in rows:
        columns = columns_of(row)
        for shape in SHAPES:
            missing = shape.missing_from(columns)
            if len(missing) == 1 and len(shape.needs) > 2:
                return DomainError(
                    f"Line {row.line} looks like the header of {shape.name}, but there is no column "
                    f"“{missing[0].value}”; we see {_seen(row)}. "
                    "Download the report again, with the times at which each person joined and left."
                )
    first = next((row for row in rows if not row.is_blank), rows[0])
    return DomainError(
        f"We do not know this kind of report. Its first line is {_seen(first)}. "
        "We read the participant reports of Zoom (meeting, webinar or unique users) and of Teams, in English, German, "
        "French, Spanish, Portuguese, Italian and Dutch. Download one of them as CSV and choose it."
    )


def _seen(row: FileRow) -> str:
    """What a row says, short enough for a sentence."""
    text = ", ".join(filter(None, row.cells))
    return f"“{text if len(text) <= SEEN_MAX else text[:SEEN_MAX] + '…'}”"
