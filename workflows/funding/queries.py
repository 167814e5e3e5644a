"""Awards and payments as pages and rules need them, each with its loading stated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.funding import waits
from workflows.funding.holds.models import PaymentHold
from workflows.funding.models import Award, FundingSource, Payment, PaymentState, Restriction
from workflows.funding.portfolio.risk import risk_tier
from workflows.funding.reversals.models import PaymentReversal
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission
from workflows.stages import Stage

AGREEMENT = waits.AGREEMENT
_ORDERS: dict[str, Any] = {
    "affiliate": Affiliate.name,
    "amount": Award.amount,
    "scheduled": Award.scheduled_amount,
    "starts_on": Award.starts_on,
}
SORTS = frozenset(_ORDERS)


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
class AwardFilter:
    """What the list of awards shows; None and empty words leave a column open. `waits` is a name of `waits.WAITS`."""

    cohort_id: int | None = None
    source: FundingSource | None = None
    restriction: Restriction | None = None
    stage: Stage | None = None
    risk: str = ""
    waits: str = ""
    words: str = ""
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class AwardLine:
    """One award of the list, in US dollars, with what waits and for whom."""

    award: Award
    paid: Decimal
    free: Decimal
    next_payment: Payment | None
    waits_for: str


def list_awards(
    session: Session, actor: Actor, wanted: AwardFilter, *, offset: int = 0, at_most: int = 25
) -> Sequence[AwardLine]:
    """A page of the awards this person may see, by affiliate unless sorted by one of `SORTS`."""
    column = _ORDERS.get(wanted.sort, Affiliate.name)
    rows = (
        _chosen(select(Award, waits.waits_for()), wanted, actor)
        .options(
            contains_eager(Award.enrollment).contains_eager(Enrollment.affiliate),
            contains_eager(Award.enrollment).contains_eager(Enrollment.cohort),
            selectinload(Award.payments),
        )
        .order_by(column.desc() if wanted.descending else column, Award.id)
        .offset(offset)
        .limit(at_most)
    )
    return [line_of(award, waits_for=waits.WAIT_WORDS[name]) for award, name in session.execute(rows).unique()]


def count_awards(session: Session, actor: Actor, wanted: AwardFilter) -> int:
    return session.scalar(_chosen(select(func.count(Award.id)), wanted, actor)) or 0


def list_cohorts_of_awards(session: Session, actor: Actor) -> Sequence[tuple[int, str]]:
    """(id, name) of every cohort in which this person sees an award, by name."""
    columns: Sequence[Any] = (Cohort.id, Cohort.name)
    rows = _chosen(select(*columns), AwardFilter(), actor).distinct().order_by(Cohort.name)
    return [(cohort_id, name) for cohort_id, name in session.execute(rows)]


def _chosen(rows: Select[Any], wanted: AwardFilter, actor: Actor) -> Select[Any]:
    rows = (
        rows.select_from(Award)
        .join(Award.enrollment)
        .join(Enrollment.affiliate)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(visible_to(actor, Permission.SEE_FUNDING))
    )
    chosen: tuple[tuple[Any, object], ...] = (
        (Enrollment.cohort_id, wanted.cohort_id),
        (Enrollment.stage, wanted.stage),
        (Award.source, wanted.source),
        (Award.restriction, wanted.restriction),
        (risk_tier(), wanted.risk or None),
        (waits.waits_for(), wanted.waits or None),
    )
    rows = rows.where(*(column == value for column, value in chosen if value is not None))
    for word in wanted.words.split():
        rows = rows.where(Affiliate.name.icontains(word, autoescape=True))
    return rows


def line_of(award: Award, *, waits_for: str) -> AwardLine:
    """The award's figures, with the words of what it waits for; its payments have to be loaded."""
    unpaid = [p for p in award.payments if p.state not in (PaymentState.PAID, PaymentState.CANCELLED)]
    return AwardLine(
        award=award,
        paid=award.paid_amount,
        free=award.free_amount,
        next_payment=min(unpaid, key=lambda p: (p.due_on, p.number), default=None),
        waits_for=waits_for,
    )


def list_people_of_award(
    award: Award, holds: Sequence[PaymentHold] = (), reversals: Sequence[PaymentReversal] = ()
) -> frozenset[int]:
    """The ids of everybody who signed, requested, approved, held or reversed; needs signatures and payments."""
    found = [signature.signer_id for signature in award.signatures]
    found += [who for p in award.payments for who in (p.requested_by_id, p.approved_by_id) if who]
    found += [who for hold in holds for who in (hold.held_by_id, hold.released_by_id) if who]
    found += [who for one in reversals for who in (one.asked_by_id, one.confirmed_by_id) if who]
    return frozenset(found)
