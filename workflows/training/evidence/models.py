"""Check questions and tries, reflections, excuses and make-ups; each of one person and one session."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments.models import Participant
from workflows.permissions import Reach
from workflows.training.models import TrainingSession


class CheckSheet(Audited, Versioned, Row):
    """The check questions of one session, as staff wrote them: [{question, choices, right, explanation}, …]."""

    __tablename__ = "check_sheets"
    session_id: Mapped[int] = mapped_column(Key, ForeignKey("training_sessions.id"), unique=True)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class CheckTry(Row):
    """One attempt at the questions: the places of the chosen answers, and how many of them were right."""

    __tablename__ = "check_tries"
    __table_args__ = (Index("ix_check_tries_who", "participant_id", "session_id"),)
    participant_id: Mapped[int] = mapped_column(Key, ForeignKey("participants.id"))
    session_id: Mapped[int] = mapped_column(Key, ForeignKey("training_sessions.id"))
    chosen: Mapped[list[int]] = mapped_column(JSON)
    right: Mapped[int]
    asked: Mapped[int]
    tried_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def is_passed(self) -> bool:
        return self.right == self.asked


class OfOnePlace:
    """A record of one person and one session; at most one of its kind."""

    participant_id: Mapped[int] = mapped_column(Key, ForeignKey("participants.id"))
    session_id: Mapped[int] = mapped_column(Key, ForeignKey("training_sessions.id"), index=True)
    comment: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @declared_attr
    def participant(cls) -> Mapped[Participant]:  # noqa: N805  SQLAlchemy passes the class
        return relationship()

    @declared_attr
    def session(cls) -> Mapped[TrainingSession]:  # noqa: N805  SQLAlchemy passes the class
        return relationship()

    @property
    def reach(self) -> Reach:
        return self.participant.enrollment.reach


class ReflectionState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    VERIFIED = "verified"
    RETURNED = "returned"

    @property
    def counts(self) -> bool:
        return self in (ReflectionState.SENT, ReflectionState.VERIFIED)


class Reflection(Audited, OfOnePlace, Versioned, Row):
    """What a person takes from a recording, in their own words. The words are theirs: the audit trail hides them."""

    __tablename__ = "reflections"
    __table_args__ = (
        UniqueConstraint("participant_id", "session_id"),
        CheckConstraint("state = 'draft' OR sent_at IS NOT NULL", name="sent_first"),
    )
    audit_hides: ClassVar[frozenset[str]] = frozenset({"text"})
    state: Mapped[ReflectionState] = mapped_column(enum_of(ReflectionState), default=ReflectionState.DRAFT)
    text: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ExcuseState(StrEnum):
    NOT_ASKED = "not_asked"
    ASKED = "asked"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class Excuse(Audited, OfOnePlace, Versioned, Row):
    """Somebody says in advance that a person cannot come. The reason may be private: the audit trail hides it."""

    __tablename__ = "excuses"
    __table_args__ = (UniqueConstraint("participant_id", "session_id"),)
    audit_hides: ClassVar[frozenset[str]] = frozenset({"reason"})
    state: Mapped[ExcuseState] = mapped_column(enum_of(ExcuseState), default=ExcuseState.NOT_ASKED)
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MakeUpState(StrEnum):
    NOT_ASKED = "not_asked"
    ASKED = "asked"
    ARRANGED = "arranged"
    HANDED_IN = "handed_in"
    VERIFIED = "verified"
    RETURNED = "returned"


class MakeUp(Audited, OfOnePlace, Versioned, Row):
    """Something arranged instead of a session: asked for, agreed, done and told in words, verified."""

    __tablename__ = "make_ups"
    __table_args__ = (
        UniqueConstraint("participant_id", "session_id"),
        CheckConstraint("state <> 'verified' OR handed_in_at IS NOT NULL", name="handed_in_first"),
    )
    audit_hides: ClassVar[frozenset[str]] = frozenset({"reason"})
    state: Mapped[MakeUpState] = mapped_column(enum_of(MakeUpState), default=MakeUpState.NOT_ASKED)
    reason: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
