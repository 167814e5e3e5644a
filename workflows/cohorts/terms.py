"""What staff decide about a cohort, checked and frozen."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from workflows.cohorts.models import CohortKind, CompletionRule


@dataclass(frozen=True, slots=True)
class CohortTerms:
    """The columns of a cohort that a person sets; `proposals_due_at` is aware UTC, amounts are US dollars."""

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

    def as_columns(self) -> dict[str, Any]:
        return asdict(self)
