"""How long a person was in a session, and whether that was long enough."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from workflows.errors import DomainError

TENTH = Decimal("0.1")
NOTHING = timedelta()


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
        return self.days_in(ZoneInfo(self.timezone))

    def days_in(self, zone: ZoneInfo) -> frozenset[date]:
        return frozenset(at.astimezone(zone).date() for at in (self.starts_at, self.ends_at))


@dataclass(frozen=True, slots=True)
class Stay:
    """From when to when, in UTC. `away` is how long of it the person was out, at a time nobody noted."""

    joined_at: datetime
    left_at: datetime
    away: timedelta = NOTHING


@dataclass(frozen=True, slots=True)
class Join:
    """One row of a report as it was read; what could not be read is None.

    `counted` is what the report counted, rounded up by most programs; it serves where a time is missing. A `is_span`
    goes from the first join to the last leave. Who `was_there` not waited outside or did not come.
    """

    line: int
    shown_name: str
    email: str
    joined_at: datetime | None
    left_at: datetime | None
    counted: timedelta | None = None
    account: str = ""
    is_span: bool = False
    is_open: bool = False  # the report has no end, so the session's end was taken
    was_there: bool = True
    is_host: bool = False
    is_hosts_side: bool = False

    @property
    def stay(self) -> Stay | None:
        """A missing end is completed by the counted time; None if that cannot be."""
        joined_at, left_at = self.joined_at, self.left_at
        if self.counted is not None:
            if joined_at and not left_at:
                left_at = joined_at + self.counted
            if left_at and not joined_at:
                joined_at = left_at - self.counted
        if joined_at is None or left_at is None or left_at < joined_at or not self.was_there:
            return None
        away = NOTHING
        if self.is_span and self.counted is not None:
            away = max(NOTHING, left_at - joined_at - self.counted)
        return Stay(joined_at, left_at, away)

    @property
    def is_readable(self) -> bool:
        return self.stay is not None or self.is_untimed

    @property
    def is_untimed(self) -> bool:
        """A length is all the report gives."""
        return self.joined_at is None and self.left_at is None and self.counted is not None


@dataclass(frozen=True, slots=True)
class Presence:
    """When one person was in a meeting, on however many devices.

    `untimed` is the longest of what has no times, zero for somebody who is listed and was not there, and None where
    nothing could be read.
    """

    stays: tuple[Stay, ...]
    untimed: timedelta | None

    @classmethod
    def of(cls, joins: Iterable[Join]) -> "Presence":
        there = [join for join in joins if join.was_there]
        if not there:
            return cls((), NOTHING)
        untimed = [join.counted for join in there if join.is_untimed and join.counted is not None]
        return cls(tuple(stay for join in there if (stay := join.stay)), max(untimed, default=None))

    @property
    def is_unknown(self) -> bool:
        return not self.stays and self.untimed is None

    def __or__(self, other: "Presence") -> "Presence":
        """The two of one person: a telephone beside a laptop, or a meeting that was begun again."""
        known = [presence.untimed for presence in (self, other) if presence.untimed is not None]
        untimed = max(known, default=None)
        if (self.is_unknown or other.is_unknown) and not untimed:
            untimed = None  # somebody who was listed as absent and unreadably present is not known to be absent
        return Presence(tuple(dict.fromkeys(self.stays + other.stays)), untimed)

    def within(self, session: SessionWindow) -> timedelta | None:
        """The time in the session; None when nothing can be read.

        Stays are clipped to the session and merged, so nothing counts twice. Time away counts as time in the session,
        because it is not known to lie outside. Of stays with time away, and of lengths without times, only the best
        counts: they may overlap.
        """
        if self.is_unknown:
            return None
        exact = [stay for stay in self.stays if not stay.away]
        loose = [stay for stay in self.stays if stay.away]
        timed = [merged_time(exact, session=session)]
        timed += [merged_time([*exact, stay], session=session) - stay.away for stay in loose]
        return min(max(*timed, self.untimed or NOTHING), session.length)

    def at_most_within(self, session: SessionWindow) -> timedelta:
        """The time in the session if every absence lay outside of it."""
        counted = sum((stay.left_at - stay.joined_at - stay.away for stay in self.stays), NOTHING)
        return max(min(merged_time(self.stays, session=session), counted), self.untimed or NOTHING)

    def as_json(self) -> dict[str, Any]:
        """Whole seconds; `from_json` reads it back."""
        return {
            "stays": [[_second(s.joined_at), _second(s.left_at), int(s.away.total_seconds())] for s in self.stays],
            "untimed": None if self.untimed is None else int(self.untimed.total_seconds()),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Presence":
        stays = (Stay(_moment(start), _moment(end), timedelta(seconds=away)) for start, end, away in kept["stays"])
        untimed = kept["untimed"]
        return cls(tuple(stays), None if untimed is None else timedelta(seconds=untimed))


def merged_time(stays: Sequence[Stay], *, session: SessionWindow) -> timedelta:
    """The length of the union of the stays within the session."""
    total = NOTHING
    reached = session.starts_at.astimezone(UTC)
    ends_at = session.ends_at.astimezone(UTC)
    for stay in sorted(stays, key=lambda stay: stay.joined_at):
        start, end = max(stay.joined_at, reached), min(stay.left_at, ends_at)
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


def time_needed(session: SessionWindow, *, threshold_percent: int) -> timedelta:
    return session.length * threshold_percent / 100


def _second(at: datetime) -> int:
    return int(at.timestamp())


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
