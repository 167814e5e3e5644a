"""A goal as plain values, for reading pages, the snapshot and documents."""

from datetime import date
from decimal import Decimal
from typing import Any

from workflows.frameworks.models import Indicator
from workflows.proposals.goals.answers import ACCUMULATIONS, GOAL_TYPES
from workflows.proposals.goals.judging import is_answered, judge_goal
from workflows.proposals.goals.models import Goal, IndicatorPlan
from workflows.proposals.goals.sentence import compose, figure, long_day, plain, sentence_of
from workflows.proposals.goals.written import answers_of, plan_of
from workflows.proposals.models import Proposal


def goal_content(number: int, goal: Goal, proposal: Proposal) -> dict[str, Any]:
    """Text, whole numbers, lists and dicts; numbers and days also as they are shown.

    `sentence` is the one that counts, `composed` the one made of the parts. Each row of `smart` has its sentences, and
    the warnings that were answered with their reason.
    """
    answers, indicator = answers_of(goal), goal.indicator
    return {
        "number": number,
        "goal_id": goal.id,
        "goal_type": goal.goal_type,
        "goal_type_shown": GOAL_TYPES.get(goal.goal_type, "").partition(":")[0],
        "sentence": sentence_of(answers, indicator),
        "composed": plain(compose(answers, indicator)),
        "is_reworded": bool(goal.wording),
        "population": goal.population,
        "direction_verb": goal.direction_verb,
        "indicator": None if indicator is None else _indicator(indicator),
        **_plan(goal, indicator),
        "due_on": _iso(goal.due_on),
        "due_shown": long_day(goal.due_on),
        "outcome_day": goal.outcome_day,
        "milestones": [
            {"on": row["on"], "value": row["value"],
             "on_shown": long_day(date.fromisoformat(row["on"])) if row["on"] else "",
             "shown": figure(Decimal(row["value"]), indicator) if row["value"] else ""}
            for row in goal.milestones
        ],
        "activities": list(goal.activities),
        "risks": [dict(row) for row in goal.risks],
        "rationale": goal.rationale,
        "activity_rationale": goal.activity_rationale,
        "smart": [
            {"criterion": row.criterion.label, "verdict": row.verdict.value, "sentences": list(row.sentences),
             "justified": [
                 {"rule": finding.rule, "warning": finding.message, "because": answers.justifications[finding.rule]}
                 for finding in row.findings if is_answered(finding, answers)
             ]}
            for row in judge_goal(goal, proposal)
        ],
    }  # fmt: skip  # one part of the goal a line


def plan_content(proposal: Proposal) -> dict[str, Any]:
    """What is planned beside the goals: further indicators, and arrivals by month as {"on", "shown", "people"}."""
    return {
        "watched": [{"indicator": _indicator(row.indicator), **_plan(row, row.indicator)} for row in proposal.watched],
        "arrivals": [
            {"month": f"{month:%Y-%m}", "shown": f"{month:%B %Y}", "people": people}
            for month, people in plan_of(proposal).arrivals.items()
        ],
    }


def _plan(plan: IndicatorPlan, indicator: Indicator | None) -> dict[str, Any]:
    return {
        "baseline": {
            "value": _text(plan.baseline_value), "n": plan.baseline_n, "on": _iso(plan.baseline_on),
            "shown": _baseline_shown(plan, indicator),
        },
        "target": {"value": _text(plan.target_value), "shown": figure(plan.target_value, indicator)},
        "data_source": plan.data_source,
        "data_fields": plan.data_fields,
        "owner": plan.owner,
        "review_frequency": plan.review_frequency,
        "accumulation": plan.accumulation,
        "accumulation_shown": ACCUMULATIONS.get(plan.accumulation, ""),
        "disaggregations": list(plan.disaggregations),
    }  # fmt: skip  # one part of the plan a line


def _indicator(indicator: Indicator) -> dict[str, Any]:
    return {
        "code": indicator.code, "name": indicator.name, "domain": indicator.domain,
        "definition": indicator.definition, "calculation": indicator.calculation,
        "numerator": indicator.numerator, "denominator": indicator.denominator, "unit": indicator.unit,
        "direction": indicator.direction, "fields": indicator.fields,
    }  # fmt: skip  # what a reader needs of it


def _baseline_shown(plan: IndicatorPlan, indicator: Indicator | None) -> str:
    if plan.baseline_value is None:
        return f"to be set by {long_day(plan.baseline_on)}" if plan.baseline_on else ""
    n = "" if plan.baseline_n is None else f" (n = {plan.baseline_n:,})"
    on = "" if plan.baseline_on is None else f", {long_day(plan.baseline_on)}"
    return f"{figure(plan.baseline_value, indicator)}{n}{on}"


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
