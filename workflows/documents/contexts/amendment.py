"""What an amendment letter shows."""

from dataclasses import dataclass

from workflows.documents.contexts.common import Paper, Party, Person, Signature


@dataclass(frozen=True, slots=True)
class ChangedTerm:
    """One term of the award with its value before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AmendmentLetter:
    """What changes in an agreed plan, from when, and why; `signatures` is empty where nobody signs."""

    paper: Paper
    addressee: Person
    affiliate: Party
    award_number: str
    amendment_number: str
    kind: str
    about: str
    track: str
    track_reasons: tuple[str, ...]
    requested_by: str
    requested_on: str
    reason: str
    evidence: str
    effects: str
    changes: tuple[ChangedTerm, ...]
    effective_on: str
    amount: str
    period: str
    conditions: tuple[str, ...]
    decided_on: str
    signed_by: Person
    signatures: tuple[Signature, ...]
