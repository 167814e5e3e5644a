"""What waits for a decision and what was decided, each a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.people.models import Affiliate, User
from workflows.permissions import Actor, Permission
from workflows.proposals.models import Proposal
from workflows.reviews.models import Decision, Review
from workflows.stages import Stage


@dataclass(frozen=True, slots=True)
class Order:
    """By which column, a name of `WAITING_SORTS` or `DECIDED_SORTS`; unsorted when empty."""

    sort: str = ""
    descending: bool = False


_WAITING: dict[str, Any] = {"affiliate": Affiliate.name, "submitted": Enrollment.stage_since}
_DECIDED: dict[str, Any] = {
    "affiliate": Affiliate.name,
    "outcome": Decision.outcome,
    "amount": func.coalesce(Decision.amount, 0),
    "when": Decision.decided_at,
    "by": User.name,
}
WAITING_SORTS, DECIDED_SORTS = frozenset(_WAITING), frozenset(_DECIDED)


def list_in_review(
    session: Session, actor: Actor, order: Order | None = None, *, offset: int = 0, at_most: int = 25
) -> Sequence[Proposal]:
    """A page of what waits for a decision, with the reviews; unless sorted, the longest waiting first."""
    rows = _in_review(select(Proposal), actor).options(
        contains_eager(Proposal.enrollment).options(
            contains_eager(Enrollment.affiliate), joinedload(Enrollment.cohort, innerjoin=True)
        ),
        selectinload(Proposal.sections),
        selectinload(Proposal.budget_lines),
        selectinload(Proposal.budget_indirect),
        selectinload(Proposal.reviews).selectinload(Review.scores),
    )
    rows = rows.order_by(*_by(order, _WAITING), Enrollment.stage_since, Enrollment.id)
    return session.scalars(rows.offset(offset).limit(at_most)).unique().all()


def count_in_review(session: Session, actor: Actor) -> int:
    return session.scalar(_in_review(select(func.count(Proposal.id)), actor)) or 0


def _in_review(rows: Select[Any], actor: Actor) -> Select[Any]:
    return (
        rows.select_from(Proposal)
        .join(Proposal.enrollment)
        .join(Enrollment.affiliate)
        .where(Enrollment.stage == Stage.IN_REVIEW, visible_to(actor, Permission.SEE_REVIEWS))
    )


def list_decisions(
    session: Session, actor: Actor, order: Order | None = None, *, offset: int = 0, at_most: int = 25
) -> Sequence[tuple[Decision, str]]:
    """A page of decisions with affiliate and title, each with who decided; unless sorted, newest first."""
    proposal = contains_eager(Decision.proposal)
    columns: Sequence[Any] = (Decision, User.name)
    rows = _decided(select(*columns), actor).options(
        proposal.contains_eager(Proposal.enrollment).contains_eager(Enrollment.affiliate),
        proposal.selectinload(Proposal.sections),
    )
    rows = rows.order_by(*_by(order, _DECIDED), Decision.decided_at.desc(), Decision.id.desc())
    return [(decision, name) for decision, name in session.execute(rows.offset(offset).limit(at_most)).unique()]


def count_decisions(session: Session, actor: Actor) -> int:
    return session.scalar(_decided(select(func.count(Decision.id)), actor)) or 0


def _decided(rows: Select[Any], actor: Actor) -> Select[Any]:
    return (
        rows.select_from(Decision)
        .join(User, User.id == Decision.decided_by_id)
        .join(Proposal, Proposal.id == Decision.proposal_id)
        .join(Enrollment, Enrollment.id == Proposal.enrollment_id)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .where(visible_to(actor, Permission.SEE_REVIEWS))
    )


def _by(order: Order | None, columns: dict[str, Any]) -> list[Any]:
    if order is None or order.sort not in columns:
        return []
    column = columns[order.sort]
    return [column.desc() if order.descending else column.asc()]
