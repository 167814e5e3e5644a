"""A decision as somebody types it, before it is kept, and how both versions of it read side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from workflows.funding.models import FundingSource, Restriction
from workflows.money import dollars
from workflows.reviews.answers import PlannedCondition, conditions_text
from workflows.reviews.models import Outcome
from workflows.reviews.staging.models import StagedDecision

WORDS: dict[Outcome, str] = {
    Outcome.APPROVE: "Approve",
    Outcome.REQUEST_CHANGES: "Ask for changes",
    Outcome.DECLINE: "Decline with feedback",
}


@dataclass(frozen=True, slots=True)
class DecisionPlan:
    """What is decided. An approval names US dollars and the first day, a request for changes its sections."""

    outcome: Outcome
    feedback: str = ""
    amount: Decimal | None = None
    starts_on: date | None = None
    source: FundingSource = FundingSource.PRIVATE
    restriction: Restriction = Restriction.RESTRICTED
    conditions: tuple[PlannedCondition, ...] = ()
    requests: Mapping[str, str] = field(default_factory=dict)

    def as_columns(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome,
            "feedback": self.feedback.strip(),
            "amount": self.amount,
            "starts_on": self.starts_on,
            "source": self.source,
            "restriction": self.restriction,
            "conditions": [asdict(condition) for condition in self.conditions],
            "requests": dict(self.requests),
        }

    def in_words(self) -> dict[str, str]:
        """Each part by its label; what a decision of this kind does not have is left out."""
        told = {
            "Decision": WORDS[self.outcome],
            "Amount": dollars(self.amount) if self.amount is not None else "",
            "First day": self.starts_on.isoformat() if self.starts_on else "",
            "Conditions": conditions_text(self.conditions),
            "What to change": "\n".join(f"{name}: {words}" for name, words in self.requests.items()),
            "Words for the affiliate": self.feedback.strip(),
        }
        return {label: words for label, words in told.items() if words}


def plan_of(staged: StagedDecision) -> DecisionPlan:
    """The decision as it is kept."""
    return DecisionPlan(
        outcome=staged.outcome,
        feedback=staged.feedback,
        amount=staged.amount,
        starts_on=staged.starts_on,
        source=staged.source,
        restriction=staged.restriction,
        conditions=staged.planned_conditions,
        requests=staged.requests,
    )


def suggest_feedback(texts: Sequence[tuple[str, str]]) -> str:
    """Words to begin with, from each review's (strengths, questions): in the order of the alphabet, without names."""
    strengths = _listed([strengths for strengths, _ in texts])
    questions = _listed([questions for _, questions in texts])
    parts = [
        f"What the reviewers found strong:\n{strengths}" if strengths else "",
        f"Questions they had:\n{questions}" if questions else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _listed(texts: Sequence[str]) -> str:
    return "\n".join(sorted({f"- {' '.join(text.split())}" for text in texts if text.strip()}))
