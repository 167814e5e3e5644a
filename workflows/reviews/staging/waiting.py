"""Which kept decisions wait for whom, as queries over their ids."""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select

from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.permissions import Actor
from workflows.proposals.models import Proposal
from workflows.reviews.models import Review
from workflows.reviews.staging.models import DecisionConfirmation, StagedDecision, StagedState


def ids_to_confirm(actor: Actor) -> Select[Any]:
    """Above the cohort's amount, unconfirmed, and this person did not decide, review or coach."""
    reviews = exists().where(Review.proposal_id == StagedDecision.proposal_id, Review.reviewer_id == actor.id)
    return _kept(StagedState.STAGED).where(
        _needs_second_person(),
        ~_is_confirmed(),
        ~reviews,
        StagedDecision.decided_by_id != actor.id,
        or_(Enrollment.coach_id.is_(None), Enrollment.coach_id != actor.id),
    )


def ids_sent_back(actor: Actor) -> Select[Any]:
    """Sent back to this person, who decided."""
    return _kept(StagedState.SENT_BACK).where(StagedDecision.decided_by_id == actor.id)


def ids_to_announce(actor: Actor) -> Select[Any]:
    """Decided, and confirmed where that is needed; not told to who reviews or coaches."""
    reviews = exists().where(Review.proposal_id == StagedDecision.proposal_id, Review.reviewer_id == actor.id)
    return _kept(StagedState.STAGED).where(
        or_(~_needs_second_person(), _is_confirmed()),
        ~reviews,
        or_(Enrollment.coach_id.is_(None), Enrollment.coach_id != actor.id),
    )


def _kept(state: StagedState) -> Select[Any]:
    return (
        select(StagedDecision.id)
        .join(Proposal, Proposal.id == StagedDecision.proposal_id)
        .join(Enrollment, Enrollment.id == Proposal.enrollment_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(StagedDecision.state == state)
        .correlate(None)
    )


def _needs_second_person() -> ColumnElement[bool]:
    """Both amounts have to be there: an empty one asks for nobody."""
    return (
        StagedDecision.amount.is_not(None)
        & Cohort.confirm_above.is_not(None)
        & (StagedDecision.amount > Cohort.confirm_above)
    )


def _is_confirmed() -> ColumnElement[bool]:
    return exists().where(
        DecisionConfirmation.staged_decision_id == StagedDecision.id,
        DecisionConfirmation.reset_at.is_(None),
        DecisionConfirmation.digest == StagedDecision.digest,
    )
