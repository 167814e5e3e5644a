"""Holds as pages and rules need them, each with its loading stated."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows.errors import NotFound
from workflows.funding.conditions.rules import open_holds
from workflows.funding.holds.models import PaymentHold
from workflows.funding.holds.rules import Hold, HoldFacts, holds_of
from workflows.funding.ledger.models import SPENDING, LedgerEntry
from workflows.funding.models import Award, Payment, PaymentState
from workflows.reporting.models import Report

LIVE = frozenset({PaymentState.SCHEDULED, PaymentState.REQUESTED, PaymentState.APPROVED})


def facts_of(session: Session, award: Award) -> HoldFacts:
    """Everything the rules of holding look at; a fixed number of queries."""
    open_ones = select(PaymentHold).where(PaymentHold.award_id == award.id, PaymentHold.released_at.is_(None))
    owed = select(Report).where(Report.award_id == award.id).order_by(Report.due_at, Report.id)
    spent = select(func.sum(LedgerEntry.amount)).where(LedgerEntry.award_id == award.id, LedgerEntry.kind.in_(SPENDING))
    return HoldFacts(
        by_hand=session.scalars(open_ones.order_by(PaymentHold.id)).all(),
        reports=session.scalars(owed).all(),
        conditions=open_holds(award),
        spent=session.scalar(spent) or HoldFacts().spent,
    )


def list_holds(session: Session, payment: Payment, *, now: datetime) -> tuple[Hold, ...]:
    """What holds this payment now."""
    return holds_of(payment, facts_of(session, payment.award), now=now)


def list_holds_by_payment(session: Session, award: Award, *, now: datetime) -> Mapping[int, tuple[Hold, ...]]:
    """By id, for the payments that still have to move; the award's payments have to be loaded."""
    facts = facts_of(session, award)
    return {p.id: holds_of(p, facts, now=now) for p in award.payments if p.state in LIVE}


def get_hold(session: Session, hold_id: int) -> PaymentHold:
    """With its award and payment; raises NotFound."""
    award = joinedload(PaymentHold.award, innerjoin=True)
    found = session.scalar(
        select(PaymentHold)
        .where(PaymentHold.id == hold_id)
        .options(award.joinedload(Award.enrollment, innerjoin=True), joinedload(PaymentHold.payment))
    )
    if found is None:
        raise NotFound()
    return found


def list_hold_history(session: Session, award: Award) -> Sequence[PaymentHold]:
    """Every hold that was put by hand on payments of the award, newest first, with its payment."""
    rows = select(PaymentHold).where(PaymentHold.award_id == award.id).options(joinedload(PaymentHold.payment))
    return session.scalars(rows.order_by(PaymentHold.id.desc())).all()
