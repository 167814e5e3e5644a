"""How long a person was in a session, and whether that was long enough."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from workflows.errors import DomainError

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class SessionWindow:
    """When a session was held: aware start and end, and the name of the zone its clock showed."""

    starts_at: datetime
    ends_at: datetime
    timezone: str

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise TypeError("A session window needs aware times.")
        if self.ends_at <= self.starts_at:
            raise DomainError("The session ends before it starts. Correct one of the two times.")

    @property
    def length(self) -> timedelta:
        # In UTC, because two times of one zone subtract by the clock on the wall, also on the day it changes.
        return self.ends_at.astimezone(UTC) - self.starts_at.astimezone(UTC)

    @property
    def days(self) -> frozenset[date]:
        """The local calendar days the session touches."""
        zone = ZoneInfo(self.timezone)
        return frozenset(at.astimezone(zone).date() for at in (self.starts_at, self.ends_at))


@dataclass(frozen=True, slots=True)
class Join:
    """One stay in the meeting as the report tells it; what could not be read is None.

    `minutes` is what the report counted, rounded up by most programs; it serves where a time is missing.
    """

    line: int
    shown_name: str
    email: str
    joined_at: datetime | None
    left_at: datetime | None
    minutes: Decimal | None = None

    @property
    def interval(self) -> tuple[datetime, datetime] | None:
        """From when to when, a missing end completed by the counted minutes; None if that cannot be."""
        joined_at, left_at = self.joined_at, self.left_at
        if self.minutes is not None:
            counted = timedelta(minutes=float(self.minutes))
            if joined_at and not left_at:
                left_at = joined_at + counted
            if left_at and not joined_at:
                joined_at = left_at - counted
        if joined_at is None or left_at is None or left_at < joined_at:
            return None
        return joined_at, left_at

    @property
    def is_readable(self) -> bool:
        return self.interval is not None or self.is_untimed

    @property
    def is_untimed(self) -> bool:
        """Minutes are all the report gives."""
        return self.joined_at is None and self.left_at is None and self.minutes is not None


def time_in_session(joins: Iterable[Join], *, session: SessionWindow) -> timedelta | None:
    """The time one person spent in the session, on however many devices; None when no join can be read.

    Intervals are clipped to the session and merged, so nothing counts twice. Of joins without times only the
    longest counts, as they may overlap.
    """
    joins = list(joins)
    if not any(join.is_readable for join in joins):
        return None
    timed = merged_time((join.interval for join in joins if join.interval), session=session)
    untimed = max((_counted(join) for join in joins if join.is_untimed), default=timedelta())
    return min(max(timed, untimed), session.length)


def merged_time(intervals: Iterable[tuple[datetime, datetime]], *, session: SessionWindow) -> timedelta:
    """The length of the union of intervals within the session."""
    total = timedelta()
    reached = session.starts_at.astimezone(UTC)
    ends_at = session.ends_at.astimezone(UTC)
    for joined_at, left_at in sorted(intervals):
        start, end = max(joined_at, reached), min(left_at, ends_at)
        if end > start:
            total += end - start
            reached = end
    return total


def in_minutes(spent: timedelta) -> Decimal:
    """Minutes to one decimal, halves up."""
    return (Decimal(spent // timedelta(seconds=1)) / 60).quantize(TENTH, ROUND_HALF_UP)


def is_attended(spent: timedelta | None, *, session: SessionWindow, threshold_percent: int) -> bool:
    """At least this percent of the session, to the second: rounding never lifts anyone over the line."""
    return spent is not None and spent * 100 >= session.length * threshold_percent


def _counted(join: Join) -> timedelta:
    return timedelta(minutes=float(join.minutes or 0))
