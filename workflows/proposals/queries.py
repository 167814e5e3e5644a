"""Proposals as pages and rules need them, each with its loading stated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, exists, false, func, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from workflows.db import MONEY
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission, Scope, scopes_of
from workflows.proposals.budget.models import BudgetIndirect, BudgetLine
from workflows.proposals.goals.models import Goal, WatchedIndicator
from workflows.proposals.models import Proposal, ProposalSection, ProposalState
from workflows.proposals.partners.models import Partner, PartnerState


def _whole() -> tuple[ORMOption, ...]:
    """One query a part; what is one row or few comes with the proposal itself."""
    partners = selectinload(Proposal.partners)
    return (
        joinedload(Proposal.enrollment, innerjoin=True),
        joinedload(Proposal.framework),
        joinedload(Proposal.data_facts),
        joinedload(Proposal.budget_indirect),
        joinedload(Proposal.budget_matches),
        joinedload(Proposal.waiting),
        selectinload(Proposal.sections),
        selectinload(Proposal.goals).joinedload(Goal.indicator),
        selectinload(Proposal.watched).joinedload(WatchedIndicator.indicator),
        selectinload(Proposal.budget_lines),
        selectinload(Proposal.extra_questions),
        selectinload(Proposal.papers),
        partners.joinedload(Partner.affiliate),
        partners.joinedload(Partner.letter),
        partners.selectinload(Partner.answers),
    )


def _find_whole(session: Session, which: ColumnElement[bool], *, fresh: bool = False) -> Proposal | None:
    wanted = select(Proposal).where(which).options(*_whole())
    return session.scalars(wanted.execution_options(populate_existing=fresh)).unique().one_or_none()


def get_proposal(session: Session, proposal_id: int, *, fresh: bool = False) -> Proposal:
    """The draft whole: enrollment (cohort, affiliate), framework, sections, goals and indicators, budget, partners with
    their answers, papers and texts that wait; raises NotFound. `fresh` reads everything again, over what this session
    already holds. Reviews, snapshots and requests for changes come when they are asked for: a draft has none."""
    found = _find_whole(session, Proposal.id == proposal_id, fresh=fresh)
    if found is None:
        raise NotFound()
    return found


def get_proposal_at_the_gate(session: Session, proposal_id: int) -> Proposal:
    """With enrollment, partners and the cohort's own questions alone: enough to say whose it is and what it asks; one
    query. Raises NotFound."""
    wanted = select(Proposal).where(Proposal.id == proposal_id)
    loading = (
        joinedload(Proposal.enrollment, innerjoin=True),
        joinedload(Proposal.partners),
        joinedload(Proposal.extra_questions),
    )
    found = session.scalars(wanted.options(*loading)).unique().one_or_none()
    if found is None:
        raise NotFound()
    return found


def get_proposal_with_snapshots(session: Session, proposal_id: int) -> Proposal:
    """With enrollment, reviews, snapshots and requests for changes: what was submitted, without the draft."""
    wanted = select(Proposal).where(Proposal.id == proposal_id)
    loading = (
        joinedload(Proposal.enrollment, innerjoin=True),
        selectinload(Proposal.reviews),
        selectinload(Proposal.snapshots),
        selectinload(Proposal.change_requests),
    )
    found = session.scalar(wanted.options(*loading))
    if found is None:
        raise NotFound()
    return found


def find_proposal_of(session: Session, enrollment_id: int) -> Proposal | None:
    """The one proposal of an enrollment, loaded as `get_proposal` does."""
    return _find_whole(session, Proposal.enrollment_id == enrollment_id)


def get_goal(session: Session, goal_id: int) -> Goal:
    """With its whole proposal; raises NotFound."""
    of_goal = select(Goal.proposal_id).where(Goal.id == goal_id).scalar_subquery()
    proposal = _find_whole(session, Proposal.id == of_goal)
    if proposal is None:
        raise NotFound()
    return next(goal for goal in proposal.goals if goal.id == goal_id)


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


_DIRECT = (
    select(func.coalesce(func.sum(BudgetLine.amount), Decimal(0)))
    .where(BudgetLine.proposal_id == Proposal.id)
    .correlate(Proposal)
    .scalar_subquery()
)
_INDIRECT = (
    select(func.coalesce(func.sum(BudgetIndirect.amount), Decimal(0)))
    .where(BudgetIndirect.proposal_id == Proposal.id)
    .correlate(Proposal)
    .scalar_subquery()
)
_TOTAL = type_coerce(_DIRECT + _INDIRECT, MONEY)
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
    mark: str = "",
    sort: str = "submitted",
    newest_first: bool = True,
    first: int = 0,
    at_most: int = 25,
) -> Sequence[ProposalRow]:
    """One page of what this person may see, in the order asked for; the title is the draft's own.

    `mark` is the key of one of the marks of innovative practice (see `answers.MARKS`).
    """
    order = _ORDERS[sort]
    order = order.desc().nulls_last() if newest_first else order.asc().nulls_last()
    listed = (
        _listed(select(Proposal, _TOTAL.label("total"), ProposalSection.answers), actor, state, words, mark)
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


def count_proposals(
    session: Session, actor: Actor, *, state: ProposalState | None = None, words: str = "", mark: str = ""
) -> int:
    return session.scalar(_listed(select(func.count(Proposal.id)), actor, state, words, mark)) or 0


def _carries(mark: str) -> ColumnElement[bool]:
    """Whether the mark is ticked: its key stands in quotes in the kept answers, which text of a person never does."""
    idea = aliased(ProposalSection)
    ticked = cast(idea.answers, Text).contains(f'"{mark}"', autoescape=True)
    return exists().where(idea.proposal_id == Proposal.id, idea.name == "approach", ticked).correlate(Proposal)


def _shared_with(actor: Actor) -> ColumnElement[bool]:
    """The clause over `proposals` for those that the actor's affiliates confirmed to be partners in."""
    if Scope.PARTNERS not in scopes_of(actor, Permission.SEE_PROPOSAL):
        return false()
    confirmed = (Partner.affiliate_id.in_(actor.affiliate_ids), Partner.state == PartnerState.CONFIRMED)
    return Proposal.id.in_(select(Partner.proposal_id).where(*confirmed))


def _listed(query: Select[Any], actor: Actor, state: ProposalState | None, words: str, mark: str) -> Select[Any]:
    listed = (
        query.join(Enrollment, Enrollment.id == Proposal.enrollment_id)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .where(or_(visible_to(actor, Permission.SEE_PROPOSAL), _shared_with(actor)))
    )
    if state is not None:
        listed = listed.where(Proposal.state == state)
    if mark:
        listed = listed.where(_carries(mark))
    return listed.where(Affiliate.name.icontains(words, autoescape=True)) if words else listed
