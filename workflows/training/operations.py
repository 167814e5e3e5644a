"""What people do in the training: plan a session, watch a recording, mark attendance by hand."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from workflows.enrollments.models import Participant
from workflows.errors import DomainError, Reason, Stale
from workflows.outbox import announce
from workflows.people.models import User
from workflows.permissions import Actor, Permission, require
from workflows.training.answers import SessionPlan
from workflows.training.attendance.times import moments
from workflows.training.completion import recompute_cohort, recompute_completion
from workflows.training.imports import recount_reports
from workflows.training.models import BY_HAND, Attendance, AttendanceMode, RecordingOpening, TrainingSession
from workflows.training.queries import (
    find_attendance,
    find_own_participant,
    has_opened_recording,
    hold_attendance,
)

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


def why_not_open(training_session: TrainingSession, participant: Participant | None) -> tuple[Reason, ...]:
    """Why this person cannot open the session's recording; empty when they can."""
    reasons = []
    if participant is None:
        reasons.append(
            Reason("You are not named as a participant of this cohort. Ask your director to have you added.")
        )
    if not training_session.recording_url:
        reasons.append(Reason("The recording is not here yet. The program manager adds its link after the session."))
    return tuple(reasons)


def why_not_watched(
    training_session: TrainingSession, participant: Participant | None, *, has_opened: bool
) -> tuple[Reason, ...]:
    """Why this person cannot say yet that they watched the recording; empty when they can."""
    reasons = why_not_open(training_session, participant)
    if not reasons and not has_opened:
        return (Reason("Open the recording first; then say that you have watched it."),)
    return reasons


def open_recording(training_session: TrainingSession, *, user: User, session: Session, now: datetime) -> str:
    """Log the opening and return the recording's address; raises DomainError where there is none to open."""
    participant = find_own_participant(session, cohort_id=training_session.cohort_id, user=user)
    reasons = why_not_open(training_session, participant)
    if reasons or participant is None:
        raise DomainError(*reasons)
    session.add(RecordingOpening(participant_id=participant.id, session_id=training_session.id, opened_at=now))
    return training_session.recording_url


def confirm_watched(
    training_session: TrainingSession, *, user: User, session: Session, actor: Actor, now: datetime
) -> bool:
    """Count the recording for this person; False, and nothing changes, where the session counts for them already.

    Raises DomainError unless they opened the recording before.
    """
    hold_attendance(session, training_session.id)
    participant = find_own_participant(session, cohort_id=training_session.cohort_id, user=user)
    opened = participant is not None and has_opened_recording(session, participant.id, training_session.id)
    reasons = why_not_watched(training_session, participant, has_opened=opened)
    if reasons or participant is None:
        raise DomainError(*reasons)
    mark = find_attendance(session, participant.id, training_session.id)
    if mark is not None and mark.mode.counts:
        return False
    _write(training_session, participant, AttendanceMode.RECORDING, mark, session=session, actor=actor, now=now)
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


def mark_by_hand(
    training_session: TrainingSession,
    participant: Participant,
    mode: AttendanceMode,
    *,
    note: str,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Write how the person took part; it stands above anything a report says.

    Raises Forbidden for a waiver by someone who may not waive, and DomainError where the mark needs a reason.
    """
    if mode not in BY_HAND:
        raise DomainError(Reason("Live attendance and recordings are not marked by hand.", "mode"))
    if mode is AttendanceMode.WAIVED:
        require(actor, Permission.WAIVE_TRAINING, participant.enrollment)
    if mode in NEEDS_NOTE and not note.strip():
        raise DomainError(Reason("Say why in a sentence; it stays with the record.", "note"))
    hold_attendance(session, training_session.id)
    mark = find_attendance(session, participant.id, training_session.id)
    _write(training_session, participant, mode, mark, session=session, actor=actor, now=now, note=note.strip())
    recompute_completion(participant.enrollment, session=session, now=now, reopens=not mode.counts)


def remove_mark(
    training_session: TrainingSession, participant: Participant, *, session: Session, actor: Actor, now: datetime
) -> None:
    """Take back a mark that did not come from a report; what the counted reports say holds again.

    Raises DomainError where there is no such mark.
    """
    hold_attendance(session, training_session.id)
    mark = find_attendance(session, participant.id, training_session.id)
    if mark is None or mark.import_id is not None:
        raise DomainError(
            Reason(f"{participant.name} has no mark here that was made by hand or by a recording.", "participant")
        )
    session.delete(mark)
    session.flush()  # the place must be free before a report's mark takes it
    recount_reports(training_session, session=session, actor=actor, now=now)
    recompute_completion(participant.enrollment, session=session, now=now, reopens=True)


def _write(
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
    if mark is None:
        mark = Attendance(participant_id=participant.id, session_id=training_session.id)
        session.add(mark)
    mark.mode, mark.note, mark.import_id = mode, note, None
    mark.marked_by_id, mark.marked_at = actor.id, now
