"""A meeting report on its way to attendance: read and shown first, counted when a person says so, taken back."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows.errors import DomainError
from workflows.outbox import announce
from workflows.permissions import Actor
from workflows.training.aliases import remembered_for
from workflows.training.answers import FILE_NAME_MAX
from workflows.training.attendance.report import read_attendance
from workflows.training.attendance.times import DateOrder
from workflows.training.completion import recompute_completions
from workflows.training.lifecycle import ATTENDANCE_IMPORT
from workflows.training.models import AttendanceImport, ImportState, TrainingSession
from workflows.training.queries import find_same_import, hold_attendance, list_counted_imports
from workflows.training.reported import count_questions, kept_reading, window_of
from workflows.training.roster import as_roster, list_roster
from workflows.training.settling import give_back_marks, replace_marks, settle_marks


def preview_attendance(
    training_session: TrainingSession,
    *,
    content: bytes,
    file_name: str,
    date_order: DateOrder | None,
    session: Session,
    actor: Actor,
    now: datetime,
) -> AttendanceImport:
    """The report as it was read, kept until somebody counts it; the file itself is not kept.

    The same file for the same session is the import that is there already, also when a colleague uploads it in the
    same moment. Raises DomainError, and stores nothing, for a file that cannot be read.
    """
    assert actor.id is not None
    digest = hashlib.sha256(content).hexdigest()
    already = find_same_import(session, training_session.id, digest)
    if already is not None:
        return already
    roster = as_roster(list_roster(session, training_session.cohort_id))
    reading = read_attendance(
        content,
        session=window_of(training_session),
        roster=roster,
        remembered=remembered_for(session, cohort_id=training_session.cohort_id, roster=roster),
        threshold_percent=training_session.cohort.attendance_percent,
        date_order=date_order,
    )
    report = AttendanceImport(
        session_id=training_session.id,
        session=training_session,
        file_name=file_name[-FILE_NAME_MAX:],
        file_sha256=digest,
        reading=kept_reading(reading),
        answers={},
        replaced={},
        state=ATTENDANCE_IMPORT.initial,
        uploaded_by_id=actor.id,
        uploaded_at=now,
    )
    report.open_questions = count_questions(report)
    return _kept_once(report, session=session)


def _kept_once(report: AttendanceImport, *, session: Session) -> AttendanceImport:
    """The report, or the one of a colleague who uploaded the same file a moment ago."""
    try:
        with session.begin_nested():
            session.add(report)
    except IntegrityError:
        theirs = find_same_import(session, report.session_id, report.file_sha256)
        if theirs is None:
            raise
        return theirs
    return report


def count_import(
    report: AttendanceImport, *, replaces: Collection[int] = (), session: Session, actor: Actor, now: datetime
) -> int:
    """Write the attendance that the counted reports of the session show together; returns how many marks changed.

    A mark made by hand, a recording watched, an excuse or a waiver stays as it is, unless its participant is among
    `replaces`. What several reports show is merged, so a second one never makes a live attendance less. Raises Refused
    when it is counted already or nobody in it is a participant.
    """
    hold_attendance(session, report.session_id)
    row = ATTENDANCE_IMPORT.move(report, "count", actor=actor, now=now)
    report.applied_at = now
    replace_marks(report, replaces, session=session)
    changed = settle_reports(report.session, session=session, actor=actor, now=now)
    touched = _enrollments_of(report.session, changed, session=session)
    for name in row.announces:
        for enrollment_id in sorted(touched):
            announce(
                session,
                name,
                now=now,
                actor_id=actor.id,
                enrollment_id=enrollment_id,
                subject_id=report.id,
                number=report.session.number,
            )
    recompute_completions(touched, session=session, now=now)
    return len(changed)


def take_back_import(report: AttendanceImport, *, session: Session, actor: Actor, now: datetime) -> None:
    """Undo the counting: what only this report showed goes, what it replaced comes back, other reports are asked."""
    hold_attendance(session, report.session_id)
    ATTENDANCE_IMPORT.move(report, "take_back", actor=actor, now=now)
    report.applied_at = None
    given_back = give_back_marks(report, session=session)
    recount_reports(report.session, session=session, actor=actor, now=now, changed=given_back)


def discard_import(report: AttendanceImport, *, session: Session) -> None:
    """Forget a report that was not counted, so that the file can be read again another way."""
    if report.state is not ImportState.PREVIEWED:
        raise DomainError("This report is counted. Take it back first; then it can be forgotten.")
    session.delete(report)


def recount_reports(
    training_session: TrainingSession, *, session: Session, actor: Actor, now: datetime, changed: Iterable[int] = ()
) -> None:
    """Ask the counted reports again after a choice, an undoing or a removed mark, and the completion after them.

    `changed` are participants whose marks the caller changed already.
    """
    hold_attendance(session, training_session.id)
    settled = settle_reports(training_session, session=session, actor=actor, now=now)
    touched = _enrollments_of(training_session, {*changed, *settled}, session=session)
    recompute_completions(touched, session=session, now=now, reopens=True)


def settle_reports(training_session: TrainingSession, *, session: Session, actor: Actor, now: datetime) -> set[int]:
    """Make the session's marks what its counted reports show; returns the participants whose mark changed."""
    session.flush()  # states and choices of this transaction are part of what is asked
    reports = list_counted_imports(session, training_session.id)
    return settle_marks(training_session, reports, session=session, actor=actor, now=now)


def _enrollments_of(training_session: TrainingSession, participants: Collection[int], *, session: Session) -> set[int]:
    roster = list_roster(session, training_session.cohort_id)
    return {line.enrollment_id for line in roster if line.participant_id in participants}
