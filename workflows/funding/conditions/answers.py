"""What a condition says, and its limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflows.reviews.answers import PlannedCondition

CONDITION_MAX = 1000
REMEDY_MAX = 1000
REASON_MAX = 1000
APPEAL_MAX = 500
LIFTED_MAX = 2000
USUAL_REMEDY = "Show the program manager that it is met."
USUAL_APPEAL = "Write to the program manager within 30 days and say what should be looked at again."


@dataclass(frozen=True, slots=True)
class ConditionAnswers:
    """One condition as it is typed. Reason, day and appeal are what federal money asks a notice to say (200.208)."""

    text: str
    remedy: str
    holds_payment: bool
    reason: str = ""
    due_on: date | None = None
    appeal: str = ""


def in_one_text(planned: Sequence[PlannedCondition]) -> str:
    """The conditions of a decision as its record keeps them, a line each."""
    return "\n".join(f"{one.text} Lifted when: {one.lifted_by}" if one.lifted_by else one.text for one in planned)
