"""Measurable: an indicator that is defined, a baseline with its date, a target as a number, data that is there."""

from datetime import date
from decimal import Decimal

from workflows.proposals.smart.facts import GoalFacts
from workflows.proposals.smart.sentence import changes_in, targets_in
from workflows.proposals.smart.wording import BROKEN, Broken, figure_text, long_day, number_text

CALCULATIONS = ("percent", "mean", "count")
BASELINE_DAYS = 90  # a baseline that is still to be set is known within the first ninety days of the project
COMPLETE_FROM = Decimal("0.8")
OFTEN_ENOUGH = frozenset({
    "daily", "weekly", "biweekly", "bi-weekly", "fortnightly", "monthly", "bimonthly", "quarterly", "every day",
    "every week", "every two weeks", "every month", "every two months", "every quarter", "each week", "each month",
    "each quarter", "once a week", "once a month", "once a quarter", "every 3 months", "every three months",
})  # fmt: skip  # a list to read through


def no_indicator(goal: GoalFacts) -> Broken:
    """M1: how it is calculated, what is counted, and out of how many."""
    if not goal.indicator_code or goal.calculation not in CALCULATIONS or goal.numerator == "":
        return BROKEN
    return BROKEN if goal.calculation != "count" and goal.denominator == "" else None


def no_baseline(goal: GoalFacts) -> Broken:
    """M2: a figure with its day, or the day in the first ninety by which it will be known."""
    on, last_day = goal.baseline_date, _last_day_to_set_it(goal)
    latest = "in the first 90 days" if last_day is None else f"by {long_day(last_day)}"
    if goal.baseline_value is not None:
        return None if on is not None else {"problem": "The baseline has no date.", "latest": latest}
    if on is None:
        return {"problem": "There is no baseline yet.", "latest": latest}
    if last_day is not None and on > last_day:
        return {"problem": f"A baseline by {long_day(on)} comes late.", "latest": latest}
    return None


def no_target(goal: GoalFacts) -> Broken:
    """M3: a number in the indicator's unit, the same in the sentence as in the field."""
    problem = _why_missing(goal) if goal.target_value is None else _why_wrong(goal, goal.target_value)
    return {"problem": problem} if problem else None


def _why_missing(goal: GoalFacts) -> str:
    changes = changes_in(goal.statement)
    if goal.target_said:
        return f"“{goal.target_said}” is not a number."
    return _only_a_change(changes[0]) if changes else "There is no target yet."


def _why_wrong(goal: GoalFacts, target: Decimal) -> str:
    """Empty when unit and sentence agree with the target."""
    if goal.calculation == "count" and target != target.to_integral_value():
        return "The indicator counts, so the target is a whole number."
    said = targets_in(goal.statement)
    if said and target not in said:
        shown = " or ".join(number_text(number.quantize(Decimal("0.1"))) for number in said[:2])
        mine = figure_text(target, calculation=goal.calculation, unit=goal.unit)
        return f"The sentence says {shown}, the target says {mine}."
    return _only_a_change(target) if not said and target in changes_in(goal.statement) else ""


def _only_a_change(change: Decimal) -> str:
    return f"“By {number_text(change)}” says how much it changes, not where it ends."


def fields_with_gaps(goal: GoalFacts) -> Broken:
    """M4: the indicator's fields are in the latest import, each at least 80 percent complete."""
    known = goal.field_completeness
    if not known:
        return None
    wanted = goal.fields or tuple(known)
    missing = [name for name in wanted if name not in known]
    if missing:
        return {"problem": f"Your latest import has no column {missing[0]}."}
    share, name = min((known[name], name) for name in wanted)
    if share >= COMPLETE_FROM:
        return None
    return {
        "problem": f"In your latest import {name} is filled in for {number_text(round(100 * share, 1))}% of the rows."
    }


def seldom_reviewed(goal: GoalFacts) -> Broken:
    """M5: at least every quarter."""
    given = " ".join(goal.review_frequency.lower().split())
    if given in OFTEN_ENOUGH:
        return None
    return {"said": f"“{goal.review_frequency}” is seldom. " if given else ""}


def _last_day_to_set_it(goal: GoalFacts) -> date | None:
    starts = goal.project_starts_on
    if starts is None:
        return None
    return date.fromordinal(min(starts.toordinal() + BASELINE_DAYS, date.max.toordinal()))
