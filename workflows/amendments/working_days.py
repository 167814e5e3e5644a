"""When a decision is due. Working days are Monday to Friday; public holidays are not counted apart."""

from datetime import date, datetime, timedelta

from workflows.amendments.answers import Track
from workflows.clock import LAST_MINUTE, local_date, moment_at

FAST_WORKING_DAYS = 5
FULL_DAYS = 30  # calendar days, as for prior approval (2 CFR 200.308)
_FRIDAY = 4


def is_working_day(day: date) -> bool:
    return day.weekday() <= _FRIDAY


def working_days_after(day: date, count: int) -> date:
    """The working day that many working days later; the day itself is not counted."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def decision_due(track: Track, *, sent_at: datetime, time_zone: str) -> datetime | None:
    """The last minute of the day by which the national office decides; None where nobody decides."""
    sent_on = local_date(sent_at, time_zone)
    last = {
        Track.NOTIFY: None,
        Track.FAST: working_days_after(sent_on, FAST_WORKING_DAYS),
        Track.FULL: sent_on + timedelta(days=FULL_DAYS),
    }[track]
    return None if last is None else moment_at(last, LAST_MINUTE, time_zone)
