"""What staff do in the training: plan a session, mark attendance by hand."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from workflows.enrollments.models import Participant
from workflows.errors import DomainError, Reason, Stale
from workflows.permissions import Actor, Permission, require
from workflows.training.answers import SessionPlan
from workflows.training.attendance_times import moments
from workflows.training.completion import recompute_cohort, recompute_completions
from workflows.training.evidence.undoing import return_what_counted
from workflows.training.imports import recount_reports
from workflows.training.marks import write_mark
from workflows.training.models import BY_HAND, AttendanceMode, TrainingSession
from workflows.training.queries import hold_attendance, list_attendances

NEEDS_NOTE = frozenset({AttendanceMode.EXCUSED, AttendanceMode.WAIVED})


def edit_session(
    training_session: TrainingSession, plan: SessionPlan, *, expected_version: int, session: Session, now: datetime
) -> None:
    """Write the plan; whether training is complete is asked again where the session became required or stopped to be.

    Raises Stale when somebody saved since the form was opened, and DomainError for a time that the clocks skip.
    """
    starts_at = starts_at_of(plan)
    if expected_version != training_session.version:
        raise Stale(mine=_differing(plan, training_session), theirs=_kept(plan, training_session))
    was_required = training_session.is_required
    training_session.starts_at = starts_at
    for name in _PLAIN_FIELDS:
        setattr(training_session, name, getattr(plan, name))
    if training_session.is_required is not was_required:
        recompute_cohort(training_session.cohort_id, session=session, now=now)


def starts_at_of(plan: SessionPlan) -> datetime:
    """The moment of the planned start; in the hour that autumn repeats, the first of the two."""
    meant = moments(plan.starts, ZoneInfo(plan.time_zone))
    if not meant:
        raise DomainError(Reason("The clocks skip this time on that day. Choose another time.", "starts_time"))
    return meant[0]


_PLAIN_FIELDS = (
    "title",
    "time_zone",
    "minutes",
    "objectives",
    "practice_product",
    "is_required",
    "meeting_url",
    "recording_url",
)


def _differing(plan: SessionPlan, training_session: TrainingSession) -> dict[str, object]:
    differing = {
        _label(name): getattr(plan, name)
        for name in _PLAIN_FIELDS
        if getattr(plan, name) != getattr(training_session, name)
    }
    if starts_at_of(plan) != training_session.starts_at:
        differing["Start"] = f"{plan.starts:%Y-%m-%d %H:%M}"
    return differing


def _kept(plan: SessionPlan, training_session: TrainingSession) -> dict[str, object]:
    zone = ZoneInfo(training_session.time_zone)
    kept: dict[str, object] = {_label(name): getattr(training_session, name) for name in _PLAIN_FIELDS}
    kept["Start"] = f"{training_session.starts_at.astimezone(zone):%Y-%m-%d %H:%M}"
    return {label: kept[label] for label in _differing(plan, training_session)}


def _label(name: str) -> str:
    return name.replace("_", " ").replace(" url", " link").capitalize()


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
