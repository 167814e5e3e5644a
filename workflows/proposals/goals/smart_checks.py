"""The checks behind the SMART rules: pure functions of a goal and the year it has to fit into.

A check returns what fills the rule's sentence when the rule is broken, and None when it holds.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from workflows.proposals.goals.answers import DIRECTION_VERBS
from workflows.proposals.goals.sentence import figure, long_day, number_text

if TYPE_CHECKING:
    from workflows.cohorts.models import Cohort
    from workflows.proposals.goals.models import Goal

Broken = Mapping[str, str] | None
_BROKEN: Mapping[str, str] = {}

BASELINE_DAYS = 90  # a baseline that is still to be set is known within the first ninety days of the year
MILESTONE_DAYS = 123  # four months
LARGE_CHANGE_POINTS = 25
SMALL_N = 10

# What names nobody in particular: a population made of these words alone has no qualifier.
BARE_WORDS = frozenset({
    "a", "all", "an", "and", "any", "client", "clients", "communities", "community", "customers", "employer",
    "employers", "every", "everybody", "everyone", "families", "family", "for", "from", "household", "households",
    "immigrants", "in", "individuals", "members", "newcomer", "newcomers", "of", "or", "our", "participant",
    "participants", "partners", "people", "person", "persons", "population", "refugee", "refugees", "served",
    "staff", "the", "their", "them", "they", "those", "to", "us", "we", "who", "whom",
})  # fmt: skip  # a list to read through
_WORD = re.compile(r"[\w'’-]+")
_VAGUE = re.compile(
    r"\b(improve[sd]?|enhance[sd]?|support(?:s|ed)?|strengthen(?:s|ed)?|empower(?:s|ed)?|better|more|awareness|various"
    r"|as needed)\b",
    re.IGNORECASE,
)
_OUTCOME_VERB = r"(?:increas|rais|decreas|reduc|improv|reach|achiev|maintain)(?:e|es|s|ed|ing)?\b"
_TWO_OUTCOMES = re.compile(rf"(?:\band\b|\bor\b|/)\s+(?:to\s+)?{_OUTCOME_VERB}", re.IGNORECASE)
_ACTIVITY = re.compile(r"^\W*(provide|hold|offer|conduct|host|distribute)\b", re.IGNORECASE)
_DATE = re.compile(
    r"(?<!set )\bby (?:(\d{1,2}) )?"
    r"(January|February|March|April|May|June|July|August|September|October|November|December) (\d{4})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ProjectYear:
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Plan:
    """A goal with the year it has to fit into and the number of people who could take part (None: not said)."""

    goal: "Goal"
    year: ProjectYear
    eligible_n: int | None = None


def project_year(cohort: "Cohort") -> ProjectYear:
    """The twelve months that end with the cohort: the period an award is for."""
    end = cohort.ends_on
    day_before = (
        end.replace(year=end.year - 1, day=28) if (end.month, end.day) == (2, 29) else end.replace(year=end.year - 1)
    )
    return ProjectYear(max(cohort.starts_on, day_before + timedelta(days=1)), end)


def nobody_in_particular(plan: Plan) -> Broken:
    words = [word.lower() for word in _WORD.findall(plan.goal.population)]
    return None if any(word not in BARE_WORDS for word in words) else _BROKEN


def no_direction(plan: Plan) -> Broken:
    return None if plan.goal.direction_verb in DIRECTION_VERBS else _BROKEN


def vague_words(plan: Plan) -> Broken:
    text = plan.goal.population
    found = _VAGUE.search(text)
    return {"word": found[0].lower()} if found and not re.search(r"\d", text) else None


def two_outcomes(plan: Plan) -> Broken:
    found = _TWO_OUTCOMES.search(plan.goal.population)
    return {"words": found[0].strip()} if found else None


def activity_alone(plan: Plan) -> Broken:
    indicator = plan.goal.indicator
    counts_work = indicator is not None and indicator.level == "output"
    return _BROKEN if counts_work or _ACTIVITY.match(plan.goal.population) else None


def no_indicator(plan: Plan) -> Broken:
    indicator = plan.goal.indicator
    if indicator is None or not indicator.calculation or not indicator.numerator:
        return _BROKEN
    return _BROKEN if indicator.calculation in ("percent", "mean") and not indicator.denominator else None


def no_baseline(plan: Plan) -> Broken:
    goal, latest = plan.goal, plan.year.starts_on + timedelta(days=BASELINE_DAYS)
    is_set = goal.baseline_value is not None and goal.baseline_on is not None
    will_be_set = goal.baseline_value is None and goal.baseline_on is not None and goal.baseline_on <= latest
    return None if is_set or will_be_set else {"latest": long_day(latest)}


def no_target(plan: Plan) -> Broken:
    goal, shown = plan.goal, figure(plan.goal.target_value, plan.goal.indicator)
    if not shown:
        return {"problem": "There is no target yet."}
    counts_people = goal.indicator is not None and goal.indicator.calculation == "count"
    if counts_people and goal.target_value != goal.target_value.to_integral_value():  # type: ignore[union-attr]
        return {"problem": "The indicator counts, so the target is a whole number."}
    if goal.statement and shown not in goal.statement:
        return {"problem": f"The sentence does not say the target {shown}."}
    return None


def seldom_reviewed(plan: Plan) -> Broken:
    return None if plan.goal.review_frequency in ("monthly", "quarterly") else _BROKEN


def wrong_way(plan: Plan) -> Broken:
    goal, target, base = plan.goal, plan.goal.target_value, plan.goal.baseline_value
    if target is None or goal.indicator is None:
        return None
    if goal.indicator.calculation == "percent" and not 0 <= target <= 100:
        return {"problem": "A percentage lies between 0 and 100."}
    if base is None or goal.direction_verb == "maintain":
        return None
    higher = goal.indicator.direction == "higher"
    if target == base or (target > base) != higher:
        side = "higher" if higher else "lower"
        figures = f"{figure(base, goal.indicator)} to {figure(target, goal.indicator)}"
        return {"problem": f"For this indicator {side} is better, and the goal goes from {figures}."}
    if (goal.direction_verb in ("increase", "raise") and not higher) or (
        goal.direction_verb in ("decrease", "reduce") and higher
    ):
        return {"problem": f"The goal says “{goal.direction_verb}”, but its figures go the other way."}
    return None


def large_change(plan: Plan) -> Broken:
    goal = plan.goal
    if goal.target_value is None or goal.baseline_value is None or goal.indicator is None:
        return None
    change = abs(goal.target_value - goal.baseline_value)
    if goal.indicator.calculation == "percent":
        is_large, shown = change > LARGE_CHANGE_POINTS, f"{number_text(change)} points"
    else:
        is_large, shown = change > 2 * abs(goal.baseline_value), figure(change, goal.indicator)
    return {"change": shown} if is_large else None


def few_people(plan: Plan) -> Broken:
    n = plan.goal.baseline_n if plan.goal.baseline_n is not None else plan.eligible_n
    if n is None or n >= SMALL_N or plan.goal.indicator is None or plan.goal.indicator.calculation == "count":
        return None
    return {"n": str(n), "points": str(round(100 / max(n, 1)))}


def nobody_does_it(plan: Plan) -> Broken:
    owner, activities = plan.goal.owner.strip(), plan.goal.activities
    if owner and activities:
        return None
    missing = "an owner and an activity" if not owner and not activities else "an activity" if owner else "an owner"
    return {"missing": missing}


def no_rationale(plan: Plan) -> Broken:
    return None if plan.goal.rationale.strip() else _BROKEN


def no_risk(plan: Plan) -> Broken:
    return None if plan.goal.risk.strip() else _BROKEN


def no_reason_for_activities(plan: Plan) -> Broken:
    indicator = plan.goal.indicator
    has_domain = indicator is not None and bool(indicator.domain)
    return None if has_domain and plan.goal.activity_rationale.strip() else _BROKEN


def outside_the_year(plan: Plan) -> Broken:
    due, year = plan.goal.due_on, plan.year
    if due is not None and year.starts_on <= due <= year.ends_on:
        return None
    said = "There is no due date yet." if due is None else f"{long_day(due)} is outside your project year."
    return {"problem": said, "first": long_day(year.starts_on), "last": long_day(year.ends_on)}


def far_milestones(plan: Plan) -> Broken:
    days = sorted(date.fromisoformat(row["on"]) for row in plan.goal.milestones if row["on"])
    if not days:
        return {"problem": "There is no milestone yet."}
    points = [*days, *([plan.goal.due_on] if plan.goal.due_on else [])]
    for earlier, later in pairwise(points):
        if (later - earlier).days > MILESTONE_DAYS:
            return {"problem": f"More than four months lie between {long_day(earlier)} and {long_day(later)}."}
    return None


def other_date(plan: Plan) -> Broken:
    due = plan.goal.due_on
    if due is None:
        return None
    for day, month, year in _DATE.findall(f"{plan.goal.statement} {plan.goal.population}"):
        agrees = f"{due:%B %Y}".lower() == f"{month} {year}".lower() and (not day or int(day) == due.day)
        if not agrees:
            return {"said": f"{day} {month} {year}".strip(), "due": long_day(due)}
    return None
