"""Attainable: the step is possible, goes the right way, is seen in enough people, and somebody takes care of it."""

from decimal import Decimal
from typing import NamedTuple

from workflows.proposals.smart.facts import GoalFacts
from workflows.proposals.smart.sentence import figures_in, is_about_everyone, is_in_percent, people_in
from workflows.proposals.smart.wording import (
    FALLING,
    RISING,
    Broken,
    direction_of,
    directions_in,
    figure_text,
    number_text,
)

LARGE_CHANGE_POINTS = 25
LARGE_CHANGE_TIMES = 2
SMALL_N = 10


class Step(NamedTuple):
    """From where to where; None where nobody said."""

    base: Decimal | None
    target: Decimal | None
    is_percent: bool
    verb: str


def step_of(goal: GoalFacts) -> Step:
    """The figures of the fields, and those of the sentence where both fields are empty."""
    base, target = goal.baseline_value, goal.target_value
    said = figures_in(goal.statement)
    if base is None and target is None and said is not None:
        base, target = said
    percent = goal.calculation == "percent" or (not goal.calculation and is_in_percent(goal.statement))
    verb = direction_of(goal.direction_verb) if goal.direction_verb else next(iter(directions_in(goal.statement)), "")
    return Step(base, target, percent, verb)


def wrong_way(goal: GoalFacts) -> Broken:
    """A1: a percentage between 0 and 100, and a move in the indicator's good direction."""
    step = step_of(goal)
    if step.is_percent and step.target is not None and not 0 <= step.target <= 100:
        return {"problem": "A percentage lies between 0 and 100."}
    problem = "" if step.verb == "maintain" else _why_it_goes_wrong(goal, step)
    return {"problem": problem} if problem else None


def _why_it_goes_wrong(goal: GoalFacts, step: Step) -> str:
    """Empty when verb, figures and the indicator's good direction agree, as far as they are known."""
    if _verb_is_against(step.verb, goal.direction):
        return f"For this indicator {goal.direction} is better, but the goal says “{step.verb}”."
    if step.base is None or step.target is None:
        return ""
    figures = f"from {_shown(step.base, goal, step)} to {_shown(step.target, goal, step)}"
    if step.base == step.target:
        return f"Nothing changes {figures}. Say “maintain” if it is to stay."
    goes = "higher" if step.target > step.base else "lower"
    if goal.direction in ("higher", "lower") and goes != goal.direction:
        return f"For this indicator {goal.direction} is better, and the goal goes {figures}."
    return f"The goal says “{step.verb}”, but goes {figures}." if _verb_is_against(step.verb, goes) else ""


def large_change(goal: GoalFacts) -> Broken:
    """A2: more than 25 points or more than double in a year; or everybody, with no baseline to start from."""
    step = step_of(goal)
    if step.verb == "maintain":
        return None
    if step.base is None:
        claims_all = step.target == 100 if step.is_percent and step.target is not None else False
        is_all = claims_all or (goal.target_value is None and is_about_everyone(goal.statement))
        return {"problem": "Everybody, and no baseline to start from, is a very large step."} if is_all else None
    if step.target is None:
        return None
    change = abs(step.target - step.base)
    if step.is_percent and change > LARGE_CHANGE_POINTS:
        return {"problem": f"A change of {number_text(change)} points is a lot for one year."}
    if step.base > 0 and step.target > LARGE_CHANGE_TIMES * step.base:
        figures = f"from {_shown(step.base, goal, step)} to {_shown(step.target, goal, step)}"
        return {"problem": f"More than double, {figures}, is a lot for one year."}
    return None


def few_people(goal: GoalFacts) -> Broken:
    """A3: with fewer than ten people one person moves the rate by ten points or more."""
    if goal.calculation == "count":
        return None
    given = goal.baseline_n if goal.baseline_n is not None else goal.eligible_n
    said = people_in(f"{goal.population}. {goal.statement}")
    n = min((number for number in (given, said) if number is not None), default=SMALL_N)
    if n >= SMALL_N:
        return None
    if n <= 0:
        return {"n": "nobody counted yet", "effect": "no rate can be told"}
    people = "1 person" if n == 1 else f"{n} people"
    return {"n": people, "effect": f"one of them moves the rate by {round(100 / n)} points"}


def nobody_does_it(goal: GoalFacts) -> Broken:
    """A4: an owner, and at least one activity."""
    owner, acts = bool(goal.data_owner.strip()), any(text.strip() for text in goal.activities)
    if owner and acts:
        return None
    return {"missing": "an owner and an activity" if not owner and not acts else "an activity" if owner else "an owner"}


def _verb_is_against(verb: str, way: str) -> bool:
    return (verb in RISING and way == "lower") or (verb in FALLING and way == "higher")


def _shown(value: Decimal, goal: GoalFacts, step: Step) -> str:
    return figure_text(value, calculation="percent" if step.is_percent else goal.calculation, unit=goal.unit)
