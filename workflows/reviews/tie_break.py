"""The third review: asked for when two totals lie far apart, awaited until it is final or waived with a reason."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.db import lock
from workflows.errors import Reason
from workflows.machine import Refused
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, require
from workflows.proposals.models import Proposal
from workflows.reviews.models import Review, ReviewState, TieBreak
from workflows.reviews.queries import find_open_tie_break
from workflows.reviews.rubric import rubric_of, spread_of


def follow_totals(proposal: Proposal, *, session: Session, actor: Actor, now: datetime) -> None:
    """Count the final reviews and ask for a third one, or end the asking, as their totals say now.

    Every change of what is filed comes here, with the enrollment locked; a waiver counts for the totals it was given
    for.
    """
    session.flush()  # what was just filed, opened or left counts below
    seats = session.scalars(select(Review).where(Review.proposal_id == proposal.id).order_by(Review.id)).all()
    final = [seat for seat in seats if seat.state is ReviewState.FINAL]
    totals = [seat.total for seat in final if seat.total is not None]
    enrollment = proposal.enrollment
    enrollment.final_reviews = len(final)
    rubric = rubric_of(enrollment.cohort.rubric_version)
    is_due = rubric.third_reviewer_is_due(totals) and enrollment.cohort.minimum_reviews <= len(totals)
    asked = find_open_tie_break(session, proposal)
    if is_due and asked is None:
        _ask(proposal, seats, spread=spread_of(totals), session=session, actor=actor, now=now)
    elif not is_due and asked is not None:
        asked.settled_at, enrollment.tie_break_since = now, None


def _ask(
    proposal: Proposal, seats: Sequence[Review], *, spread: Decimal, session: Session, actor: Actor, now: datetime
) -> None:
    """A person who reads already becomes the third one; otherwise the manager finds somebody."""
    enrollment = proposal.enrollment
    number = proposal.snapshots[-1].number
    session.add(TieBreak(proposal=proposal, snapshot_number=number, spread=spread, asked_at=now))
    enrollment.tie_break_since = now
    third = next((s for s in seats if s.state in (ReviewState.ASSIGNED, ReviewState.SCORING)), None)
    if third is not None:
        third.is_tie_break = True
    announce(
        session,
        "third_review_asked",
        now=now,
        actor_id=actor.id,
        enrollment_id=enrollment.id,
        subject_id=proposal.id,
    )


def why_not_waive(proposal: Proposal, *, actor: Actor) -> tuple[Reason, ...]:
    """Why this person cannot go on without the third review; empty when they can."""
    if proposal.enrollment.tie_break_since is None:
        return (Reason("No third review is awaited."),)
    if any(review.reviewer_id == actor.id for review in proposal.reviews):
        return (Reason("You were asked to review this proposal, so someone else decides about the third review."),)
    return ()


def waive_tie_break(proposal: Proposal, *, why: str, session: Session, actor: Actor, now: datetime) -> None:
    """Go on to the decision without a third review; the reason stays with the reviews."""
    require(actor, Permission.DECIDE_PROPOSAL, proposal)
    lock(session, proposal.enrollment)
    reasons = [*why_not_waive(proposal, actor=actor)]
    if not why.strip():
        reasons.append(Reason("Say why in a sentence; it stays with the record.", "why"))
    asked = find_open_tie_break(session, proposal)
    if reasons or asked is None:
        raise Refused(*reasons)
    enrollment = proposal.enrollment
    asked.waived_at, asked.waived_by_id, asked.waived_why = now, actor.id, why
    enrollment.tie_break_since = None
    announce(
        session,
        "third_review_waived",
        now=now,
        actor_id=actor.id,
        enrollment_id=enrollment.id,
        subject_id=proposal.id,
        note=why,
    )
