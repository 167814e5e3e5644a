"""What a condition says, and its limits."""

from dataclasses import dataclass
from datetime import date

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
