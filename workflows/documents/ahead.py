"""Letters before they are sent: what a decision that is kept would tell the affiliate, made as the document is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from workflows.documents.builders.award_letter import letter_of
from workflows.documents.contexts.award_letter import AwardLetter
from workflows.enrollments.models import Enrollment
from workflows.funding.answers import year_end
from workflows.funding.conditions.models import AwardCondition
from workflows.funding.conditions.operations import planned_conditions
from workflows.funding.models import FundingSource, Payment, Restriction
from workflows.funding.operations import award_number
from workflows.reviews.staging.models import StagedDecision


@dataclass(frozen=True, slots=True)
class PlannedAward:
    """The award that an announcement at `awarded_at` would make; no payment is scheduled yet."""

    enrollment: Enrollment
    number: str
    amount: Decimal
    source: FundingSource
    restriction: Restriction
    starts_on: date
    ends_on: date
    conditions: Sequence[AwardCondition]
    awarded_at: datetime
    awarded_by_id: int
    payments: Sequence[Payment] = ()


def award_letter_ahead(session: Session, staged: StagedDecision, *, by_id: int, now: datetime) -> AwardLetter | None:
    """What the award letter would show if `by_id` announced it now; None for a decision that makes no award."""
    if staged.amount is None or staged.starts_on is None:
        return None
    award = PlannedAward(
        enrollment=staged.proposal.enrollment,
        number=award_number(staged.proposal, now=now),
        amount=staged.amount,
        source=staged.source,
        restriction=staged.restriction,
        starts_on=staged.starts_on,
        ends_on=year_end(staged.starts_on),
        conditions=planned_conditions(staged.planned_conditions, by_id=by_id, now=now),
        awarded_at=now,
        awarded_by_id=by_id,
    )
    return letter_of(session, award, amount=award.amount, ends_on=award.ends_on)
