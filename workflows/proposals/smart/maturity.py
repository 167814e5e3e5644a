"""Cohort maturity: of the people a goal is about, how many reach the outcome day before it is due."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from workflows.proposals.smart.facts import GoalFacts
from workflows.proposals.smart.sentence import Window, arrivals_in, due_in, outcome_day_in

DATA_LAG_DAYS = 1
"""A day's facts are in an extract of the next morning. With it the last arrivals of July to December, seen at day 180
(29 June), are in the figures of 30 June; a longer lag of one's own is a reason for a later due date."""

ENOUGH = Fraction(1, 2)
"""With fewer than half of the people a figure says more about who came early than about the goal."""


@dataclass(frozen=True, slots=True)
class Maturity:
    """`share` of the people reach the outcome day in time; `reached` of `expected` where arrivals are counted."""

    share: Fraction
    outcome_day: int
    last_arrival: date
    reached: int | None = None
    expected: int | None = None

    @property
    def is_enough(self) -> bool:
        return self.share >= ENOUGH

    @property
    def shown(self) -> str:
        """«10 of 62 people», or «18% of them» where arrivals are not counted."""
        if self.reached is None or self.expected is None:
            return f"about {round(100 * self.share)}% of them"
        return f"about {self.reached:,} of {self.expected:,} people"


def maturity_of(goal: GoalFacts) -> Maturity | None:
    """None where the outcome day, the due date or the arrivals are not known.

    Counts the arrivals of the months that the goal speaks of; all that are given where none of those is counted, or
    where it speaks of none. The days of a month share its arrivals evenly; without counts, all days of those months
    do.
    """
    texts = (goal.population, goal.statement)
    day = goal.outcome_day if goal.outcome_day is not None else outcome_day_in(goal.statement)
    due = goal.due_date or due_in(goal.statement)
    window = next((found for found in map(arrivals_in, texts) if found), None)
    if day is None or due is None or not 0 <= day <= 10_000 or due.toordinal() <= day + DATA_LAG_DAYS:
        return None
    last = due - timedelta(days=day + DATA_LAG_DAYS)
    counted = _counted(goal.arrivals_by_month, window, last) or _counted(goal.arrivals_by_month, None, last)
    if counted is not None:
        expected, reached = counted
        return Maturity(reached / expected, day, last, int(reached), int(expected))
    if window is None:
        return None
    return Maturity(_share_of_days(window, last), day, last)


def _counted(arrivals: Mapping[date, int], window: Window | None, last: date) -> tuple[Fraction, Fraction] | None:
    """(expected, reached) of the months in the window; None where nobody is counted."""
    expected = reached = Fraction(0)
    for month, people in arrivals.items():
        of_month = Window(month.replace(day=1), month.replace(day=monthrange(month.year, month.month)[1]))
        counted = of_month if window is None else _both(of_month, window)
        if counted is None or people <= 0:
            continue
        here = people * Fraction(_days(counted), _days(of_month))
        expected += here
        reached += here * _share_of_days(counted, last)
    return (expected, reached) if expected else None


def _both(one: Window, other: Window) -> Window | None:
    first, last = max(one.first, other.first), min(one.last, other.last)
    return Window(first, last) if first <= last else None


def _share_of_days(window: Window, last: date) -> Fraction:
    days = (min(window.last, last) - window.first).days + 1
    return Fraction(max(days, 0), _days(window))


def _days(window: Window) -> int:
    return (window.last - window.first).days + 1
