"""The only writer of an enrollment's stage."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.enrollments.models import Enrollment, StageChange
from workflows.lifecycle import LIFECYCLE
from workflows.outbox import announce
from workflows.permissions import Actor


def advance(
    enrollment: Enrollment,
    name: str,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    note: str = "",
    subject_id: int | None = None,
    **details: str | int,
) -> StageChange:
    """Take the transition `name` in the caller's transaction, or raise `Refused` with every reason.

    Writes the stage, an append-only `StageChange` and the row's outbox events; `details` fill their sentences.
    """
    source = enrollment.stage
    row = LIFECYCLE.move(enrollment, name, actor=actor, now=now, note=note)
    if row.target is not source:
        enrollment.stage_since = now
    change = StageChange(
        enrollment_id=enrollment.id,
        transition=name,
        source=source,
        target=row.target,
        at=now,
        actor_id=actor.id,
        note=note,
    )
    session.add(change)
    for event in row.announces:
        announce(
            session,
            event,
            now=now,
            actor_id=actor.id,
            enrollment_id=enrollment.id,
            subject_id=subject_id,
            note=note,
            **details,
        )
    return change


def advance_if_ready(enrollment: Enrollment, name: str, *, session: Session, actor: Actor, now: datetime) -> bool:
    """Take a transition of the program itself as soon as its guards agree; returns whether it happened."""
    if LIFECYCLE.why_not(enrollment, name, actor=actor, now=now):
        return False
    advance(enrollment, name, session=session, actor=actor, now=now)
    return True
