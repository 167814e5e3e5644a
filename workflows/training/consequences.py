"""What will follow when marks are taken back, said before anybody does it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from workflows.enrollments.models import Enrollment, Participant
from workflows.stages import Stage
from workflows.training.completion import completed_by_attendance, sessions_named, unmet_by
from workflows.training.models import AttendanceImport, TrainingSession
from workflows.training.queries import list_attendances_of, list_counted_imports, list_enrollments_of, list_marked_by
from workflows.training.reported import Measure
from workflows.training.series import list_series
from workflows.training.settling import shown_by


def follows_from_losing(
    training_session: TrainingSession,
    people: Sequence[Participant],
    *,
    session: Session,
    reports: Sequence[AttendanceImport] = (),
) -> list[str]:
    """A sentence for each complete training that would open again or stay as it is, and for each certificate.

    `people` are those whose marks for the session would no longer count. What `reports` say holds then, so
    whoever attended there loses nothing.
    """
    kept = _attended_in(reports, training_session)
    losing = [person for person in people if person.id not in kept]
    enrollments = list_enrollments_of(session, {person.enrollment_id for person in losing})
    by_attendance = completed_by_attendance(session, [e.id for e in enrollments])
    series = list_series(session, training_session.cohort_id)
    marks = list_attendances_of(session, [p.id for e in enrollments for p in e.participants])
    lost = {person.id for person in losing}
    left = [m for m in marks if m.session_id != training_session.id or m.participant_id not in lost]
    sentences = []
    for enrollment in enrollments:
        opened = training_session.number in set(unmet_by(enrollment, series, left)) - set(
            unmet_by(enrollment, series, marks)
        )
        if opened and enrollment.training_completed_at is not None and enrollment.id in by_attendance:
            sentences.append(_sentence(enrollment, training_session.number))
    return [
        *sentences,
        *(_certificate(p) for p in losing if p.certified_at is not None and training_session.is_required),
    ]


def follows_from_taking_back(report: AttendanceImport, *, session: Session) -> list[str]:
    """The same for a counted meeting report: whom only this report shows loses the session."""
    others = [one for one in list_counted_imports(session, report.session_id) if one.id != report.id]
    return follows_from_losing(report.session, list_marked_by(session, report), session=session, reports=others)


def _sentence(enrollment: Enrollment, number: int) -> str:
    name, session = enrollment.affiliate.name, sessions_named([number]).capitalize()
    if enrollment.proposal_submitted_at is not None or enrollment.stage is not Stage.PROPOSING:
        return (
            f"{name} has submitted its proposal, so its training stays complete. {session} is shown as open, and "
            "nothing else changes."
        )
    return (
        f"The training of {name} opens again: {session.lower()} is not met then, and the proposal cannot be submitted "
        "until it is. What was written stays."
    )


def _certificate(person: Participant) -> str:
    return f"The certificate of {person.name} is taken back."


def _attended_in(reports: Sequence[AttendanceImport], training_session: TrainingSession) -> set[int]:
    shown = shown_by(reports, measure=Measure.of(training_session))
    return {participant_id for participant_id, what in shown.items() if what.mode.counts}
