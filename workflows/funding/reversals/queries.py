"""Reversals as pages need them, with their loading stated."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows.errors import NotFound
from workflows.funding.models import Award, Payment
from workflows.funding.reversals.models import PaymentReversal


def get_reversal(session: Session, reversal_id: int) -> PaymentReversal:
    """With its payment, the award and the enrollment; raises NotFound."""
    award = joinedload(PaymentReversal.payment, innerjoin=True).joinedload(Payment.award, innerjoin=True)
    found = session.scalar(
        select(PaymentReversal)
        .where(PaymentReversal.id == reversal_id)
        .options(award.joinedload(Award.enrollment, innerjoin=True), award.selectinload(Award.payments))
    )
    if found is None:
        raise NotFound()
    return found


def list_reversals(session: Session, award: Award) -> Sequence[PaymentReversal]:
    """Of all payments of the award, oldest first, with their payments."""
    rows = (
        select(PaymentReversal)
        .join(PaymentReversal.payment)
        .where(Payment.award_id == award.id)
        .options(joinedload(PaymentReversal.payment, innerjoin=True))
    )
    return session.scalars(rows.order_by(PaymentReversal.id)).all()
