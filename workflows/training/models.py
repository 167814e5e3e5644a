"""Training sessions, who took part and how, and the reports that attendance was read from."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from workflows.audit import Audited
from workflows.cohorts.models import Cohort
from workflows.db import QUANTITY, Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments.models import Enrollment, Participant
from workflows.permissions import Reach
from workflows.training import answers
from workflows.training.answers import ALIAS_MAX, MaterialKind


def reach_of_all(enrollments: Iterable[Enrollment]) -> Reach:
    """Whose a record is that all these enrollments share."""
    enrollments = list(enrollments)
    return Reach(
        affiliate_ids=frozenset(e.affiliate_id for e in enrollments),
        coach_ids=frozenset(e.coach_id for e in enrollments if e.coach_id is not None),
    )


class SessionState(StrEnum):
    PLANNED = "planned"
    CANCELLED = "cancelled"


class TrainingSession(Audited, Versioned, Row):
    """One session of a cohort's series. The wall-clock start is `starts_at` seen in `time_zone`.

    `number` is its name for good: it says nothing of the order once a session was moved. `calendar_sequence` rises
    with what calendars must take over, which is less than what people edit. A cancelled session is not required;
    `was_required` is what it goes back to.
    """

    __tablename__ = "training_sessions"
    __table_args__ = (
        UniqueConstraint("cohort_id", "number"),
        CheckConstraint("minutes > 0", name="takes_time"),
        CheckConstraint("state = 'planned' OR NOT is_required", name="cancelled_is_not_required"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_has_its_moment"),
        CheckConstraint("recording_minutes > 0", name="recording_takes_time"),
    )
    cohort_id: Mapped[int] = mapped_column(Key, ForeignKey("cohorts.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    objectives: Mapped[str] = mapped_column(Text, default="")
    practice_product: Mapped[str] = mapped_column(String(200), default="")
    competency: Mapped[str] = mapped_column(String(120), default="")
    feeds: Mapped[str] = mapped_column(String(120), default="")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int]
    time_zone: Mapped[str] = mapped_column(String(64))
    is_required: Mapped[bool] = mapped_column(default=True)
    meeting_url: Mapped[str] = mapped_column(String(500), default="")
    recording_url: Mapped[str] = mapped_column(String(500), default="")
    language: Mapped[str] = mapped_column(String(answers.LANGUAGE_MAX), default="English")
    accessibility: Mapped[str] = mapped_column(Text, default="")
    recording_minutes: Mapped[int | None]
    recording_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recording_language: Mapped[str] = mapped_column(String(answers.LANGUAGE_MAX), default="")
    recording_captions: Mapped[str] = mapped_column(String(answers.CAPTIONS_MAX), default="")
    state: Mapped[SessionState] = mapped_column(enum_of(SessionState), default=SessionState.PLANNED)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_because: Mapped[str] = mapped_column(Text, default="")
    was_required: Mapped[bool] = mapped_column(default=False)
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    cohort: Mapped[Cohort] = relationship()
    enrollments: Mapped[list[Enrollment]] = relationship(
        primaryjoin=lambda: TrainingSession.cohort_id == foreign(Enrollment.cohort_id), viewonly=True
    )

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_cancelled(self) -> bool:
        return self.state is SessionState.CANCELLED

    @property
    def reach(self) -> Reach:
        """Every affiliate of the cohort shares it, and so do their coaches."""
        return reach_of_all(self.enrollments)


class SessionMaterial(Audited, Versioned, Row):
    """A file or a link that belongs to a session; a file's content lies in the store under its digest."""

    __tablename__ = "session_materials"
    __table_args__ = (
        Index("ix_session_materials_place", "session_id", "position"),
        CheckConstraint("(url = '') = (file_sha256 IS NOT NULL)", name="is_a_file_or_a_link"),
    )
    session_id: Mapped[int] = mapped_column(Key, ForeignKey("training_sessions.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(answers.MATERIAL_TITLE_MAX))
    kind: Mapped[MaterialKind] = mapped_column(enum_of(MaterialKind))
    language: Mapped[str] = mapped_column(String(answers.LANGUAGE_MAX))
    url: Mapped[str] = mapped_column(String(answers.LINK_MAX), default="")
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(answers.FILE_NAME_MAX), default="")
    size: Mapped[int | None]
    added_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    session: Mapped[TrainingSession] = relationship()

    @property
    def reach(self) -> Reach:
        return self.session.reach


class SessionTranscript(Audited, Row):
    """What was said in a session, as text to read; apart from the session, whose lists must stay light."""

    __tablename__ = "session_transcripts"
    audit_hides = frozenset({"text"})  # as long as a book; the audit keeps that it was changed
    session_id: Mapped[int] = mapped_column(Key, ForeignKey("training_sessions.id"), unique=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(answers.LANGUAGE_MAX))


class CalendarFeed(Audited, Row):
    """A person's secret address under which calendars find their sessions; the address itself is not kept."""

    __tablename__ = "calendar_feeds"
    audit_hides = frozenset({"token_sha256"})
    user_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"), unique=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AttendanceMode(StrEnum):
    LIVE = "live"
    RECORDING = "recording"
    MAKE_UP = "make_up"
    EXCUSED = "excused"
    WAIVED = "waived"
    MISSED = "missed"

    @property
    def counts(self) -> bool:
        return self is not AttendanceMode.MISSED


BY_HAND = (AttendanceMode.MAKE_UP, AttendanceMode.EXCUSED, AttendanceMode.WAIVED, AttendanceMode.MISSED)


class Attendance(Audited, Versioned, Row):
    """How one person took part in one session; at most one row a person and session."""

    __tablename__ = "attendances"
    __table_args__ = (
        UniqueConstraint("participant_id", "session_id"),
        Index("ix_attendances_session", "session_id"),
    )
    participant_id: Mapped[int] = mapped_column(Key, ForeignKey("participants.id"))
    session_id: Mapped[int] = mapped_column(Key, ForeignKey("training_sessions.id"))
    mode: Mapped[AttendanceMode] = mapped_column(enum_of(AttendanceMode))
    minutes: Mapped[Decimal | None] = mapped_column(QUANTITY)
    import_id: Mapped[int | None] = mapped_column(Key, ForeignKey("attendance_imports.id"), index=True)
    marked_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="")
    participant: Mapped[Participant] = relationship()
    session: Mapped[TrainingSession] = relationship()


