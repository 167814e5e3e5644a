"""Writing and removing one mark: what every way of meeting a session ends in."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.enrollments.models import Participant
from workflows.outbox import announce
from workflows.permissions import Actor
from workflows.training.completion import recompute_completion
from workflows.training.imports import recount_reports
from workflows.training.models import Attendance, AttendanceMode, TrainingSession
from workflows.training.queries import find_attendance


def write_mark(
    training_session: TrainingSession,
    participant: Participant,
    mode: AttendanceMode,
    mark: Attendance | None,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    note: str = "",
) -> None:
    """Set the mark of this person, by this actor; a report's mark becomes one by hand."""
    if mark is None:
        mark = Attendance(participant_id=participant.id, session_id=training_session.id)
        session.add(mark)
    mark.mode, mark.note, mark.import_id = mode, note, None
    mark.marked_by_id, mark.marked_at = actor.id, now


def count_as(
    training_session: TrainingSession,
    participant: Participant,
    mode: AttendanceMode,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
) -> bool:
    """Write a mark that counts, unless one counts already, and ask whether the training is complete.

    Returns whether it was written. The caller holds the session's attendance.
    """
    mark = find_attendance(session, participant.id, training_session.id)
    if mark is not None and mark.mode.counts:
        return False
    write_mark(training_session, participant, mode, mark, session=session, actor=actor, now=now)
    if mode is AttendanceMode.RECORDING:
        announce(
            session,
            "recording_watched",
            now=now,
            actor_id=actor.id,
            enrollment_id=participant.enrollment_id,
            subject_id=training_session.id,
            name=participant.name,
            number=training_session.number,
        )
    recompute_completion(participant.enrollment, session=session, now=now)
    return True


def take_back(
    training_session: TrainingSession,
    participant: Participant,
    mode: AttendanceMode,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
) -> bool:
    """Remove the mark if it is of this mode and from no report; what the counted reports say holds again.

    Returns whether there was one. The caller holds the session's attendance.
    """
    mark = find_attendance(session, participant.id, training_session.id)
    if mark is None or mark.import_id is not None or mark.mode is not mode:
        return False
    session.delete(mark)
    session.flush()  # the place must be free before a report's mark takes it
    recount_reports(training_session, session=session, actor=actor, now=now)
    recompute_completion(participant.enrollment, session=session, now=now, reopens=True)
    return True
