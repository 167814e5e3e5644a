"""Goals and plans between their rows and the shape in which the editor gives them."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from workflows.proposals.goals.answers import GoalAnswers, MilestoneAnswers, PlanAnswers, RiskAnswers, WatchedAnswers

if TYPE_CHECKING:
    from workflows.proposals.goals.models import Goal, WatchedIndicator
    from workflows.proposals.models import Proposal

_PLAN_FIELDS = (
    "indicator_id", "baseline_value", "baseline_n", "baseline_on", "target_value", "data_source", "data_fields",
    "owner", "review_frequency", "accumulation",
)  # fmt: skip  # what a goal's plan and a further indicator's have in common
_GOAL_FIELDS = (
    *_PLAN_FIELDS, "goal_type", "population", "direction_verb", "due_on", "outcome_day", "wording", "rationale",
    "activity_rationale",
)  # fmt: skip  # the editor's own order


def answers_of(goal: "Goal") -> GoalAnswers:
    """What is kept of a goal, in the shape the editor gives it."""
    return GoalAnswers(
        **{name: getattr(goal, name) for name in _GOAL_FIELDS},
        milestones=tuple(
            MilestoneAnswers(
                date.fromisoformat(row["on"]) if row["on"] else None, Decimal(row["value"]) if row["value"] else None
            )
            for row in goal.milestones
        ),
        activities=tuple(goal.activities),
        risks=tuple(RiskAnswers(row["risk"], row["mitigation"]) for row in goal.risks),
        disaggregations=tuple(goal.disaggregations),
        justifications=dict(goal.justifications),
    )


def write_goal(goal: "Goal", answers: GoalAnswers) -> None:
    """Put the answers into the row; the indicator and the sentence are the caller's."""
    for name in _GOAL_FIELDS:
        setattr(goal, name, getattr(answers, name))
    goal.milestones = [
        {"on": "" if row.on is None else row.on.isoformat(), "value": "" if row.value is None else _text(row.value)}
        for row in answers.milestones
    ]
    goal.activities = list(answers.activities)
    goal.risks = [{"risk": row.risk, "mitigation": row.mitigation} for row in answers.risks]
    goal.disaggregations = list(answers.disaggregations)
    goal.justifications = dict(answers.justifications)


def plan_of(proposal: "Proposal") -> PlanAnswers:
    """The further indicators and the expected arrivals of a proposal."""
    return PlanAnswers(
        tuple(
            WatchedAnswers(
                **{name: getattr(row, name) for name in _PLAN_FIELDS}, disaggregations=tuple(row.disaggregations)
            )
            for row in proposal.watched
        ),
        arrivals_of(proposal.answer("goals", "arrivals") or {}),
    )


def write_watched(row: "WatchedIndicator", answers: WatchedAnswers, *, position: int) -> None:
    row.position = position
    for name in _PLAN_FIELDS:
        setattr(row, name, getattr(answers, name))
    row.disaggregations = list(answers.disaggregations)


def plan_text(answers: PlanAnswers) -> str:
    """The same text for the same plan, however its numbers came about."""
    return json.dumps(
        [[asdict(row) for row in answers.watched], arrivals_text(answers.arrivals)],
        default=lambda value: _text(value) if isinstance(value, Decimal) else str(value),
    )


def arrivals_of(kept: Mapping[str, int]) -> dict[date, int]:
    """{"2026-07": 12} by the first of the month, in the order of the months."""
    return {date.fromisoformat(f"{month}-01"): people for month, people in sorted(kept.items())}


def arrivals_text(arrivals: Mapping[date, int]) -> dict[str, int]:
    """The opposite of `arrivals_of`."""
    return {f"{month:%Y-%m}": people for month, people in sorted(arrivals.items())}


def _text(value: Decimal) -> str:
    return f"{value.normalize():f}"
