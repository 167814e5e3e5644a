"""Risk assessments as pages need them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows.funding.risk.models import RiskAssessment


def list_assessments(session: Session, enrollment_id: int) -> Sequence[RiskAssessment]:
    """Newest first, each with who made it."""
    made = select(RiskAssessment).where(RiskAssessment.enrollment_id == enrollment_id)
    newest = made.order_by(RiskAssessment.number.desc())
    return session.scalars(newest.options(joinedload(RiskAssessment.assessed_by))).all()


def find_assessment(session: Session, enrollment_id: int) -> RiskAssessment | None:
    """The one that counts, or None before the first."""
    made = select(RiskAssessment).where(RiskAssessment.enrollment_id == enrollment_id)
    return session.scalar(made.order_by(RiskAssessment.number.desc()).limit(1))
