"""How long both sides wait for a first answer: by month, in business hours, with the n behind every number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from workflows.clock import local_date
from workflows.conversation.queries import Span
from workflows.helpdesk.business_time import business_time_between
from workflows.signing.models import Side


@dataclass(frozen=True, slots=True)
class Answered:
    """Of `begun` threads, how many have an answer, and the median of business time until it; None without one."""

    begun: int
    answered: int
    median: timedelta | None


@dataclass(frozen=True, slots=True)
class MonthOfThreads:
    """`by_network`: the national office answers what affiliates began; `by_affiliates`: the other way round."""

    month: date
    by_network: Answered
    by_affiliates: Answered


def by_month(spans: Iterable[Span]) -> list[MonthOfThreads]:
    """One line a month with threads, the newest first; months and hours are on each affiliate's own clock."""
    months: dict[date, list[Span]] = {}
    for span in spans:
        months.setdefault(local_date(span.begun_at, span.zone).replace(day=1), []).append(span)
    return [
        MonthOfThreads(
            month,
            by_network=_answered([span for span in months[month] if span.side is Side.AFFILIATE]),
            by_affiliates=_answered([span for span in months[month] if span.side is Side.NETWORK]),
        )
        for month in sorted(months, reverse=True)
    ]


def _answered(spans: Sequence[Span]) -> Answered:
    waited = [
        business_time_between(span.begun_at, span.answered_at, zone=span.zone).total_seconds()
        for span in spans
        if span.answered_at is not None
    ]
    return Answered(len(spans), len(waited), timedelta(seconds=median(waited)) if waited else None)
