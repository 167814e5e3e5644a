"""An affiliate asks for more time; the program manager gives it, also unasked, or says no."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from workflows.clock import moment_in_words
from workflows.db import lock
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Reason
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, require
from workflows.proposals.deadlines.answers import EXTENSION_DAYS_MOST
from workflows.proposals.deadlines.models import DeadlineExtension, ExtensionRequest, RequestState
from workflows.proposals.deadlines.queries import find_open_request
from workflows.stages import Stage

_BEFORE_REVIEW = frozenset({Stage.TRAINING, Stage.PROPOSING})


def why_not_extend(enrollment: Enrollment) -> tuple[Reason, ...]:
    """Why no deadline is to be extended; empty while a proposal is still to come."""
    if enrollment.proposal_submitted_at is not None:
        return (Reason("The proposal came in already, so there is no deadline to extend."),)
    if enrollment.stage not in _BEFORE_REVIEW:
        stage = enrollment.stage.label.lower()
        return (Reason(f"More time is for affiliates that train or write their proposal; now it is {stage}."),)
    return ()


def ask_for_time(
    enrollment: Enrollment, *, reason: str, until: datetime, session: Session, actor: Actor, now: datetime
) -> ExtensionRequest:
    """One request that waits for the program manager; asking again while it waits gives the same one."""
    require(actor, Permission.WRITE_PROPOSAL, enrollment)
    assert actor.id is not None
    lock(session, enrollment)
    waiting = find_open_request(session, enrollment.id)
    if waiting is not None:
        return waiting
    _require_sense(enrollment, until, now=now)
    row = ExtensionRequest(
        enrollment=enrollment,
        state=RequestState.ASKED,
        reason=reason,
        wanted_until=until,
        asked_by_id=actor.id,
        asked_at=now,
        answer="",
    )
    session.add(row)
    session.flush()  # the announcement names it by its key
    _announce(row, "extension_asked", session=session, actor=actor, now=now, note=reason)
    return row


def extend_deadline(
    enrollment: Enrollment, *, until: datetime, reason: str, session: Session, actor: Actor, now: datetime
) -> DeadlineExtension:
    """A later deadline for this affiliate alone; it answers a request that waits. Raises DomainError when no later."""
    require(actor, Permission.EXTEND_DEADLINE, enrollment)
    assert actor.id is not None
    lock(session, enrollment)
    _require_sense(enrollment, until, now=now)
    row = find_open_request(session, enrollment.id)
    if row is not None:
        _answer(row, RequestState.GRANTED, reason, actor=actor, now=now)
    extension = DeadlineExtension(
        enrollment_id=enrollment.id,
        until=until,
        reason=reason,
        given_by_id=actor.id,
        given_at=now,
        request_id=None if row is None else row.id,
    )
    session.add(extension)
    enrollment.proposals_extended_to = until
    announce(
        session, "deadline_extended", now=now, actor_id=actor.id, enrollment_id=enrollment.id, note=reason,
        until=moment_in_words(until, enrollment.cohort.time_zone),
    )  # fmt: skip  # one announcement reads best as one
    return extension


def refuse_time(row: ExtensionRequest, *, reason: str, session: Session, actor: Actor, now: datetime) -> None:
    """Say no, with the reason; raises DomainError when it was answered already or no reason is given."""
    require(actor, Permission.EXTEND_DEADLINE, row)
    lock(session, row)
    if row.state is not RequestState.ASKED:
        raise DomainError("This request was answered already.")
    if not reason.strip():
        raise DomainError(Reason("Say why in a sentence; the affiliate reads it.", "answer"))
    _answer(row, RequestState.REFUSED, reason.strip(), actor=actor, now=now)
    _announce(row, "extension_refused", session=session, actor=actor, now=now, note=reason.strip())


def _require_sense(enrollment: Enrollment, until: datetime, *, now: datetime) -> None:
    reasons = list(why_not_extend(enrollment))
    zone, due = enrollment.cohort.time_zone, enrollment.proposal_due_at
    if until <= now:
        reasons.append(Reason("This moment is over. Choose a later one.", "until_on"))
    elif until <= due:
        reasons.append(Reason(f"It is due on {moment_in_words(due, zone)} already. Choose a later day.", "until_on"))
    elif until > max(now, due) + timedelta(days=EXTENSION_DAYS_MOST):
        reasons.append(
            Reason(f"At most {EXTENSION_DAYS_MOST} days more. After that, a later cohort is kinder.", "until_on")
        )
    if reasons:
        raise DomainError(*reasons)


def _answer(row: ExtensionRequest, state: RequestState, words: str, *, actor: Actor, now: datetime) -> None:
    row.state, row.answer = state, words
    row.answered_by_id, row.answered_at = actor.id, now


def _announce(row: ExtensionRequest, name: str, *, session: Session, actor: Actor, now: datetime, note: str) -> None:
    announce(
        session,
        name,
        now=now,
        actor_id=actor.id,
        enrollment_id=row.enrollment_id,
        subject_id=row.id,
        note=note,
    )
