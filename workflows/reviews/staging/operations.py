"""Deciding in steps: keep a decision, change it or take it back, confirm it or send it back."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.db import lock
from workflows.errors import Stale
from workflows.machine import Refused
from workflows.outbox import announce
from workflows.permissions import PROGRAM, Actor, Permission, require
from workflows.proposals.models import Proposal
from workflows.reviews.answers import conditions_text
from workflows.reviews.slower import refuse_second_decision
from workflows.reviews.staging.lifecycle import STAGED
from workflows.reviews.staging.models import DecisionConfirmation, StagedDecision, StagedState
from workflows.reviews.staging.plan import DecisionPlan, plan_of
from workflows.reviews.staging.queries import find_staged, list_open
from workflows.reviews.staging.resetting import reset_confirmations
from workflows.reviews.staging.rules import why_not_confirm, why_not_send_back, why_not_stage

STANDS = {
    StagedState.STAGED: "Kept for the announcement",
    StagedState.SENT_BACK: "Sent back by a second person",
    StagedState.TAKEN_BACK: "Taken back",
    StagedState.ANNOUNCED: "Announced",
}


def stage_decision(
    proposal: Proposal,
    plan: DecisionPlan,
    *,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
    seen_digest: str | None = None,
) -> StagedDecision:
    """Keep the decision on the newest version, or change what is kept; an approval holds its part of the budget.

    Nothing changes for the affiliate. `expected_version` is that of the kept decision the form was filled from (0:
    there was none), `seen_digest` that of the content that was read. A change takes back what a second person
    confirmed. Raises Stale with both versions, Refused with every reason.
    """
    require(actor, Permission.DECIDE_PROPOSAL, proposal)
    staged = _held(proposal, session=session)
    newest = proposal.snapshots[-1]
    if (staged.version if staged else 0) != expected_version or seen_digest not in (None, newest.digest):
        raise _stale(plan, staged)
    refuse_second_decision(
        proposal,
        plan.outcome,
        feedback=plan.feedback,
        amount=plan.amount,
        conditions=conditions_text(plan.conditions),
        session=session,
        actor=actor,
    )
    reasons = why_not_stage(proposal, plan, staged, actor=actor, now=now)
    if reasons:
        raise Refused(*reasons)
    assert actor.id is not None
    cohort, held = proposal.enrollment.cohort, staged.reserved_amount if staged else 0
    if staged is None:
        drop_staged(proposal, "The proposal was submitted anew.", session=session, now=now)
        staged = StagedDecision(proposal=proposal, snapshot_number=newest.number, state=StagedState.STAGED)
        session.add(staged)
    else:
        STAGED.move(staged, "change", actor=actor, now=now)
        reset_confirmations(staged, "The decision was changed.", now=now)
    for name, value in plan.as_columns().items():
        setattr(staged, name, value)
    staged.digest, staged.decided_by_id, staged.decided_at = newest.digest, actor.id, now
    staged.sent_back_why, staged.sent_back_by_id, staged.sent_back_at = "", None, None
    session.flush()  # the messages name it by its key
    cohort.staged_amount += staged.reserved_amount - held
    if cohort.needs_second_person(staged.amount):
        announce(session, "decision_to_confirm", now=now, actor_id=actor.id, subject_id=staged.id)
    return staged


def _held(proposal: Proposal, *, session: Session) -> StagedDecision | None:
    """What is kept about the newest version, with cohort, enrollment and the row itself locked."""
    _lock(proposal, session=session)
    staged = find_staged(session, proposal)
    if staged is not None:
        lock(session, staged)
    return staged


def _lock(proposal: Proposal, *, session: Session) -> None:
    lock(session, proposal.enrollment.cohort)
    lock(session, proposal.enrollment)
    session.refresh(proposal, ["snapshots", "reviews"])


def _lock_at(staged: StagedDecision, expected_version: int, *, session: Session) -> None:
    """Hold it as the page showed it; raises Stale when somebody changed it since."""
    shown = plan_of(staged)
    _lock(staged.proposal, session=session)
    lock(session, staged)
    if staged.version != expected_version:
        raise _stale(shown, staged)


def _stale(plan: DecisionPlan, staged: StagedDecision | None) -> Stale:
    mine = plan.in_words()
    if staged is None:
        return Stale(mine=mine, theirs={"Decision": "Nothing is kept about the version that is submitted now."})
    theirs = plan_of(staged).in_words()
    theirs["Decision"] = f"{theirs['Decision']}. {STANDS[staged.state]}, by {staged.decided_by.name}."
    labels = [*mine, *(label for label in theirs if label not in mine)]
    return Stale(
        mine={label: mine.get(label, "") for label in labels},
        theirs={label: theirs.get(label, "") for label in labels},
        by=staged.decided_by.name,
        at=staged.decided_at,
        page=("reviews.of_enrollment", "enrollment_id", staged.proposal.enrollment_id),
    )


def take_back(staged: StagedDecision, *, expected_version: int, session: Session, actor: Actor, now: datetime) -> None:
    """Nothing is decided any more; what an approval held of the budget is free again."""
    require(actor, Permission.DECIDE_PROPOSAL, staged)
    _lock_at(staged, expected_version, session=session)
    _release(staged, "take_back", actor=actor, now=now)
    reset_confirmations(staged, "The decision was taken back.", now=now)


def _release(staged: StagedDecision, name: str, *, actor: Actor, now: datetime) -> None:
    """Take the transition and give back what was held; the cohort is locked by the caller."""
    held = staged.reserved_amount
    STAGED.move(staged, name, actor=actor, now=now)
    staged.proposal.enrollment.cohort.staged_amount -= held - staged.reserved_amount


def drop_staged(proposal: Proposal, why: str, *, session: Session, now: datetime) -> None:
    """What is kept about any version lapses, and its money is free. The caller holds cohort and enrollment."""
    for staged in list_open(session, proposal):
        lock(session, staged)
        _release(staged, "drop", actor=PROGRAM, now=now)
        reset_confirmations(staged, why, now=now)


def confirm_decision(
    staged: StagedDecision, *, expected_version: int, session: Session, actor: Actor, now: datetime
) -> DecisionConfirmation:
    """A second person agrees to the decision as it stands. Several may; one more takes nothing from the others."""
    require(actor, Permission.CONFIRM_DECISION, staged)
    _lock_at(staged, expected_version, session=session)
    reasons = why_not_confirm(staged, actor=actor, now=now)
    if reasons:
        raise Refused(*reasons)
    assert actor.id is not None
    given = DecisionConfirmation(confirmed_by_id=actor.id, confirmed_at=now, digest=staged.digest)
    staged.confirmations.append(given)
    return given


def send_back(
    staged: StagedDecision, *, why: str, expected_version: int, session: Session, actor: Actor, now: datetime
) -> None:
    """A second person asks who decided to look again; it keeps its part of the budget until it is taken back."""
    require(actor, Permission.CONFIRM_DECISION, staged)
    _lock_at(staged, expected_version, session=session)
    reasons = why_not_send_back(staged, actor=actor, now=now, why=why)
    if reasons:
        raise Refused(*reasons)
    STAGED.move(staged, "send_back", actor=actor, now=now, note=why)
    staged.sent_back_by_id, staged.sent_back_at, staged.sent_back_why = actor.id, now, why.strip()
    reset_confirmations(staged, f"It was sent back: {why.strip()}", now=now)
    announce(session, "decision_sent_back", now=now, actor_id=actor.id, subject_id=staged.id)


def release_for_announcement(staged: StagedDecision, *, actor: Actor, now: datetime) -> None:
    """It is being carried out: the money it held is free for its own award. The caller holds every lock."""
    held = staged.reserved_amount
    staged.announced_at, staged.announced_by_id = now, actor.id
    STAGED.move(staged, "announce", actor=actor, now=now)
    staged.proposal.enrollment.cohort.staged_amount -= held
