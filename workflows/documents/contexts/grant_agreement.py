"""What a grant agreement shows; the clauses themselves are words in the template."""

from dataclasses import dataclass

from workflows.documents.contexts.common import (
    AwardCondition,
    Budget,
    GoalLine,
    Paper,
    Party,
    PaymentLine,
    ReportLine,
    Signature,
)


@dataclass(frozen=True, slots=True)
class DataDue:
    """Data the affiliate submits."""

    what: str
    how: str
    when: str


@dataclass(frozen=True, slots=True)
class FederalElement:
    """One element a federal subaward must state (2 CFR 200.332(b)(1))."""

    name: str
    value: str
    citation: str


@dataclass(frozen=True, slots=True)
class GrantAgreement:
    """The agreement between network and affiliate. `federal` is empty for private money."""

    paper: Paper
    network: Party
    affiliate: Party
    award_number: str
    award_kind: str
    purpose: str
    period_start: str
    period_end: str
    amount: str
    funding_source: str
    restriction: str
    conditions: tuple[AwardCondition, ...]
    goals: tuple[GoalLine, ...]
    budget: Budget
    payment_method: str
    payments: tuple[PaymentLine, ...]
    payments_total: str
    indirect_rate: str
    match_required: str
    reports: tuple[ReportLine, ...]
    data_due: tuple[DataDue, ...]
    data_agreement: str  # the data-sharing agreement's number and date
    free_transfer: str  # "10%"
    extension_notice: str  # "30 days"
    retention: str  # "three years"
    termination_notice: str  # "30 days"
    governing_law: str
    federal: tuple[FederalElement, ...]
    signatures: tuple[Signature, ...]