class ImportState(StrEnum):
    PREVIEWED = "previewed"
    APPLIED = "applied"


class AttendanceImport(Audited, Versioned, Row):
    """One meeting report as it was read: previewed first, counted when a person says so.

    `reading` is what the report said and stays as it was; `workflows.training.reported` reads it. `answers` is what
    people said about those whom it did not tell: place in the reading → participant, NOBODY or ASK. `replaced` keeps
    the marks made by hand that somebody let this report replace, by participant.
    """

    __tablename__ = "attendance_imports"
    __table_args__ = (
        UniqueConstraint("session_id", "file_sha256"),
        Index("ix_attendance_imports_questions", "open_questions"),
    )
    session_id: Mapped[int] = mapped_column(Key, ForeignKey("training_sessions.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    file_sha256: Mapped[str] = mapped_column(String(64))
    reading: Mapped[dict[str, Any]] = mapped_column(JSON)
    answers: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    replaced: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    open_questions: Mapped[int] = mapped_column(default=0)
    state: Mapped[ImportState] = mapped_column(enum_of(ImportState), default=ImportState.PREVIEWED)
    uploaded_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    session: Mapped[TrainingSession] = relationship()

    @property
    def reach(self) -> Reach:
        return Reach()


class AttendanceAlias(Audited, Row):
    """What a person once said about somebody in a meeting report, for the next one.

    `alias` is a shown name or an address in plain form, `shown` the same as it was seen, and `email` who that is:
    whoever has this address on the roster of a cohort, or nobody of ours where it is empty.
    """

    __tablename__ = "attendance_aliases"
    __table_args__ = (UniqueConstraint("alias", "email"), Index("ix_attendance_aliases_email", "email"))
    alias: Mapped[str] = mapped_column(String(ALIAS_MAX))
    shown: Mapped[str] = mapped_column(String(ALIAS_MAX))
    email: Mapped[str] = mapped_column(String(ALIAS_MAX))
    remembered_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    remembered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def reach(self) -> Reach:
        return Reach()


class RecordingOpening(Row):
    """A person opened a session's recording; the least evidence that the program asks for."""

    __tablename__ = "recording_openings"
    __table_args__ = (Index("ix_recording_openings_who", "participant_id", "session_id"),)
    participant_id: Mapped[int] = mapped_column(Key, ForeignKey("participants.id"))
    session_id: Mapped[int] = mapped_column(Key, ForeignKey("training_sessions.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
