"""Check-ins, their shared and private notes, and action items."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.coaching import answers
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments.models import Enrollment
from workflows.people.models import User
from workflows.permissions import Reach


class CheckInState(StrEnum):
    SCHEDULED = "scheduled"
    HELD = "held"
    CANCELLED = "cancelled"

    @property
    def words(self) -> str:
        return self.value.capitalize()


class CheckInMode(StrEnum):
    VIDEO = "video"
    PHONE = "phone"
    IN_PERSON = "in_person"

    @property
    def words(self) -> str:
        return {"video": "By video", "phone": "By phone", "in_person": "In person"}[self.value]


class CheckIn(Audited, Versioned, Row):
    """One conversation of coach and affiliate. `calendar_uid` stays; `calendar_sequence` rises when it moves."""

    __tablename__ = "check_ins"
    __table_args__ = (
        Index("ix_check_ins_enrollment", "enrollment_id", "starts_at"),
        Index("ix_check_ins_coach", "coach_id", "starts_at"),
        CheckConstraint("minutes BETWEEN 5 AND 480", name="takes_time"),
    )
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"))
    coach_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int]
    time_zone: Mapped[str] = mapped_column(String(64))
    mode: Mapped[CheckInMode] = mapped_column(enum_of(CheckInMode))
    place: Mapped[str] = mapped_column(String(answers.PLACE_MAX), default="")
    agenda: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[CheckInState] = mapped_column(enum_of(CheckInState), default=CheckInState.SCHEDULED)
    calendar_uid: Mapped[str] = mapped_column(String(120), unique=True)
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    focus: Mapped[str] = mapped_column(String(answers.FOCUS_MAX), default="")
    wins: Mapped[str] = mapped_column(Text, default="")
    shared_note: Mapped[str] = mapped_column(Text, default="")
    early_signal: Mapped[str] = mapped_column(Text, default="")
    cancelled_because: Mapped[str] = mapped_column(Text, default="")
    enrollment: Mapped[Enrollment] = relationship()
    coach: Mapped[User] = relationship()
    actions: Mapped[list["ActionItem"]] = relationship(
        back_populates="check_in", order_by="ActionItem.id", cascade="all, delete-orphan"
    )

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def reach(self) -> Reach:
        return self.enrollment.reach


class PrivateNote(Audited, Versioned, Row):
    """The coach's own note, in a table of its own so that no page, document or export meets it by accident."""

    __tablename__ = "private_notes"
    audit_hides = frozenset({"text"})
    check_in_id: Mapped[int] = mapped_column(Key, ForeignKey("check_ins.id"), unique=True)
    author_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ActionSide(StrEnum):
    AFFILIATE = "affiliate"
    COACH = "coach"


class ActionItem(Audited, Versioned, Row):
    """Something one side promised to do by a day."""

    __tablename__ = "action_items"
    __table_args__ = (Index("ix_action_items_open", "enrollment_id", "done_at", "due_on"),)
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"))
    check_in_id: Mapped[int | None] = mapped_column(Key, ForeignKey("check_ins.id"), index=True)
    text: Mapped[str] = mapped_column(String(answers.ACTION_MAX))
    side: Mapped[ActionSide] = mapped_column(enum_of(ActionSide))
    due_on: Mapped[date]
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    enrollment: Mapped[Enrollment] = relationship()
    check_in: Mapped[CheckIn | None] = relationship(back_populates="actions")

    @property
    def reach(self) -> Reach:
        return self.enrollment.reach
