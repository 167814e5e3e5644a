"""Which reports an award owes, for which days and by when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflows.clock import LAST_MINUTE, moment_at
from workflows.funding.answers import months_after
from workflows.lifecycle import REPORTS_IN_A_YEAR
from workflows.reporting.answers import CLOSEOUT_DUE_AFTER_DAYS, DUE_AFTER_DAYS, MONTHS_OF_A_PERIOD
from workflows.reporting.models import ReportKind


@dataclass(frozen=True, slots=True)
class OwedReport:
    """One report of a year's plan; `due_at` is 11:59 pm of the affiliate's own clock, in UTC."""

    kind: ReportKind
    number: int
    period_starts_on: date
    period_ends_on: date
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the year rested: from which day, and for how many days."""

    begins_on: date
    days: int


def owed_reports(
    *, starts_on: date, ends_on: date, time_zone: str, pauses: Iterable[Pause] = ()
) -> Iterator[OwedReport]:
    """Four quarters, each due 30 days after it ends, and the closeout 90 days after the award (2 CFR 200.329, .344).

    What falls due from the first day of a pause on (in their order) is due that many days later.
    """
    pauses = tuple(pauses)
    for number in range(1, REPORTS_IN_A_YEAR + 1):
        first = months_after(starts_on, MONTHS_OF_A_PERIOD * (number - 1))
        last = months_after(starts_on, MONTHS_OF_A_PERIOD * number) - timedelta(days=1)
        last = ends_on if number == REPORTS_IN_A_YEAR else last
        due_at = moment_at(_due(last + timedelta(days=DUE_AFTER_DAYS), pauses), LAST_MINUTE, time_zone)
        yield OwedReport(ReportKind.PROGRESS, number, first, last, due_at)
    due_at = moment_at(_due(ends_on + timedelta(days=CLOSEOUT_DUE_AFTER_DAYS), pauses), LAST_MINUTE, time_zone)
    yield OwedReport(ReportKind.CLOSEOUT, 1, starts_on, ends_on, due_at)


def _due(day: date, pauses: tuple[Pause, ...]) -> date:
    for pause in pauses:
        if day >= pause.begins_on:
            day += timedelta(days=pause.days)
    return day
