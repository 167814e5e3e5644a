"""Sessions, attendance and imports as pages and rules need them, each with its loading stated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment, Participant, StageChange
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.people.models import Affiliate, User
from workflows.permissions import Actor, Permission, Reach, Scope, scopes_of
from workflows.stages import Stage
from workflows.training.models import (
    Attendance,
    AttendanceImport,
    ImportState,
    RecordingOpening,
    SessionMaterial,
    SessionState,
    SessionTranscript,
    TrainingSession,
    reach_of_all,
)
from workflows.training.series import list_series

_IN_TRAINING = (Stage.COMMITTED, Stage.ENROLLED, Stage.TRAINING)


@dataclass(frozen=True, slots=True)
class Series:
    """The sessions of one cohort, by number; whoever takes part in the cohort shares them."""

    cohort: Cohort
    sessions: tuple[TrainingSession, ...]
    reach: Reach


@dataclass(frozen=True, slots=True)
class CohortProgress:
    """How far a cohort's training is, counted over the enrollments this person may see."""

    cohort: Cohort
    sessions: int
    affiliates: int
    complete: int


def get_series(session: Session, cohort_id: int) -> Series:
    """With the enrollments that it is for; raises NotFound."""
    cohort = session.get(Cohort, cohort_id)
    if cohort is None:
        raise NotFound()
    enrolled = session.scalars(select(Enrollment).where(Enrollment.cohort_id == cohort_id)).all()
    return Series(cohort, tuple(list_series(session, cohort_id)), reach_of_all(enrolled))


