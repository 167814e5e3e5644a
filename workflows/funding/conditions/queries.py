"""Conditions as pages need them."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows.errors import NotFound
from workflows.funding.conditions.models import AwardCondition
from workflows.funding.models import Award


def get_condition(session: Session, condition_id: int) -> AwardCondition:
    """With its award, the award's signatures, and the enrollment; raises NotFound."""
    award = joinedload(AwardCondition.award, innerjoin=True)
    found = session.scalar(
        select(AwardCondition)
        .where(AwardCondition.id == condition_id)
        .options(award.joinedload(Award.enrollment, innerjoin=True), award.selectinload(Award.signatures))
    )
    if found is None:
        raise NotFound()
    return found
