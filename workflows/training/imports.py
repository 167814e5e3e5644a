"""A meeting report on its way to attendance: read and shown first, counted when a person says so, taken back."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows.errors import DomainError, Reason
from workflows.outbox import announce
from workflows.permissions import Actor
from workflows.training.answers import FILE_NAME_MAX
from workflows.training.attendance.minutes import SessionWindow
from workflows.training.attendance.report import AttendanceReading, read_attendance
from workflows.training.attendance.times import DateOrder
from workflows.training.completion import recompute_completions
from workflows.training.lifecycle import ATTENDANCE_IMPORT
from workflows.training.models import Attendance, AttendanceImport, AttendanceMode, ImportState, TrainingSession
from workflows.training.queries import (
    as_roster,
    find_same_import,
    hold_attendance,
    list_attendances,
    list_imports,
    list_roster,
)

TENTH = Decimal("0.1")
Person = dict[str, Any]
"""One person of an import's reading: what `AttendanceReading.as_json` says and whose `participant_id` it is."""


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

    The same file for the same session is the import that is there already. Raises DomainError, and stores nothing, for
    a file that cannot be read.
    """
    assert actor.id is not None
    digest = hashlib.sha256(content).hexdigest()
    already = find_same_import(session, training_session.id, digest)
    if already is not None:
        return already
    reading = read_attendance(
        content,
        session=window_of(training_session),
        roster=as_roster(list_roster(session, training_session.cohort_id)),
        threshold_percent=training_session.cohort.attendance_percent,
        date_order=date_order,
    )
    report = AttendanceImport(
        session_id=training_session.id,
        session=training_session,
        file_name=file_name[-FILE_NAME_MAX:],
        file_sha256=digest,
        reading=kept_reading(reading),
        state=ATTENDANCE_IMPORT.initial,
        uploaded_by_id=actor.id,
        uploaded_at=now,
    )
    session.add(report)
    try:
        session.flush()  # the unique digest finds a colleague who uploads the same file at the same moment
    except IntegrityError as error:
        raise DomainError("Someone uploaded this report a moment ago. Open it in the list below.") from error
    return report


def window_of(training_session: TrainingSession) -> SessionWindow:
    return SessionWindow(training_session.starts_at, training_session.ends_at, training_session.time_zone)


def kept_reading(reading: AttendanceReading) -> dict[str, Any]:
    """`as_json()`, each person with the id of the participant they are (or None)."""
    kept = reading.as_json()
    for person, read in zip(kept["participants"], reading.participants, strict=True):
        person["participant_id"] = read.roster_entry.key if read.roster_entry else None
    return {**kept, "shape": reading.shape_name, "date_order": reading.date_order.value}


def count_import(report: AttendanceImport, *, session: Session, actor: Actor, now: datetime) -> int:
    """Write the attendance that the report shows; returns how many marks changed.

    A mark made by hand, a recording watched, an excuse or a waiver stays as it is, and a live attendance is never made
    less by a second report. Raises Refused when it is counted already or nobody in it is a participant.
    """
    hold_attendance(session, report.session_id)
    row = ATTENDANCE_IMPORT.move(report, "count", actor=actor, now=now)
    report.applied_at = now
    changed = _write(report, report.reading["participants"], session=session, actor=actor, now=now)
    enrollments = _enrollments_of(report, session=session)
    touched = {enrollments[participant_id] for participant_id in changed if participant_id in enrollments}
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


def choose_people(
    report: AttendanceImport, chosen: Mapping[int, int | None], *, session: Session, actor: Actor, now: datetime
) -> None:
    """Say who the unmatched are: row of the reading → participant, or None for somebody else.

    Where the report is counted already, the choice counts at once. Raises DomainError for a participant of another
    cohort and for a row that the report itself matched.
    """
    enrollments = _enrollments_of(report, session=session)
    people: list[Person] = [dict(person) for person in report.reading["participants"]]
    for index, participant_id in chosen.items():
        if not (0 <= index < len(people)) or people[index]["matched"]:
            raise DomainError("That person was recognized by the report itself. Reload the page and choose again.")
        if participant_id is not None and participant_id not in enrollments:
            raise DomainError(Reason("Choose a participant of this cohort.", f"row_{index}"))
        people[index]["participant_id"] = participant_id
    report.reading = {**report.reading, "participants": people}  # a new object, so that the change is seen
    if report.state is ImportState.APPLIED:
        recount_reports(report.session, session=session, actor=actor, now=now)


def take_back_import(report: AttendanceImport, *, session: Session, actor: Actor, now: datetime) -> None:
    """Undo the counting: marks that still come from this report go, and other counted reports are asked again."""
    ATTENDANCE_IMPORT.move(report, "take_back", actor=actor, now=now)
    report.applied_at = None
    recount_reports(report.session, session=session, actor=actor, now=now)


def discard_import(report: AttendanceImport, *, session: Session) -> None:
    """Forget a report that was not counted, so that the file can be read again another way."""
    if report.state is not ImportState.PREVIEWED:
        raise DomainError("This report is counted. Take it back first; then it can be forgotten.")
    session.delete(report)


def recount_reports(training_session: TrainingSession, *, session: Session, actor: Actor, now: datetime) -> None:
    """Remove every mark that comes from a report, then write them again in the order of the reports."""
    hold_attendance(session, training_session.id)
    before = list_attendances(session, training_session.id)
    from_reports = {who: mark for who, mark in before.items() if mark.import_id is not None}
    session.flush()  # states and choices of this transaction are part of what is asked again
    changed = set(from_reports)
    for mark in from_reports.values():
        session.delete(mark)
    session.flush()  # the deleted rows must be gone before new ones take their places
    for report, _uploader in list_imports(session, training_session.id, state=ImportState.APPLIED):
        changed |= _write(report, report.reading["participants"], session=session, actor=actor, now=now)
    enrollments = {line.participant_id: line.enrollment_id for line in list_roster(session, training_session.cohort_id)}
    touched = {enrollments[who] for who in changed if who in enrollments}
    recompute_completions(touched, session=session, now=now, reopens=True)


def _enrollments_of(report: AttendanceImport, *, session: Session) -> dict[int, int]:
    return {line.participant_id: line.enrollment_id for line in list_roster(session, report.session.cohort_id)}


def _write(
    report: AttendanceImport, people: Iterable[Person], *, session: Session, actor: Actor, now: datetime
) -> set[int]:
    """Returns the participants whose mark is new or better."""
    marks = list_attendances(session, report.session_id)
    changed = set()
    for participant_id, person in best_by_participant(people).items():
        mark = marks.get(participant_id)
        mode, minutes = mode_of(person), minutes_of(person)
        if mark is None:
            mark = Attendance(participant_id=participant_id, session_id=report.session_id)
            session.add(mark)
        elif mark.import_id is None or _rank(mode, minutes) <= _rank(mark.mode, mark.minutes):
            continue
        mark.mode, mark.minutes, mark.import_id = mode, minutes, report.id
        mark.marked_by_id, mark.marked_at, mark.note = actor.id, now, ""
        changed.add(participant_id)
    return changed


def best_by_participant(people: Iterable[Person]) -> dict[int, Person]:
    """One reading a participant. Two rows of one person (a telephone beside a laptop) may overlap, so they are not
    added: the longer one counts."""
    best: dict[int, Person] = {}
    for person in people:
        participant_id = person["participant_id"]
        if participant_id is None:
            continue
        other = best.get(participant_id)
        if other is None or _rank(mode_of(person), minutes_of(person)) > _rank(mode_of(other), minutes_of(other)):
            best[participant_id] = person
    return best


def mode_of(person: Person) -> AttendanceMode:
    return AttendanceMode.LIVE if person["attended"] else AttendanceMode.MISSED


def minutes_of(person: Person) -> Decimal | None:
    """To one decimal, as the reader rounded them."""
    return None if person["minutes"] is None else Decimal(str(person["minutes"])).quantize(TENTH)


def _rank(mode: AttendanceMode, minutes: Decimal | None) -> tuple[bool, Decimal]:
    return mode.counts, Decimal(-1) if minutes is None else minutes
