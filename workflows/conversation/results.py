"""What people said about the support, once there are enough of them: by cohort, in whole quarters that are over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.cohorts.models import Cohort
from workflows.conversation.answers import LEAST_ANSWERS, Rating
from workflows.conversation.models import SupportRating
from workflows.conversation.quarters import in_words
from workflows.conversation.support import SAID, current_quarter
from workflows.permissions import Actor, Permission, require

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Period:
    """One quarter, or several in a row that had too few answers alone. Means have one decimal, from 1.0 to 5.0.

    `words` are in the order of the alphabet, apart from the scores that they came with.
    """

    first: date
    last: date
    answers: int
    helpful: Decimal
    timely: Decimal
    respectful: Decimal
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        return in_words(self.first, self.last)


@dataclass(frozen=True, slots=True)
class CohortResults:
    """The periods of one cohort, newest first; `held_since` is the first quarter of what is still held back."""

    cohort_id: int
    cohort: str
    periods: tuple[Period, ...]
    held_since: date | None


def list_results(session: Session, *, actor: Actor, now: datetime) -> Sequence[CohortResults]:
    """Of every cohort in which somebody answered in a quarter that is over, newest cohort first. Raises Forbidden."""
    require(actor, Permission.SEE_SUPPORT_RATINGS)
    rows = select(SupportRating.cohort_id, SupportRating.quarter, *SAID).order_by(SupportRating.quarter)
    piles: dict[int, dict[date, list[Rating]]] = {}
    for cohort_id, quarter, helpful, timely, respectful, words in session.execute(rows):
        rating = Rating(helpful, timely, respectful, words)
        piles.setdefault(cohort_id, {}).setdefault(quarter, []).append(rating)
    cohorts = session.scalars(select(Cohort).where(Cohort.id.in_(piles)).order_by(Cohort.id.desc()))
    found = [_results(cohort, piles[cohort.id], now=now) for cohort in cohorts]
    return [results for results in found if results.periods or results.held_since]


def _results(cohort: Cohort, piles: Mapping[date, Sequence[Rating]], *, now: datetime) -> CohortResults:
    running = current_quarter(cohort, now=now)
    periods, held_since = release({quarter: pile for quarter, pile in piles.items() if quarter < running})
    return CohortResults(cohort.id, cohort.name, periods, held_since)


def release(piles: Mapping[date, Sequence[Rating]]) -> tuple[tuple[Period, ...], date | None]:
    """What may be shown of quarters that are over, newest first, and since when the rest is held back.

    A quarter with too few answers waits for the next ones; together they are shown as one period, and never again
    apart, so that no difference between two periods is a single person's answer.
    """
    periods: list[Period] = []
    first: date | None = None
    gathered: list[Rating] = []
    for quarter in sorted(piles):
        first = first or quarter
        gathered += piles[quarter]
        if len(gathered) >= LEAST_ANSWERS:
            periods.append(_period(first, quarter, gathered))
            first, gathered = None, []
    return tuple(reversed(periods)), first


def _period(first: date, last: date, ratings: Sequence[Rating]) -> Period:
    return Period(
        first,
        last,
        answers=len(ratings),
        helpful=_mean([each.helpful for each in ratings]),
        timely=_mean([each.timely for each in ratings]),
        respectful=_mean([each.respectful for each in ratings]),
        words=tuple(sorted((each.words for each in ratings if each.words), key=str.casefold)),
    )


def _mean(scores: Sequence[int]) -> Decimal:
    return (Decimal(sum(scores)) / len(scores)).quantize(TENTH, ROUND_HALF_UP)
