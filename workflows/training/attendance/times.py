"""The times a report writes: local, without a zone, sometimes month first and sometimes day first."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum

from workflows.errors import DomainError


class DateOrder(StrEnum):
    MONTH_FIRST = "mdy"
    DAY_FIRST = "dmy"

    @property
    def other(self) -> "DateOrder":
        return DateOrder.DAY_FIRST if self is DateOrder.MONTH_FIRST else DateOrder.MONTH_FIRST

    @property
    def words(self) -> str:
        return "month first" if self is DateOrder.MONTH_FIRST else "day first"


@dataclass(frozen=True, slots=True)
class WrittenTime:
    """A date and clock time as written; `first` and `second` are day and month in an order still to decide.

    `order` is set where the form itself tells: year first (2026-03-04) or with dots (04.03.2026). `zone` is set where
    the time says so itself, as 2026-03-04T19:00:00Z does.
    """

    written: str
    first: int
    second: int
    year: int
    clock: time
    is_twelve_hour: bool
    order: DateOrder | None
    zone: tzinfo | None = None

    def local(self, order: DateOrder) -> datetime | None:
        """The naive local time under this order, or None where there is no such day."""
        day_first = (self.order or order) is DateOrder.DAY_FIRST
        day, month = (self.first, self.second) if day_first else (self.second, self.first)
        try:
            return datetime.combine(date(self.year, month, day), self.clock)
        except ValueError:
            return None

    def moments(self, order: DateOrder, zone: tzinfo) -> tuple[datetime, ...]:
        """The UTC moments it can mean in its own zone, else in this one; see `moments`."""
        return moments(self.local(order), self.zone or zone)


_CELL_MAX = 50  # characters
_FIRST, _SECOND = r"(?P<first>\d{1,2})", r"(?P<second>\d{1,2})"
_LONG_YEAR, _YEAR = r"(?P<year>(?:19|20)\d\d)", r"(?P<year>(?:19|20)?\d\d)"
_CLOCK = r"[ T,]{1,3}(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<seconds>\d{2})(?:[.,]\d{1,9})?)?"
_CLOCK += r"(?: ?(?P<half>[ap])\.? ?m\.?)?"
_ZONE = r"(?P<zone> ?(?:Z|UTC|GMT)|[+-]\d{2}:?\d{2})?"
_FORMS = (
    (re.compile(_LONG_YEAR + r"[-/.]" + _FIRST + r"[-/.]" + _SECOND + _CLOCK + _ZONE, re.I), DateOrder.MONTH_FIRST),
    (re.compile(_FIRST + r"\." + _SECOND + r"\." + _YEAR + _CLOCK, re.I), DateOrder.DAY_FIRST),
    (re.compile(_FIRST + r"[-/]" + _SECOND + r"[-/]" + _YEAR + _CLOCK, re.I), None),
)  # fmt: skip


def read_written_time(cell: str) -> WrittenTime | None:
    """What a cell says, or None where it is blank, `--` or anything that is not a date with a time."""
    if len(cell) > _CELL_MAX:
        return None
    for form, order in _FORMS:
        found = form.fullmatch(cell)
        if found:
            clock = _clock(found)
            if clock is None:
                return None
            year = int(found["year"])
            return WrittenTime(
                written=cell,
                first=int(found["first"]),
                second=int(found["second"]),
                year=year if year > 99 else 2000 + year,
                clock=clock,
                is_twelve_hour=found["half"] is not None,
                order=order,
                zone=_zone(found.groupdict().get("zone")),
            )
    return None


def decide_date_order(
    times: Sequence[WrittenTime],
    *,
    usual: DateOrder,
    session_days: frozenset[date],
    chosen: DateOrder | None = None,
) -> DateOrder:
    """The one order in which all dates of a file are read.

    In turn: what a person chose, a number above 12, the program's usual order where the clock says AM or PM
    (a 24-hour clock is written with either order), the order that puts the file on the session's day.
    Raises DomainError when the dates contradict each other or the choice, nothing tells, or the clock tells one order
    and the session's day the other.
    """
    open_times = [written for written in times if written.order is None]
    proofs = _proofs(open_times)
    if len(proofs) > 1:
        raise DomainError(
            f"Some dates in this file are month first ({proofs[DateOrder.MONTH_FIRST]}) and some day first "
            f"({proofs[DateOrder.DAY_FIRST]}). Download it again, without opening it in a spreadsheet."
        )
    if chosen is not None:
        for order, example in proofs.items():
            if order is not chosen:
                raise DomainError(f"{example} cannot be read {chosen.words}. Choose {order.words}, or do not choose.")
        return chosen
    if proofs:
        return next(iter(proofs))
    if all(written.is_twelve_hour or written.first == written.second for written in open_times):
        _refuse_the_other_day(open_times, usual=usual, session_days=session_days)
        return usual
    return _order_by_session_day(open_times, session_days=session_days)


def moments(local: datetime | None, zone: tzinfo) -> tuple[datetime, ...]:
    """The UTC moments a naive local time can mean: one; two in the hour that autumn repeats; none in the
    hour that spring skips."""
    if local is None:
        return ()
    found = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(sorted(at for at in found if at.astimezone(zone).replace(tzinfo=None, fold=0) == local))


def in_words(day: date) -> str:
    """`4 March 2026`, which nobody can read in two ways."""
    return f"{day.day} {day:%B %Y}"


def _clock(found: re.Match[str]) -> time | None:
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    try:
        return time(hour, int(found["minute"]), int(found["seconds"] or 0))
    except ValueError:
        return None


def _zone(written: str | None) -> tzinfo | None:
    """The offset from UTC that a time carries; an impossible one is none."""
    if not written:
        return None
    if written.strip().upper() in ("Z", "UTC", "GMT"):
        return UTC
    hours, minutes = int(written[1:3]), int(written[-2:])
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if written[0] == "-" else 1)
    return timezone(offset) if hours < 24 and minutes < 60 else None


def _proofs(times: Iterable[WrittenTime]) -> dict[DateOrder, str]:
    """Each order that some date allows alone, with that date as written."""
    proofs: dict[DateOrder, str] = {}
    for written in times:
        if written.first > 12 >= written.second:
            proofs.setdefault(DateOrder.DAY_FIRST, written.written)
        if written.second > 12 >= written.first:
            proofs.setdefault(DateOrder.MONTH_FIRST, written.written)
    return proofs


def _order_by_session_day(times: Sequence[WrittenTime], *, session_days: frozenset[date]) -> DateOrder:
    hits = {order: count_on_days(times, order=order, days=session_days) for order in DateOrder}
    if hits[DateOrder.MONTH_FIRST] != hits[DateOrder.DAY_FIRST]:
        return max(hits, key=lambda order: hits[order])
    readings = [local.date() for order in DateOrder if (local := times[0].local(order))]
    raise DomainError(
        f"{times[0].written} can be {' or '.join(in_words(day) for day in readings)}, and the session's day, "
        f"{' to '.join(in_words(day) for day in sorted(session_days))}, does not tell which. "
        "Say whether this file writes the month first or the day first."
    )


def _refuse_the_other_day(times: Sequence[WrittenTime], *, usual: DateOrder, session_days: frozenset[date]) -> None:
    """Programs that write AM and PM put the month first, but not in every country."""
    if not times or count_on_days(times, order=usual, days=session_days):
        return
    if count_on_days(times, order=usual.other, days=session_days):
        session_day = " to ".join(in_words(day) for day in sorted(session_days))
        raise DomainError(
            f"{times[0].written} is usually read {usual.words}, but only read {usual.other.words} does it fit the "
            f"session's day, {session_day}. Say whether this file writes the month first or the day first."
        )


def count_on_days(times: Iterable[WrittenTime], *, order: DateOrder, days: frozenset[date]) -> int:
    """How many times fall on these local days when read in this order."""
    return sum(1 for written in times if (local := written.local(order)) and local.date() in days)
