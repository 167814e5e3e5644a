"""The only place that reads the clock."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def utc_now() -> datetime:
    return datetime.now(UTC)


def local_date(moment: datetime, zone: str) -> date:
    """The calendar day of `moment` in the named zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def moment_in_words(moment: datetime, zone: str) -> str:
    """`Friday 6 March 2026, 11:59 pm EST`, as a sentence says a deadline."""
    local = moment.astimezone(ZoneInfo(zone))
    hour = f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"
    return f"{local:%A} {local.day} {local:%B %Y}, {hour} {local.tzname()}"


def moment_at(day: date, wall_clock: time, zone: str) -> datetime:
    """The moment (UTC) at which clocks in the named zone show this day and time."""
    return datetime.combine(day, wall_clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)
