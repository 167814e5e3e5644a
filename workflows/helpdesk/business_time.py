"""When a first answer is due: business days on the asker's own clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from workflows.helpdesk.answers import CLOSES_AT, OPENS_AT

SATURDAY = 5


def due_after(asked_at: datetime, *, business_days: int, zone: str) -> datetime:
    """The moment (UTC) `business_days` working days later, at the same hour of the asker's wall clock.

    What is asked outside of business hours counts as asked when the next business day opens. So the answer is never
    due at night or on a weekend, and whoever asks later is never answered sooner by the rule.
    """
    local = _opened(asked_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0))
    day = local.date()
    for _ in range(business_days):
        day = _next_business_day(day)
    return datetime.combine(day, local.time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _opened(local: datetime) -> datetime:
    """The wall clock from which the time counts."""
    if is_business_day(local.date()) and local.time() <= CLOSES_AT:
        return max(local, datetime.combine(local.date(), OPENS_AT))
    return datetime.combine(_next_business_day(local.date()), OPENS_AT)


def _next_business_day(day: date) -> date:
    day += timedelta(days=1)
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def is_business_day(day: date) -> bool:
    return day.weekday() < SATURDAY


def business_time_between(first: datetime, last: datetime, *, zone: str) -> timedelta:
    """How much of the time from `first` to `last` lies within business hours, on the wall clock of `zone`."""
    begin, end = (moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in (first, last))
    days = (begin.date() + timedelta(days=number) for number in range((end.date() - begin.date()).days + 1))
    return sum((_within(day, begin, end) for day in days if is_business_day(day)), timedelta(0))


def _within(day: date, begin: datetime, end: datetime) -> timedelta:
    opens, closes = datetime.combine(day, OPENS_AT), datetime.combine(day, CLOSES_AT)
    return max(timedelta(0), min(end, closes) - max(begin, opens))
