"""What staff decide about a cohort, checked and frozen."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from workflows.cohorts.answers import COMMITMENT_TEXT, CONFIRM_ABOVE_USUAL, GRACE_HOURS_USUAL
from workflows.cohorts.models import CohortKind, CompletionRule, RecordingCheck


@dataclass(frozen=True, slots=True)
class CohortTerms:
    """The columns of a cohort that a person sets; deadlines are aware UTC, amounts are US dollars."""

    name: str
    program: str
    kind: CohortKind
    framework_id: int
    time_zone: str
    starts_on: date
    ends_on: date
    seats: int
    award_budget: Decimal
    award_ceiling: Decimal
    completion_rule: CompletionRule
    attendance_percent: int
    proposals_due_at: datetime
    minimum_reviews: int
    waiting_places: int = 0
    commitments_due_at: datetime | None = None
    commitment_text: str = COMMITMENT_TEXT
    recording_check: RecordingCheck = RecordingCheck.NONE
    requires_partner: bool = False
    requires_papers: bool = False
    allows_core_costs: bool = True
    pilot_id: int | None = None
    proposals_grace_hours: int = GRACE_HOURS_USUAL
    confirm_above: Decimal | None = CONFIRM_ABOVE_USUAL

    def as_columns(self) -> dict[str, Any]:
        return asdict(self)