def get_training_session(session: Session, session_id: int) -> TrainingSession:
    """With its cohort and the cohort's enrollments; raises NotFound."""
    loading = (joinedload(TrainingSession.cohort), selectinload(TrainingSession.enrollments))
    found = session.scalar(select(TrainingSession).where(TrainingSession.id == session_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def get_session_of_cohort(session: Session, session_id: int, cohort_id: int) -> TrainingSession:
    """Raises NotFound for a session of another cohort."""
    found = get_training_session(session, session_id)
    if found.cohort_id != cohort_id:
        raise NotFound()
    return found


def hold_sessions_from(session: Session, first: TrainingSession) -> Sequence[TrainingSession]:
    """This session and all later planned ones of its cohort, by start, held until the transaction ends."""
    session.flush()  # what this transaction changed must survive the fresh reading below
    rows = select(TrainingSession).where(
        TrainingSession.cohort_id == first.cohort_id,
        TrainingSession.starts_at >= first.starts_at,
        TrainingSession.state == SessionState.PLANNED,
    )
    rows = rows.order_by(TrainingSession.starts_at, TrainingSession.id).with_for_update(of=TrainingSession)
    return session.scalars(rows, execution_options={"populate_existing": True}).all()


def find_transcript(session: Session, session_id: int) -> SessionTranscript | None:
    return session.scalar(select(SessionTranscript).where(SessionTranscript.session_id == session_id))


def get_material(session: Session, material_id: int) -> SessionMaterial:
    """With its session, cohort and the cohort's enrollments; raises NotFound."""
    to_session = joinedload(SessionMaterial.session, innerjoin=True)
    loading = (to_session.joinedload(TrainingSession.cohort), to_session.selectinload(TrainingSession.enrollments))
    found = session.scalar(select(SessionMaterial).where(SessionMaterial.id == material_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def list_materials(session: Session, session_id: int) -> Sequence[SessionMaterial]:
    """The files and links of a session, in the order that staff gave them."""
    rows = select(SessionMaterial).where(SessionMaterial.session_id == session_id)
    return session.scalars(rows.order_by(SessionMaterial.position, SessionMaterial.id)).all()


def count_materials(session: Session, cohort_id: int) -> dict[int, int]:
    """Files and links by session, for the sessions that have some."""
    rows = (
        select(SessionMaterial.session_id, func.count(SessionMaterial.id))
        .join(TrainingSession, TrainingSession.id == SessionMaterial.session_id)
        .where(TrainingSession.cohort_id == cohort_id)
        .group_by(SessionMaterial.session_id)
    )
    return {row[0]: row[1] for row in session.execute(rows)}


def list_material_digests(session: Session) -> frozenset[str]:
    """The files in the store that a material needs."""
    kept = select(SessionMaterial.file_sha256).where(SessionMaterial.file_sha256.is_not(None))
    return frozenset(digest for digest in session.scalars(kept) if digest is not None)


def list_ids_in_training(session: Session, cohort_id: int) -> Sequence[int]:
    """The enrollments whose people still have sessions before them."""
    rows = select(Enrollment.id).where(Enrollment.cohort_id == cohort_id, Enrollment.stage.in_(_IN_TRAINING))
    return session.scalars(rows.order_by(Enrollment.id)).all()


def get_attendance_import(session: Session, import_id: int) -> AttendanceImport:
    """With its session and cohort; raises NotFound."""
    loading = joinedload(AttendanceImport.session).joinedload(TrainingSession.cohort)
    found = session.scalar(select(AttendanceImport).where(AttendanceImport.id == import_id).options(loading))
    if found is None:
        raise NotFound()
    return found


def find_same_import(session: Session, session_id: int, file_sha256: str) -> AttendanceImport | None:
    same = (AttendanceImport.session_id == session_id, AttendanceImport.file_sha256 == file_sha256)
    return session.scalar(select(AttendanceImport).where(*same))


def list_imports(session: Session, session_id: int) -> Sequence[tuple[AttendanceImport, str]]:
    """The meeting reports of a session, oldest first, each with the name of who uploaded it."""
    rows = (
        select(AttendanceImport, User.name)
        .join(User, User.id == AttendanceImport.uploaded_by_id)
        .where(AttendanceImport.session_id == session_id)
        .order_by(AttendanceImport.id)
    )
    return session.execute(rows).all()


def list_marked_by(session: Session, report: AttendanceImport) -> Sequence[Participant]:
    """Whose mark comes from this meeting report."""
    marked = select(Participant).join(Attendance, Attendance.participant_id == Participant.id)
    return session.scalars(marked.where(Attendance.import_id == report.id).order_by(Participant.id)).all()


def list_counted_imports(session: Session, session_id: int) -> Sequence[AttendanceImport]:
    """The meeting reports of a session that count, oldest first."""
    counted = (AttendanceImport.session_id == session_id, AttendanceImport.state == ImportState.APPLIED)
    return session.scalars(select(AttendanceImport).where(*counted).order_by(AttendanceImport.id)).all()


def hold_attendance(session: Session, session_id: int) -> None:
    """Until this transaction ends nobody else writes attendance of the session, so no mark is written twice."""
    session.scalar(select(TrainingSession.id).where(TrainingSession.id == session_id).with_for_update())


def list_attendances(session: Session, session_id: int) -> dict[int, Attendance]:
    """The marks of one session by participant."""
    rows = select(Attendance).where(Attendance.session_id == session_id)
    return {mark.participant_id: mark for mark in session.scalars(rows)}


def list_attendances_of(session: Session, participant_ids: Sequence[int]) -> Sequence[Attendance]:
    return session.scalars(select(Attendance).where(Attendance.participant_id.in_(participant_ids))).all()


def find_attendance(session: Session, participant_id: int, session_id: int) -> Attendance | None:
    one = (Attendance.participant_id == participant_id, Attendance.session_id == session_id)
    return session.scalar(select(Attendance).where(*one))


def find_own_participant(session: Session, *, cohort_id: int, user: User) -> Participant | None:
    """The participant who this user is in the cohort, also when they were named before they had an account."""
    unlinked = Participant.user_id.is_(None) & (func.lower(Participant.email) == user.email.lower())
    rows = (
        select(Participant)
        .join(Participant.enrollment)
        .where(
            Enrollment.cohort_id == cohort_id,
            or_(Participant.user_id == user.id, unlinked),
            Participant.ended_at.is_(None),
        )
        .order_by(Participant.user_id.is_(None), Participant.id)
        .options(selectinload(Participant.enrollment))
    )
    return session.scalars(rows).first()


def list_participants_of_cohort(session: Session, participant_ids: Iterable[int], cohort_id: int) -> list[Participant]:
    """With their enrollments, by name; raises NotFound when one of them is of another cohort."""
    wanted = set(participant_ids)
    rows = (
        select(Participant)
        .join(Participant.enrollment)
        .where(Participant.id.in_(wanted), Enrollment.cohort_id == cohort_id)
        .order_by(Participant.name, Participant.id)
        .options(contains_eager(Participant.enrollment))
    )
    found = list(session.scalars(rows))
    if {person.id for person in found} != wanted:
        raise NotFound()
    return found


def get_participant_of_cohort(session: Session, participant_id: int, cohort_id: int) -> Participant:
    """With the enrollment; raises NotFound for someone of another cohort."""
    rows = (
        select(Participant)
        .join(Participant.enrollment)
        .where(Participant.id == participant_id, Enrollment.cohort_id == cohort_id)
        .options(selectinload(Participant.enrollment))
    )
    found = session.scalar(rows)
    if found is None:
        raise NotFound()
    return found


def has_opened_recording(session: Session, participant_id: int, session_id: int) -> bool:
    opened = (RecordingOpening.participant_id == participant_id, RecordingOpening.session_id == session_id)
    return session.scalar(select(RecordingOpening.id).where(*opened).limit(1)) is not None


def list_past_required(session: Session, cohort_id: int, *, now: datetime) -> list[int]:
    """The numbers of the cohort's required sessions that have begun."""
    begun = (TrainingSession.cohort_id == cohort_id, TrainingSession.is_required, TrainingSession.starts_at <= now)
    return list(session.scalars(select(TrainingSession.number).where(*begun).order_by(TrainingSession.number)))


def find_reopening(session: Session, enrollment_id: int) -> StageChange | None:
    """When and why a complete training opened again, if that is the last thing that happened to it."""
    last = (
        select(StageChange)
        .where(StageChange.enrollment_id == enrollment_id, StageChange.target == Stage.TRAINING)
        .order_by(StageChange.id.desc())
        .limit(1)
    )
    found = session.scalar(last)
    return found if found is not None and found.transition == "reopen_training" else None


def list_enrollments_of(session: Session, enrollment_ids: Iterable[int]) -> Sequence[Enrollment]:
    """These enrollments with their participants, by key."""
    rows = select(Enrollment).where(Enrollment.id.in_(list(enrollment_ids))).order_by(Enrollment.id)
    return session.scalars(rows.options(selectinload(Enrollment.participants))).all()


def list_enrollments_in_training(session: Session, cohort_id: int, *, actor: Actor) -> Sequence[Enrollment]:
    """The cohort's confirmed enrollments that this person may see, by affiliate, with their participants.

    Who declined, deferred or withdrew before the training was complete has no row.
    """
    rows = (
        select(Enrollment)
        .join(Enrollment.affiliate)
        .where(
            Enrollment.cohort_id == cohort_id,
            visible_to(actor, Permission.SEE_TRAINING),
            takes_part(),
        )
        .order_by(Affiliate.name)
        .options(selectinload(Enrollment.participants), joinedload(Enrollment.proposal))
    )
    return session.scalars(rows).all()


def list_cohorts_in_training(session: Session, *, actor: Actor) -> list[CohortProgress]:
    """The cohorts with an enrollment this person may see, newest first, and how far each is."""
    mine = visible_to(actor, Permission.SEE_TRAINING)
    counted = (
        select(Cohort, _sessions_planned(), func.count(Enrollment.id), func.count(Enrollment.training_completed_at))
        .outerjoin(Enrollment, (Enrollment.cohort_id == Cohort.id) & mine)
        .group_by(Cohort.id)
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    )
    if Scope.ANYWHERE not in scopes_of(actor, Permission.SEE_TRAINING):
        counted = counted.having(func.count(Enrollment.id) > 0)
    return [CohortProgress(*row) for row in session.execute(counted)]


def takes_part() -> ColumnElement[bool]:
    return or_(Enrollment.stage.in_(_IN_TRAINING), Enrollment.training_completed_at.is_not(None))


def _sessions_planned() -> ColumnElement[int]:
    planned = select(func.count(TrainingSession.id)).where(TrainingSession.cohort_id == Cohort.id)
    return planned.correlate(Cohort).scalar_subquery()
