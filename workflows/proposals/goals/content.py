"""A goal as plain values, for reading pages, the snapshot and documents."""

from datetime import date
from decimal import Decimal
from typing import Any

from workflows.proposals.goals.models import Goal
from workflows.proposals.goals.sentence import figure, long_day, sentence_of
from workflows.proposals.goals.smart import judge, plan_of
from workflows.proposals.models import Proposal


def goal_content(number: int, goal: Goal, proposal: Proposal) -> dict[str, Any]:
    """Text, whole numbers, lists and dicts; numbers and days also as they are shown."""
    indicator = goal.indicator
    return {
        "number": number,
        "goal_id": goal.id,
        "sentence": sentence_of(goal),
        "population": goal.population,
        "direction_verb": goal.direction_verb,
        "indicator": None if indicator is None else {
            "code": indicator.code, "name": indicator.name, "domain": indicator.domain,
            "definition": indicator.definition, "calculation": indicator.calculation,
            "numerator": indicator.numerator, "denominator": indicator.denominator, "unit": indicator.unit,
            "direction": indicator.direction, "fields": indicator.fields,
        },
        "baseline": {
            "value": _text(goal.baseline_value), "n": goal.baseline_n, "on": _iso(goal.baseline_on),
            "shown": _baseline_shown(goal),
        },
        "target": {"value": _text(goal.target_value), "shown": figure(goal.target_value, indicator)},
        "due_on": _iso(goal.due_on),
        "due_shown": long_day(goal.due_on),
        "milestones": [
            {"on": row["on"], "value": row["value"],
             "on_shown": long_day(date.fromisoformat(row["on"])) if row["on"] else "",
             "shown": figure(Decimal(row["value"]), indicator) if row["value"] else ""}
            for row in goal.milestones
        ],
        "data_source": goal.data_source,
        "owner": goal.owner,
        "review_frequency": goal.review_frequency,
        "activities": list(goal.activities),
        "risk": goal.risk,
        "rationale": goal.rationale,
        "activity_rationale": goal.activity_rationale,
        "smart": [
            {"criterion": row.criterion.label, "verdict": row.verdict.value, "sentences": list(row.sentences)}
            for row in judge(plan_of(goal, proposal))
        ],
    }  # fmt: skip  # one part of the goal a line


def _baseline_shown(goal: Goal) -> str:
    if goal.baseline_value is None:
        return f"to be set by {long_day(goal.baseline_on)}" if goal.baseline_on else ""
    n = "" if goal.baseline_n is None else f" (n = {goal.baseline_n:,})"
    on = "" if goal.baseline_on is None else f", {long_day(goal.baseline_on)}"
    return f"{figure(goal.baseline_value, goal.indicator)}{n}{on}"


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
