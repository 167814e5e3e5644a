"""What clocks on the wall show: planned starts as moments, and moving them by days whatever the clocks do between."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from workflows.errors import DomainError, Reason
from workflows.training.attendance.times import moments

SKIPPED = "The clocks skip this time on that day. Choose another time."


def moment_of(wall_clock: datetime, time_zone: str, *, where: str = "") -> datetime:
    """The moment at which clocks of the zone show it; in the hour that autumn repeats, the first of the two.

    Raises DomainError for the hour that spring skips; `where` is the field that it is about.
    """
    meant = moments(wall_clock, ZoneInfo(time_zone))
    if not meant:
        raise DomainError(Reason(SKIPPED, where))
    return meant[0]


def wall_clock_of(moment: datetime, time_zone: str) -> datetime:
    """What clocks of the zone show at that moment, without a zone itself."""
    return moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None, fold=0)


def shifted(moment: datetime, time_zone: str, *, days: int) -> datetime | None:
    """The same clock time so many days later (earlier below zero); None where the clocks skip it on that day.

    In the hour that autumn repeats it stays the second one if it was the second one.
    """
    local = moment.astimezone(ZoneInfo(time_zone))
    meant = moments(local.replace(tzinfo=None, fold=0) + timedelta(days=days), ZoneInfo(time_zone))
    return meant[min(local.fold, len(meant) - 1)] if meant else None


def in_full(moment: datetime, time_zone: str) -> str:
    """`Wednesday 4 March 2026, 2:00 pm EST`."""
    local = moment.astimezone(ZoneInfo(time_zone))
    clock = f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"
    return f"{local:%A} {local.day} {local:%B %Y}, {clock} {local.tzname()}"
