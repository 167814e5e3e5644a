"""The decision on a submitted proposal. The approval's award is made in `workflows.funding.operations`."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from workflows.advance import advance
from workflows.db import lock
from workflows.enrollments.waiting_list import give_back_seat
from workflows.errors import Reason
from workflows.lifecycle import LIFECYCLE
from workflows.machine import Refused
from workflows.permissions import PROGRAM, Actor, Permission, why_cannot
from workflows.proposals.lifecycle import PROPOSAL_STATES
from workflows.proposals.models import Proposal
from workflows.proposals.revisions.asked import titles_of
from workflows.proposals.revisions.operations import add_requests, check_requests
from workflows.reviews.lifecycle import REVIEW
from workflows.reviews.models import Decision, Outcome, ReviewState
from workflows.reviews.slower import refuse_second_decision
from workflows.reviews.staging.queries import find_staged

TRANSITION_OF: dict[Outcome, str] = {
    Outcome.APPROVE: "approve",
    Outcome.REQUEST_CHANGES: "request_changes",
    Outcome.DECLINE: "decline_proposal",
}


def why_not_decide(proposal: Proposal, outcome: Outcome, *, actor: Actor, now: datetime) -> tuple[Reason, ...]:
    """Every reason against this decision by this person now: stage, reviews, and who reviews or coaches."""
    found = list(LIFECYCLE.why_not(proposal.enrollment, TRANSITION_OF[outcome], actor=actor, now=now, note=None))
    scored = why_cannot(actor, Permission.DECIDE_PROPOSAL, proposal)
    if scored is not None:
        found.append(scored)
    elif any(review.reviewer_id == actor.id for review in proposal.reviews):
        found.append(Reason("You were asked to review this proposal, so someone else decides on it."))
    return tuple(dict.fromkeys(found))


def record_decision(
    proposal: Proposal,
    outcome: Outcome,
    *,
    feedback: str,
    session: Session,
    actor: Actor,
    now: datetime,
    decided_amount: Decimal | None = None,
    conditions: str = "",
    subject_id: int | None = None,
    **details: str | int,
) -> Decision:
    """Move the enrollment and the proposal and keep the words; raises Refused when it may not be decided so.

    `subject_id` and `details` go with the announcement. Two people who decide at once do so one after the other, and
    the slower one gets both decisions to read (Stale). Who took a staged decision that is announced here decided it.
    """
    enrollment = proposal.enrollment
    lock(session, enrollment)
    refuse_second_decision(
        proposal,
        outcome,
        feedback=feedback,
        amount=decided_amount,
        conditions=conditions,
        session=session,
        actor=actor,
    )
    staged = find_staged(session, proposal)
    reasons = why_not_decide(proposal, outcome, actor=actor, now=now)
    if staged is not None and staged.state.is_open:
        reasons = (*reasons, Reason("A decision is kept for the announcement. Announce that one, or take it back."))
    if reasons:
        raise Refused(*reasons)
    assert actor.id is not None
    decided_by_id = staged.decided_by_id if staged is not None and staged.announced_at == now else actor.id
    if outcome is not Outcome.REQUEST_CHANGES:
        enrollment.decided_at = now
    transition = TRANSITION_OF[outcome]
    advance(
        enrollment,
        transition,
        session=session,
        actor=actor,
        now=now,
        note=feedback,
        subject_id=proposal.id if subject_id is None else subject_id,
        **details,
    )
    PROPOSAL_STATES.move(proposal, outcome.value, actor=PROGRAM, now=now)
    decision = Decision(
        proposal_id=proposal.id,
        snapshot_number=proposal.snapshots[-1].number,
        outcome=outcome,
        amount=decided_amount,
        conditions=conditions,
        feedback=feedback,
        decided_by_id=decided_by_id,
        decided_at=now,
    )
    session.add(decision)
    return decision


def request_changes(
    proposal: Proposal,
    requests: Mapping[str, str],
    *,
    note: str = "",
    session: Session,
    actor: Actor,
    now: datetime,
) -> Decision:
    """Send the proposal back with what to change, section → words; only these sections open to the affiliate.

    `note` goes before all of them. Its reviewers look again at the next version.
    """
    asked = check_requests(proposal, requests)
    titles = titles_of(proposal)
    told = "\n\n".join([*filter(None, [note.strip()]), *(f"{titles[name]}: {text}" for name, text in asked.items())])
    decision = record_decision(proposal, Outcome.REQUEST_CHANGES, feedback=told, session=session, actor=actor, now=now)
    proposal.changes_asked = note.strip()
    add_requests(proposal, asked, session=session, actor=actor, now=now)
    for review in proposal.reviews:
        if review.state is ReviewState.FINAL:
            REVIEW.move(review, "look_again", actor=PROGRAM, now=now)
    proposal.enrollment.final_reviews = 0
    return decision


def decline_proposal(proposal: Proposal, *, feedback: str, session: Session, actor: Actor, now: datetime) -> Decision:
    """End this year's way for the affiliate, with feedback that helps next time; its seat is free again."""
    lock(session, proposal.enrollment.cohort)  # the seats first, then the enrollment, as everyone who changes both
    decision = record_decision(proposal, Outcome.DECLINE, feedback=feedback, session=session, actor=actor, now=now)
    give_back_seat(proposal.enrollment, session=session, now=now)
    return decision
