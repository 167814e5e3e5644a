"""The list of seats: a reviewer's own, or everyone's for the national office, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.people.models import Affiliate, User
from workflows.permissions import Actor, Permission
from workflows.proposals.models import Proposal
from workflows.reviews.models import Review, ReviewState

OPEN = (ReviewState.ASSIGNED, ReviewState.SCORING)


@dataclass(frozen=True, slots=True)
class SeatFilter:
    """What the list shows; empty values leave a column open. `own` keeps to the actor's own seats."""

    own: bool = True
    state: ReviewState | None = None
    cohort_id: int | None = None
    words: str = ""
    sort: str = ""
    descending: bool = False


_IS_DONE = case((Review.state.in_(OPEN), 0), else_=1)
_ORDERS: dict[str, Any] = {
    "affiliate": Affiliate.name,
    "cohort": Cohort.name,
    "asked": Review.assigned_at,
    "state": Review.state,
    "reviewer": User.name,
}
SORTS = frozenset(_ORDERS)


def list_seats(
    session: Session, actor: Actor, wanted: SeatFilter | None = None, *, first: int = 0, at_most: int = 25
) -> Sequence[Review]:
    """One page of seats with affiliate, title, reviewer and scores: unless sorted, open ones first, then the newest."""
    wanted = wanted or SeatFilter()
    proposal = contains_eager(Review.proposal)
    rows = _chosen(select(Review), wanted, actor).options(
        proposal.contains_eager(Proposal.enrollment).options(
            contains_eager(Enrollment.affiliate), contains_eager(Enrollment.cohort)
        ),
        proposal.selectinload(Proposal.sections),
        proposal.selectinload(Proposal.reviews),
        contains_eager(Review.reviewer),
        selectinload(Review.scores),
    )
    order = _ORDERS.get(wanted.sort)
    if order is None:
        rows = rows.order_by(_IS_DONE, Review.assigned_at.desc(), Review.id.desc())
    else:
        rows = rows.order_by(order.desc() if wanted.descending else order.asc(), Review.id)
    return session.scalars(rows.offset(first).limit(at_most)).unique().all()


def count_seats(session: Session, actor: Actor, wanted: SeatFilter) -> int:
    return session.scalar(_chosen(select(func.count(Review.id)), wanted, actor)) or 0


def list_cohorts_of_seats(session: Session, actor: Actor, *, own: bool) -> Sequence[tuple[int, str]]:
    """(id, name) of every cohort in which the list has a seat, by name."""
    columns: Sequence[Any] = (Cohort.id, Cohort.name)
    rows = _chosen(select(*columns), SeatFilter(own=own), actor).distinct()
    return [(cohort_id, name) for cohort_id, name in session.execute(rows.order_by(Cohort.name))]


def _chosen(rows: Select[Any], wanted: SeatFilter, actor: Actor) -> Select[Any]:
    rows = (
        rows.select_from(Review)
        .join(Proposal, Proposal.id == Review.proposal_id)
        .join(Enrollment, Enrollment.id == Proposal.enrollment_id)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(User, User.id == Review.reviewer_id)
    )
    rows = rows.where(Review.reviewer_id == actor.id if wanted.own else visible_to(actor, Permission.SEE_REVIEWS))
    if wanted.state is not None:
        rows = rows.where(Review.state == wanted.state)
    if wanted.cohort_id is not None:
        rows = rows.where(Enrollment.cohort_id == wanted.cohort_id)
    for word in wanted.words.split():
        rows = rows.where(Affiliate.name.icontains(word, autoescape=True))
    return rows
