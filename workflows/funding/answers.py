"""Limits of what people type about awards and payments."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

LABEL_MAX = 120
REFERENCE_MAX = 80
NOTE_MAX = 2000
CENT = Decimal("0.01")


def year_end(starts_on: date) -> date:
    """The last day of a project year: twelve months from the first day, minus one day."""
    try:
        anniversary = starts_on.replace(year=starts_on.year + 1)
    except ValueError:  # a year that begins on 29 February
        anniversary = date(starts_on.year + 1, 3, 1)
    return anniversary - timedelta(days=1)


def next_month(day: date) -> date:
    """The first day of the next month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the month's last day where it has no such day."""
    month = day.month - 1 + months
    first = date(day.year + month // 12, month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), next_month(first) - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class PaidAnswers:
    """The bank's day and reference; `same_transfer` says that another payment went with the same transfer."""

    paid_on: date
    reference: str
    same_transfer: bool = False
