"""What a closeout report shows."""

from dataclasses import dataclass

from workflows.documents.contexts.common import Certification, ClientVoice, DataDecision, Paper, Spending
from workflows.documents.values import Picture


@dataclass(frozen=True, slots=True)
class FinalResult:
    """Where a goal ended, said honestly; small cells arrive already suppressed."""

    number: str
    sentence: str
    indicator_code: str
    indicator_name: str
    baseline: str
    original_target: str
    final_target: str
    final: str
    numerator: str
    denominator: str
    n: str
    points: str  # "Q1 50% · Q2 53% · Q3 57%"
    result: str  # "Met", "Partly met", "Not met"
    chart: Picture | None
    account: str


@dataclass(frozen=True, slots=True)
class CapacityChange:
    """One self-assessment dimension, means from 1 to 5."""

    dimension: str
    before: str
    after: str
    at_twelve_months: str


@dataclass(frozen=True, slots=True)
class EquipmentItem:
    """Something bought that outlives the award."""

    item: str
    cost: str
    stays_with: str


@dataclass(frozen=True, slots=True)
class DataDisposition:
    """What became of one kind of data."""

    data: str
    disposition: str
    done_on: str


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice others might take up."""

    title: str
    domain: str
    innovation: str
    effect: str
    replicable: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A measurement agreed for after the award."""

    when: str
    measure: str
    who: str


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One line of the closeout checklist."""

    item: str
    state: str
    signed_off: str


@dataclass(frozen=True, slots=True)
class CloseoutReport:
    """The year's end: what changed, what was learned, what remains."""

    paper: Paper
    award_number: str
    period: str
    as_of: str
    headline: str
    results: tuple[FinalResult, ...]
    worked: str
    did_not_work: str
    cost_per_outcome: str
    capacity: tuple[CapacityChange, ...]
    decisions: tuple[DataDecision, ...]
    voice: ClientVoice
    spending: Spending
    unspent: str
    equipment: tuple[EquipmentItem, ...]
    data: tuple[DataDisposition, ...]
    data_agreement: str
    access_removed: str
    sustaining_owner: str
    sustaining_funding: str
    tools_kept: str
    practices: tuple[Practice, ...]
    follow_ups: tuple[FollowUp, ...]
    feedback: str
    checklist: tuple[ChecklistItem, ...]
    suppression_note: str
    certification: Certification
