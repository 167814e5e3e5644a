"""The only place that reads the clock."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LAST_MINUTE = time(23, 59)  # of a day on which something is due


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


def months_between(first: date, last: date) -> tuple[str, ...]:
    """Every month from the day `first` to the day `last`, as `2026-10`."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = (first.month - 1 + number for number in range(count))
    return tuple(f"{first.year + month // 12}-{month % 12 + 1:02}" for month in months)
