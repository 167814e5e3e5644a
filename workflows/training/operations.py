"""What staff do in the training: mark attendance by hand. Staff's plans are in `planning`."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.enrollments.models import Participant
from workflows.errors import DomainError, Reason
from workflows.permissions import Actor, Permission, require
from workflows.training.completion import recompute_completions
from workflows.training.evidence.undoing import return_what_counted
from workflows.training.imports import recount_reports
from workflows.training.marks import write_mark
from workflows.training.models import BY_HAND, AttendanceMode, TrainingSession
from workflows.training.queries import hold_attendance, list_attendances

NEEDS_NOTE = frozenset({AttendanceMode.EXCUSED, AttendanceMode.WAIVED})


def mark_by_hand(
    training_session: TrainingSession,
    people: Sequence[Participant],
    mode: AttendanceMode,
    *,
    note: str,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Write how these people took part; it stands above anything a report says.

    Raises Forbidden for a waiver by someone who may not waive, and DomainError where the mark needs a reason; then
    nobody's mark is written.
    """
    if mode not in BY_HAND:
        raise DomainError(Reason("Live attendance and recordings are not marked by hand.", "mode"))
    for person in people if mode is AttendanceMode.WAIVED else ():
        require(actor, Permission.WAIVE_TRAINING, person.enrollment)
    if mode in NEEDS_NOTE and not note.strip():
        raise DomainError(Reason("Say why in a sentence; it stays with the record.", "note"))
    hold_attendance(session, training_session.id)
    marks = list_attendances(session, training_session.id)
    for person in people:
        mark = marks.get(person.id)
        write_mark(training_session, person, mode, mark, session=session, actor=actor, now=now, note=note.strip())
    if not mode.counts:
        return_what_counted(training_session, people, session=session, actor=actor, now=now, comment=note)
    recompute_completions(_enrollments_of(people), session=session, now=now, reopens=not mode.counts)


def remove_marks(
    training_session: TrainingSession,
    people: Sequence[Participant],
    *,
    note: str = "",
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Take back marks that did not come from a report; what the counted reports say holds again.

    An excuse, make-up or reflection that a mark rested on goes back to the person. Raises DomainError where somebody
    has no such mark.
    """
    hold_attendance(session, training_session.id)
    marks = list_attendances(session, training_session.id)
    missing = [person.name for person in people if person.id not in marks or marks[person.id].import_id is not None]
    if missing:
        raise DomainError(Reason(f"{_names(missing)} no mark here that was made by hand or by a recording.", "people"))
    for person in people:
        session.delete(marks[person.id])
    session.flush()  # the places must be free before a report's marks take them
    return_what_counted(training_session, people, session=session, actor=actor, now=now, comment=note)
    recount_reports(training_session, session=session, actor=actor, now=now)
    recompute_completions(_enrollments_of(people), session=session, now=now, reopens=True)


def _enrollments_of(people: Iterable[Participant]) -> set[int]:
    return {person.enrollment_id for person in people}


def _names(names: Sequence[str]) -> str:
    """`Cy Otoo has`, `Ana Ruiz and Bo Lee have`."""
    *first, last = names
    return f"{', '.join(first)} and {last} have" if first else f"{last} has"
