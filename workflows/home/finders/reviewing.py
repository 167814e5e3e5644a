"""Proposals that wait for reviewers, reviews and decisions."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ScalarSelect,
    Select,
    exists,
    func,
    select,
)

from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.home.finders.columns import Finder, columns_of
from workflows.permissions import Actor
from workflows.proposals.models import Proposal
from workflows.reviews.models import Review, ReviewState
from workflows.reviews.staging.models import OPEN, StagedDecision
from workflows.stages import Stage


def _reviews_asked_for() -> ScalarSelect[int]:
    wanted = select(Cohort.minimum_reviews).where(Cohort.id == Enrollment.cohort_id)
    return wanted.correlate(Enrollment).scalar_subquery()


def reviews_to_assign(_actor: Actor) -> Select[Any]:
    left = exists().where(Review.proposal_id == Proposal.id, Review.state == ReviewState.RECUSED)
    return _with_free_seats(Proposal.submitted_at).where(~left)


def freed_seats(_actor: Actor) -> Select[Any]:
    """Since the last reviewer stepped aside."""
    left = select(func.max(Review.recused_at)).where(Review.proposal_id == Proposal.id).correlate(Proposal)
    since = left.scalar_subquery()
    return _with_free_seats(since).where(since.is_not(None))


def third_reviews(_actor: Actor) -> Select[Any]:
    """Awaited, and nobody reads yet to break the tie."""
    reads = exists().where(
        Review.proposal_id == Proposal.id,
        Review.is_tie_break,
        Review.state.in_((ReviewState.ASSIGNED, ReviewState.SCORING)),
    )
    return (
        select(*columns_of(Proposal.id, Enrollment.tie_break_since))
        .join(Proposal, Proposal.enrollment_id == Enrollment.id)
        .where(Enrollment.stage == Stage.IN_REVIEW, Enrollment.tie_break_since.is_not(None), ~reads)
    )


def decisions(_actor: Actor) -> Select[Any]:
    """Since the last review became final: until then nobody waited for the decision."""
    last = select(func.max(Review.finalized_at)).where(Review.proposal_id == Proposal.id).correlate(Proposal)
    return (
        select(*columns_of(Enrollment.id, last.scalar_subquery()))
        .join(Proposal, Proposal.enrollment_id == Enrollment.id)
        .where(
            Enrollment.stage == Stage.IN_REVIEW,
            Enrollment.final_reviews >= _reviews_asked_for(),
            Enrollment.tie_break_since.is_(None),
            ~exists().where(StagedDecision.proposal_id == Proposal.id, StagedDecision.state.in_(OPEN)),
        )
    )


def reviews_to_file(_actor: Actor) -> Select[Any]:
    return (
        select(*columns_of(Review.id, Review.assigned_at))
        .join(Proposal, Proposal.enrollment_id == Enrollment.id)
        .join(Review, Review.proposal_id == Proposal.id)
        .where(
            Enrollment.stage == Stage.IN_REVIEW,  # while changes are being made, nobody can score
            Review.state.in_((ReviewState.ASSIGNED, ReviewState.SCORING)),
        )
    )


def kept(find: Callable[[Actor], Select[Any]]) -> Finder:
    """Decisions that are kept; `find` gives the ids of those that wait for this person."""

    def rows(actor: Actor) -> Select[Any]:
        return (
            select(*columns_of(StagedDecision.id, StagedDecision.decided_at, StagedDecision.amount))
            .join(Proposal, Proposal.enrollment_id == Enrollment.id)
            .join(StagedDecision, StagedDecision.proposal_id == Proposal.id)
            .where(Enrollment.stage == Stage.IN_REVIEW, StagedDecision.id.in_(find(actor)))
        )

    return rows


def _with_free_seats(since: Any) -> Select[Any]:
    seats = (
        select(func.count(Review.id))
        .where(Review.proposal_id == Proposal.id, Review.state != ReviewState.RECUSED)
        .correlate(Proposal)
        .scalar_subquery()
    )
    return (
        select(*columns_of(Proposal.id, since))
        .join(Proposal, Proposal.enrollment_id == Enrollment.id)
        .where(Enrollment.stage == Stage.IN_REVIEW, seats < _reviews_asked_for())
    )
