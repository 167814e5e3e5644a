"""What an award letter shows."""

from dataclasses import dataclass

from workflows.documents.contexts.common import (
    AwardCondition,
    GoalLine,
    Paper,
    Party,
    PaymentLine,
    Person,
    ReportLine,
    Signature,
)


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
