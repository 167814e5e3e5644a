"""Holding an award and its payments, always in the same order: the year, its award, its payments."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.db import lock
from workflows.funding.models import Award, Payment


def hold_award(award: Award, *, session: Session) -> None:
    """The year first, then its award: everybody takes them in this order, so that nobody waits in a circle."""
    lock(session, award.enrollment)
    lock(session, award)


def hold_schedule(award: Award, *, session: Session) -> None:
    """The award with all of its payments as they are saved now."""
    hold_award(award, session=session)
    rows = select(Payment).where(Payment.award_id == award.id).order_by(Payment.id).with_for_update()
    session.scalars(rows.execution_options(populate_existing=True)).all()
    session.refresh(award, ["payments"])


def hold_payment(payment: Payment, *, session: Session) -> None:
    hold_award(payment.award, session=session)
    lock(session, payment)
