"""Proposals as pages and rules need them, each with its loading stated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission
from workflows.proposals.budget.models import BudgetLine
from workflows.proposals.goals.models import Goal, WatchedIndicator
from workflows.proposals.models import Proposal, ProposalSection, ProposalState


def _whole() -> tuple[ORMOption, ...]:
    return (
        joinedload(Proposal.enrollment, innerjoin=True),
        joinedload(Proposal.framework),
        selectinload(Proposal.sections),
        selectinload(Proposal.goals).joinedload(Goal.indicator),
        selectinload(Proposal.watched).joinedload(WatchedIndicator.indicator),
        joinedload(Proposal.data_facts),
        selectinload(Proposal.budget_lines),
        selectinload(Proposal.reviews),
        selectinload(Proposal.snapshots),
    )


def get_proposal(session: Session, proposal_id: int, *, fresh: bool = False) -> Proposal:
    """With enrollment (cohort, affiliate), framework, sections, goals and indicators, budget lines, reviews and
    snapshots; raises NotFound. `fresh` reads everything again, over what this session already holds."""
    wanted = select(Proposal).where(Proposal.id == proposal_id).options(*_whole())
    found = session.scalar(wanted.execution_options(populate_existing=fresh))
    if found is None:
        raise NotFound()
    return found


def get_proposal_at_the_gate(session: Session, proposal_id: int) -> Proposal:
    """With enrollment and reviews alone: enough to say whose it is; raises NotFound."""
    wanted = select(Proposal).where(Proposal.id == proposal_id)
    loading = (joinedload(Proposal.enrollment, innerjoin=True), selectinload(Proposal.reviews))
    found = session.scalar(wanted.options(*loading))
    if found is None:
        raise NotFound()
    return found


def find_proposal_of(session: Session, enrollment_id: int) -> Proposal | None:
    """The one proposal of an enrollment, loaded as `get_proposal` does."""
    return session.scalar(select(Proposal).where(Proposal.enrollment_id == enrollment_id).options(*_whole()))


def get_goal(session: Session, goal_id: int) -> Goal:
    """With its whole proposal; raises NotFound."""
    proposal_id = session.scalar(select(Goal.proposal_id).where(Goal.id == goal_id))
    if proposal_id is None:
        raise NotFound()
    return next(goal for goal in get_proposal(session, proposal_id).goals if goal.id == goal_id)


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One line of the list, ready to show."""

    id: int
    affiliate: str
    cohort: str
    title: str
    state: ProposalState
    total: Decimal
    started_at: datetime
    submitted_at: datetime | None


_TOTAL = (
    select(func.coalesce(func.sum(BudgetLine.amount), Decimal(0)))
    .where(BudgetLine.proposal_id == Proposal.id)
    .correlate(Proposal)
    .scalar_subquery()
)
_ORDERS: dict[str, Any] = {
    "affiliate": Affiliate.name,
    "state": Proposal.state,
    "total": _TOTAL,
    "submitted": Proposal.submitted_at,
}
SORTS = frozenset(_ORDERS)


def list_proposals(
    session: Session,
    actor: Actor,
    *,
    state: ProposalState | None = None,
    words: str = "",
    sort: str = "submitted",
    newest_first: bool = True,
    first: int = 0,
    at_most: int = 25,
) -> Sequence[ProposalRow]:
    """One page of what this person may see, in the order asked for; the title is the draft's own."""
    order = _ORDERS[sort]
    order = order.desc().nulls_last() if newest_first else order.asc().nulls_last()
    listed = (
        _listed(select(Proposal, _TOTAL.label("total"), ProposalSection.answers), actor, state, words)
        .outerjoin(ProposalSection, (ProposalSection.proposal_id == Proposal.id) & (ProposalSection.name == "story"))
        .options(selectinload(Proposal.enrollment))
        .order_by(order, Proposal.id.desc())
        .offset(first)
        .limit(at_most)
    )
    return [
        ProposalRow(
            id=proposal.id,
            affiliate=proposal.enrollment.affiliate.name,
            cohort=proposal.enrollment.cohort.name,
            title=str((answers or {}).get("title") or "Untitled proposal"),
            state=proposal.state,
            total=total,
            started_at=proposal.started_at,
            submitted_at=proposal.submitted_at,
        )
        for proposal, total, answers in session.execute(listed)
    ]


def count_proposals(session: Session, actor: Actor, *, state: ProposalState | None = None, words: str = "") -> int:
    return session.scalar(_listed(select(func.count(Proposal.id)), actor, state, words)) or 0


def _listed(query: Select[Any], actor: Actor, state: ProposalState | None, words: str) -> Select[Any]:
    listed = (
        query.join(Enrollment, Enrollment.id == Proposal.enrollment_id)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .where(visible_to(actor, Permission.SEE_PROPOSAL))
    )
    if state is not None:
        listed = listed.where(Proposal.state == state)
    return listed.where(Affiliate.name.icontains(words, autoescape=True)) if words else listed
