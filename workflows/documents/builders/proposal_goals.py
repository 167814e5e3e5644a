"""A goal of a sealed proposal as its document shows it; what an older snapshot does not have stays out."""

from collections.abc import Mapping
from typing import Any

from workflows.documents.contexts.common import Activity, GoalPlan, GoalRisk, Justification, Milestone
from workflows.documents.words import NOT_GIVEN

NOT_SAID = "Not said"


def goal_plan(goal: Mapping[str, Any]) -> GoalPlan:
    """Every part of one goal, as `goal_content` sealed it."""
    indicator = goal["indicator"] or {}
    return GoalPlan(
        number=str(goal["number"]),
        sentence=goal["sentence"],
        domain=indicator.get("domain", NOT_GIVEN),
        indicator_code=indicator.get("code", NOT_GIVEN),
        indicator_name=indicator.get("name", NOT_GIVEN),
        numerator=indicator.get("numerator") or "Not needed",
        denominator=indicator.get("denominator") or "Not needed",
        baseline=goal["baseline"]["shown"] or NOT_GIVEN,
        target=goal["target"]["shown"] or NOT_GIVEN,
        due_on=goal["due_shown"] or NOT_GIVEN,
        source=goal["data_source"] or NOT_GIVEN,
        owner=goal["owner"] or NOT_GIVEN,
        milestones=tuple(Milestone(due_on=row["on_shown"], expected=row["shown"]) for row in goal["milestones"]),
        activities=tuple(_activity(row, goal["owner"]) for row in goal["activities"]),
        kind=_word(goal.get("goal_type_shown")),
        population=_text(goal.get("population")),
        composed=_text(goal.get("composed")) if goal.get("is_reworded") else "",
        definition=_text(indicator.get("definition")),
        frequency=_word(goal.get("review_frequency")),
        accumulation=_word(goal.get("accumulation")),
        disaggregations=_text(goal.get("disaggregations")),
        why_activities=_text(goal.get("activity_rationale")),
        why_realistic=_text(goal.get("rationale")),
        risks=_risks(goal),
        justifications=_justifications(goal),
    )


def _activity(row: Any, owner: str) -> Activity:
    return Activity(what=_text(row), who=owner, when="During the year")


def _risks(goal: Mapping[str, Any]) -> tuple[GoalRisk, ...]:
    """Risk and answer row by row; an older goal has both in one text."""
    rows = goal.get("risks") or ()
    if rows:
        return tuple(GoalRisk(_text(row.get("risk")), _text(row.get("mitigation")) or NOT_SAID) for row in rows)
    told = _text(goal.get("risk"))
    return (GoalRisk(told, "Told together with the risk"),) if told else ()


def _justifications(goal: Mapping[str, Any]) -> tuple[Justification, ...]:
    """Each warning that was answered, with the reason."""
    answered = (row for verdict in goal.get("smart") or () for row in verdict.get("justified") or ())
    return tuple(Justification(row["warning"], row["because"]) for row in answered)


def _word(value: Any) -> str:
    """`not_cumulative` → “Not cumulative”."""
    text = _text(value).replace("_", " ")
    return text[:1].upper() + text[1:]


def _text(value: Any) -> str:
    """What a snapshot holds as text, several things one after the other."""
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(_text, value)))
    if isinstance(value, Mapping):
        return _text(next((value[name] for name in ("label", "name", "what", "text") if value.get(name)), ""))
    return "" if value is None else str(value).strip()
