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
from workflows.training.answers import ALIAS_MAX


def reach_of_all(enrollments: Iterable[Enrollment]) -> Reach:
    """Whose a record is that all these enrollments share."""
    enrollments = list(enrollments)
    return Reach(
        affiliate_ids=frozenset(e.affiliate_id for e in enrollments),
        coach_ids=frozenset(e.coach_id for e in enrollments if e.coach_id is not None),
    )


class TrainingSession(Audited, Versioned, Row):
    """One session of a cohort's series. The wall-clock start is `starts_at` seen in `time_zone`."""

    __tablename__ = "training_sessions"
    __table_args__ = (
        UniqueConstraint("cohort_id", "number"),
        CheckConstraint("minutes > 0", name="takes_time"),
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
    cohort: Mapped[Cohort] = relationship()
    enrollments: Mapped[list[Enrollment]] = relationship(
        primaryjoin=lambda: TrainingSession.cohort_id == foreign(Enrollment.cohort_id), viewonly=True
    )

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def reach(self) -> Reach:
        """Every affiliate of the cohort shares it, and so do their coaches."""
        return reach_of_all(self.enrollments)


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
