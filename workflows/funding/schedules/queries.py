"""The method of an award, with its loading stated."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.funding.models import Award
from workflows.funding.schedules.models import PaymentPlan


def find_plan(session: Session, award: Award) -> PaymentPlan | None:
    """The method and the version of the schedule, or None while nobody saved one."""
    return session.scalar(select(PaymentPlan).where(PaymentPlan.award_id == award.id))
