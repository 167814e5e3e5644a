"""Requests for more time, and the time that was given."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments.models import Enrollment
from workflows.people.models import User
from workflows.permissions import Reach


class RequestState(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class ExtensionRequest(Audited, Versioned, Row):
    """An affiliate asks for more time; the program manager answers with words."""

    __tablename__ = "extension_requests"
    __table_args__ = (
        CheckConstraint("state = 'asked' OR answered_at IS NOT NULL", name="an_answer_is_dated"),
        CheckConstraint("state <> 'refused' OR answer <> ''", name="a_no_has_its_reason"),
    )
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"), index=True)
    state: Mapped[RequestState] = mapped_column(enum_of(RequestState), default=RequestState.ASKED)
    reason: Mapped[str] = mapped_column(Text)
    wanted_until: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    enrollment: Mapped[Enrollment] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])

    @property
    def reach(self) -> Reach:
        return self.enrollment.reach


class DeadlineExtension(Audited, Row):
    """A later deadline for one affiliate, with the reason. Each one is kept; the latest moment counts."""

    __tablename__ = "deadline_extensions"
    __table_args__ = (CheckConstraint("reason <> ''", name="more_time_has_its_reason"),)
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"), index=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text)
    given_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    request_id: Mapped[int | None] = mapped_column(Key, ForeignKey("extension_requests.id"))
    given_by: Mapped[User] = relationship(foreign_keys=[given_by_id])
