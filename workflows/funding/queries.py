"""Awards and payments as pages and rules need them, each with its loading stated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from workflows.cohorts.models import Cohort
from workflows.documents.models import Document
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.funding.federal.checks import list_gaps
from workflows.funding.holds.models import PaymentHold
from workflows.funding.lifecycle import ENDED_EARLY
from workflows.funding.models import Award, Payment, PaymentState
from workflows.funding.reversals.models import PaymentReversal
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission
from workflows.signing.models import Side
from workflows.stages import Stage

AGREEMENT = "grant_agreement"
_ORDERS = {
    "affiliate": Affiliate.name,
    "amount": Award.amount,
    "scheduled": Award.scheduled_amount,
    "starts_on": Award.starts_on,
}


def get_award(session: Session, award_id: int) -> Award:
    """With enrollment, payments, and signatures with their signers; raises NotFound."""
    return _one(session, select(Award).where(Award.id == award_id))


def get_payment(session: Session, payment_id: int) -> Payment:
    """With its reversals, its award, the award's payments, and the enrollment; raises NotFound."""
    award = joinedload(Payment.award, innerjoin=True)
    found = session.scalar(
        select(Payment)
        .where(Payment.id == payment_id)
        .options(
            award.joinedload(Award.enrollment, innerjoin=True),
            award.selectinload(Award.payments),
            selectinload(Payment.reversals),
        )
    )
    if found is None:
        raise NotFound()
    return found


def find_award(session: Session, enrollment: Enrollment) -> Award | None:
    """The award of the enrollment with payments and signatures, or None before the decision."""
    try:
        return _one(session, select(Award).where(Award.enrollment_id == enrollment.id))
    except NotFound:
        return None


def _one(session: Session, wanted: Select[Award]) -> Award:
    loading = (
        joinedload(Award.enrollment, innerjoin=True),
        selectinload(Award.payments),
        selectinload(Award.signatures),
        selectinload(Award.conditions),
        joinedload(Award.federal),
    )
    found = session.scalar(wanted.options(*loading))
    if found is None:
        raise NotFound()
    return found


def list_years_to_begin(session: Session, *, now: datetime) -> Sequence[Enrollment]:
    """Funded enrollments with an approved payment whose first day may have come somewhere in the country."""
    tomorrow = (now + timedelta(days=1)).date()
    ready = (
        select(Enrollment)
        .join(Enrollment.award)
        .where(
            Enrollment.stage == Stage.FUNDED,
            Enrollment.first_payment_approved_at.is_not(None),
            Award.starts_on <= tomorrow,
        )
        .options(contains_eager(Enrollment.award))
        .order_by(Enrollment.id)
    )
    return session.scalars(ready).unique().all()


@dataclass(frozen=True, slots=True)
class AwardLine:
    """One award of the list, in US dollars, with what waits and for whom."""

    award: Award
    paid: Decimal
    free: Decimal
    next_payment: Payment | None
    waits_for: str


def list_awards(
    session: Session, actor: Actor, *, order: str, descending: bool, offset: int, at_most: int
) -> Sequence[AwardLine]:
    """A page of the awards this person may see; `order` is one of affiliate, amount, scheduled, starts_on."""
    column = _ORDERS.get(order, Affiliate.name)
    wanted = (
        _visible(actor)
        .options(
            contains_eager(Award.enrollment).contains_eager(Enrollment.affiliate),
            contains_eager(Award.enrollment).contains_eager(Enrollment.cohort),
            selectinload(Award.payments),
            selectinload(Award.signatures),
            joinedload(Award.federal),
        )
        .order_by(column.desc() if descending else column, Award.id)
        .offset(offset)
        .limit(at_most)
    )
    awards = session.scalars(wanted).unique().all()
    made = select(Document.subject_id).where(
        Document.kind == AGREEMENT, Document.subject_id.in_([award.id for award in awards])
    )
    with_agreement = set(session.scalars(made))
    return [line_of(award, has_agreement=award.id in with_agreement) for award in awards]


def count_awards(session: Session, actor: Actor) -> int:
    counted = _visible(actor).with_only_columns(func.count(Award.id)).order_by(None)
    return session.scalar(counted) or 0


def _visible(actor: Actor) -> Select[Award]:
    return (
        select(Award)
        .join(Award.enrollment)
        .join(Enrollment.affiliate)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(visible_to(actor, Permission.SEE_FUNDING))
    )


def line_of(award: Award, *, has_agreement: bool) -> AwardLine:
    """The award's figures; its payments and signatures have to be loaded."""
    unpaid = [p for p in award.payments if p.state not in (PaymentState.PAID, PaymentState.CANCELLED)]
    return AwardLine(
        award=award,
        paid=award.paid_amount,
        free=award.free_amount,
        next_payment=min(unpaid, key=lambda p: (p.due_on, p.number), default=None),
        waits_for=_waits_for(award, unpaid, has_agreement=has_agreement),
    )


def _waits_for(award: Award, unpaid: Sequence[Payment], *, has_agreement: bool) -> str:
    """The next thing somebody does; empty when the award only runs."""
    states = {payment.state for payment in unpaid}
    signed = {signature.side for signature in award.signatures}
    is_signed = award.enrollment.agreement_signed_at is not None
    rules = (
        (award.enrollment.stage in ENDED_EARLY, ""),
        (award.enrollment.stage is Stage.AWARDED and not has_agreement, "The agreement is being made"),
        (not is_signed and bool(list_gaps(award)), "The federal information"),
        (not is_signed and Side.AFFILIATE not in signed, "The affiliate’s signature"),
        (not is_signed and Side.NETWORK not in signed, "The national office’s signature"),
        (PaymentState.REQUESTED in states, "A payment’s approval"),
        (PaymentState.APPROVED in states, "A payment to record as paid"),
        (award.free_amount > 0, "The schedule of payments"),
        (
            PaymentState.SCHEDULED in states and award.enrollment.first_payment_approved_at is None,
            "The first payment’s request",
        ),
    )
    return next((words for applies, words in rules if applies), "")


def list_people_of_award(
    award: Award, holds: Sequence[PaymentHold] = (), reversals: Sequence[PaymentReversal] = ()
) -> frozenset[int]:
    """The ids of everybody who signed, requested, approved, held or reversed; needs signatures and payments."""
    found = [signature.signer_id for signature in award.signatures]
    found += [who for p in award.payments for who in (p.requested_by_id, p.approved_by_id) if who]
    found += [who for hold in holds for who in (hold.held_by_id, hold.released_by_id) if who]
    found += [who for one in reversals for who in (one.asked_by_id, one.confirmed_by_id) if who]
    return frozenset(found)
