"""How fast first answers come: by month, with the n behind every number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median, quantiles

from workflows.clock import local_date

Asked = tuple[datetime, datetime, datetime | None]
"""Asked at, first answer due at, first answered at."""


@dataclass(frozen=True, slots=True)
class MonthOfAnswers:
    """The tickets asked in one month. Times run on the calendar, nights and weekends included.

    `on_time_percent` is out of `due`: the answered ones and those whose time is over; None while that is nothing.
    """

    month: date
    asked: int
    answered: int
    due: int
    on_time: int
    median: timedelta | None
    ninetieth: timedelta | None

    @property
    def on_time_percent(self) -> int | None:
        return None if self.due == 0 else round(100 * self.on_time / self.due)


def by_month(rows: Iterable[Asked], *, zone: str, now: datetime) -> list[MonthOfAnswers]:
    """One line a month with tickets, the newest first; months are those of `zone`."""
    months: dict[date, list[Asked]] = {}
    for row in rows:
        months.setdefault(local_date(row[0], zone).replace(day=1), []).append(row)
    return [_month(month, months[month], now=now) for month in sorted(months, reverse=True)]


def _month(month: date, rows: Sequence[Asked], *, now: datetime) -> MonthOfAnswers:
    waited = sorted(answered - asked for asked, _, answered in rows if answered is not None)
    return MonthOfAnswers(
        month=month,
        asked=len(rows),
        answered=len(waited),
        due=sum(answered is not None or due < now for _, due, answered in rows),
        on_time=sum(answered is not None and answered <= due for _, due, answered in rows),
        median=timedelta(seconds=median(each.total_seconds() for each in waited)) if waited else None,
        ninetieth=_ninetieth(waited),
    )


def _ninetieth(waited: Sequence[timedelta]) -> timedelta | None:
    """Nine of ten were answered within this time; the only one there is, of one."""
    if len(waited) < 2:
        return waited[0] if waited else None
    seconds = [each.total_seconds() for each in waited]
    return timedelta(seconds=quantiles(seconds, n=10, method="inclusive")[8])
