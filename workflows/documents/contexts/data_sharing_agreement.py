"""What a data-sharing agreement shows; the clauses themselves are words in the template."""

from dataclasses import dataclass

from workflows.documents.contexts.common import Paper, Party, Signature


@dataclass(frozen=True, slots=True)
class SharedField:
    """One group of fields that may be shared, and what for."""

    data: str
    fields: str
    reason: str


@dataclass(frozen=True, slots=True)
class DataAccess:
    """Who may see what."""

    role: str
    sees: str


@dataclass(frozen=True, slots=True)
class DataSharingAgreement:
    """The agreement on data between network and affiliate: what is shared, who sees it, and how it ends."""

    paper: Paper
    network: Party
    affiliate: Party
    agreement_number: str
    purpose: str
    basis: str
    period_start: str
    period_end: str
    population: str
    shared: tuple[SharedField, ...]
    direction: str
    frequency: str
    permitted: tuple[str, ...]
    prohibited: tuple[str, ...]
    de_identification: str
    suppression: str
    access: tuple[DataAccess, ...]
    transfer: str
    onward: str
    consent: str
    quality: str
    breach_notice: str  # "72 hours"
    retention: str
    destruction: str
    review_on: str
    termination_notice: str  # "30 days"
    governing_law: str
    signatures: tuple[Signature, ...]
