"""When staff take a mark back, what it rested on goes back to the person, who can try again."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.enrollments.models import Participant
from workflows.machine import Machine
from workflows.permissions import Actor
from workflows.training.evidence.lifecycle import EXCUSE, MAKE_UP, REFLECTION
from workflows.training.evidence.models import Excuse, ExcuseState, MakeUp, MakeUpState, Reflection, ReflectionState
from workflows.training.evidence.telling import tell
from workflows.training.models import TrainingSession

TAKEN_BACK = "Your mark for this session was taken back. Ask the program manager what would help."
_COUNTED = (ReflectionState.SENT, ReflectionState.VERIFIED, ExcuseState.ACCEPTED, MakeUpState.VERIFIED)


def return_what_counted(
    training_session: TrainingSession,
    people: Iterable[Participant],
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    comment: str,
) -> None:
    """Return every reflection, excuse and make-up of these people that counted for this session."""
    ids = [person.id for person in people]
    for record in _told(session, training_session.id, ids):
        if record.state in _COUNTED:
            record.comment, record.decided_by_id, record.decided_at = comment.strip() or TAKEN_BACK, actor.id, now
            row = _machine_of(record).move(record, "return", actor=actor, now=now, note=record.comment)
            tell(record, row.announces, session=session, actor=actor, now=now)


def _told(session: Session, session_id: int, participant_ids: Sequence[int]) -> list[Reflection | Excuse | MakeUp]:
    found: list[Reflection | Excuse | MakeUp] = []
    for kind in (Reflection, Excuse, MakeUp):
        of_these = (kind.session_id == session_id, kind.participant_id.in_(participant_ids))
        found.extend(session.scalars(select(kind).where(*of_these)))
    return found


def _machine_of(
    record: Reflection | Excuse | MakeUp,
) -> Machine[ReflectionState] | Machine[ExcuseState] | Machine[MakeUpState]:
    if isinstance(record, Reflection):
        return REFLECTION
    return EXCUSE if isinstance(record, Excuse) else MAKE_UP
