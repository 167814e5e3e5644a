"""What an award letter shows."""

from dataclasses import dataclass

from workflows.documents.contexts.common import (
    GoalLine,
    Paper,
    Party,
    PaymentLine,
    Person,
    ReportLine,
    Signature,
)


@dataclass(frozen=True, slots=True)
class AwardCondition:
    """A specific condition: its nature, reason, fix, time and appeal (2 CFR 200.208)."""

    condition: str
    reason: str
    remedy: str
    due_on: str
    appeal: str


@dataclass(frozen=True, slots=True)
class AwardLetter:
    """The good news, with everything the affiliate needs in order to say yes."""

    paper: Paper
    addressee: Person
    affiliate: Party
    award_number: str
    award_kind: str
    amount: str
    funding_source: str
    restriction: str
    period: str
    payments: tuple[PaymentLine, ...]
    payments_total: str
    conditions: tuple[AwardCondition, ...]
    goals: tuple[GoalLine, ...]
    reports: tuple[ReportLine, ...]
    coach: Person
    free_changes: tuple[str, ...]
    changes_to_ask: tuple[str, ...]
    accept_by: str
    signed_by: Person
    acceptance: Signature
