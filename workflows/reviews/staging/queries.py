"""Staged decisions as pages and rules need them, each with its loading stated."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission
from workflows.proposals.models import Proposal, ProposalSnapshot
from workflows.reviews.models import Review
from workflows.reviews.staging.models import OPEN, DecisionConfirmation, StagedDecision


def get_staged(session: Session, staged_id: int) -> StagedDecision:
    """With who decided and confirmed, the proposal with versions, reviews and budget, coach and award.

    Raises NotFound.
    """
    found = session.scalar(_loaded(_rows().where(StagedDecision.id == staged_id)))
    if found is None:
        raise NotFound()
    return found


def find_staged(session: Session, proposal: Proposal) -> StagedDecision | None:
    """What is kept about the newest submitted version, also when it is announced or taken back."""
    newest = (
        select(ProposalSnapshot.number)
        .where(ProposalSnapshot.proposal_id == proposal.id)
        .order_by(ProposalSnapshot.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    kept = select(StagedDecision).where(
        StagedDecision.proposal_id == proposal.id, StagedDecision.snapshot_number == newest
    )
    people = selectinload(StagedDecision.confirmations).joinedload(DecisionConfirmation.confirmed_by)
    return session.scalar(kept.options(people, joinedload(StagedDecision.decided_by)))


def list_open(session: Session, proposal: Proposal) -> Sequence[StagedDecision]:
    """What is kept and not announced, about any version; usually one."""
    kept = select(StagedDecision).where(StagedDecision.proposal_id == proposal.id, StagedDecision.state.in_(OPEN))
    return session.scalars(kept.order_by(StagedDecision.id)).all()


def list_staged_of(session: Session, proposal_ids: Sequence[int]) -> dict[int, StagedDecision]:
    """What is kept and not announced, by the proposal's id."""
    kept = select(StagedDecision).where(StagedDecision.proposal_id.in_(proposal_ids), StagedDecision.state.in_(OPEN))
    return {staged.proposal_id: staged for staged in session.scalars(kept.order_by(StagedDecision.id))}


def list_staged(session: Session, cohort: Cohort, actor: Actor) -> Sequence[StagedDecision]:
    """The cohort's decisions that wait for their announcement, by affiliate, loaded as `get_staged` does."""
    rows = _rows().where(
        Enrollment.cohort_id == cohort.id,
        StagedDecision.state.in_(OPEN),
        visible_to(actor, Permission.SEE_REVIEWS),
    )
    return session.scalars(_loaded(rows).order_by(Affiliate.name, StagedDecision.id)).unique().all()


def list_chosen(session: Session, staged_ids: Iterable[int]) -> Sequence[StagedDecision]:
    """These decisions in the order of their enrollments, loaded as `get_staged` does, as they are saved now."""
    rows = _loaded(_rows().where(StagedDecision.id.in_(set(staged_ids)))).order_by(Enrollment.id)
    return session.scalars(rows.execution_options(populate_existing=True)).unique().all()


def list_staged_cohorts(session: Session, actor: Actor) -> Sequence[tuple[Cohort, int]]:
    """Each cohort with how many decisions wait for their announcement, by name."""
    rows: Sequence[Any] = session.execute(
        select(Cohort, StagedDecision.id)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .join(Proposal, Proposal.enrollment_id == Enrollment.id)
        .join(StagedDecision, StagedDecision.proposal_id == Proposal.id)
        .where(StagedDecision.state.in_(OPEN), visible_to(actor, Permission.SEE_REVIEWS))
        .order_by(Cohort.name, Cohort.id)
    ).all()
    counted: dict[int, tuple[Cohort, int]] = {}
    for cohort, _ in rows:
        counted[cohort.id] = (cohort, counted.get(cohort.id, (cohort, 0))[1] + 1)
    return list(counted.values())


def _rows() -> Select[StagedDecision]:
    return (
        select(StagedDecision)
        .join(Proposal, Proposal.id == StagedDecision.proposal_id)
        .join(Enrollment, Enrollment.id == Proposal.enrollment_id)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
    )


def _loaded(rows: Select[StagedDecision]) -> Select[StagedDecision]:
    proposal = contains_eager(StagedDecision.proposal)
    enrollment = proposal.contains_eager(Proposal.enrollment)
    return rows.options(
        enrollment.contains_eager(Enrollment.affiliate),
        enrollment.joinedload(Enrollment.cohort),
        enrollment.joinedload(Enrollment.coach),
        enrollment.joinedload(Enrollment.award),
        proposal.selectinload(Proposal.sections),
        proposal.selectinload(Proposal.budget_lines),
        proposal.selectinload(Proposal.budget_indirect),
        proposal.selectinload(Proposal.snapshots),
        proposal.selectinload(Proposal.partners),
        proposal.selectinload(Proposal.extra_questions),
        proposal.selectinload(Proposal.reviews).selectinload(Review.scores),
        proposal.selectinload(Proposal.reviews).joinedload(Review.reviewer, innerjoin=True),
        joinedload(StagedDecision.decided_by),
        joinedload(StagedDecision.sent_back_by),
        selectinload(StagedDecision.confirmations).joinedload(DecisionConfirmation.confirmed_by),
    )
