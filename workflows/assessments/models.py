"""Self-assessments that an affiliate agrees on, what single people say of themselves, and what is learned together."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.assessments import answers
from workflows.assessments.answers import ItemAnswer, Moment, Offer, Position
from workflows.assessments.instrument import Instrument, get_instrument
from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments.models import Enrollment
from workflows.people.models import User
from workflows.permissions import Reach


class Assessment(Audited, Versioned, Row):
    """What one affiliate agrees on at one moment. `scores` (item code → 1 to 5) is sealed on submission.

    `is_late` says that it was submitted after its time. Nobody began it where the program opened it by itself.
    """

    __tablename__ = "assessments"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "moment"),
        CheckConstraint("(submitted_at IS NULL) = (submitted_by_id IS NULL)", name="submitted_by_somebody"),
    )
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"))
    moment: Mapped[Moment] = mapped_column(enum_of(Moment))
    edition: Mapped[str] = mapped_column(String(20))
    scores: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    is_late: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    enrollment: Mapped[Enrollment] = relationship()
    sections: Mapped[list["AssessmentSection"]] = relationship(
        back_populates="assessment", order_by="AssessmentSection.id"
    )

    @property
    def reach(self) -> Reach:
        return self.enrollment.reach

    @property
    def instrument(self) -> Instrument:
        return get_instrument(self.edition)

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    def section(self, dimension: str) -> "AssessmentSection | None":
        return next((row for row in self.sections if row.dimension == dimension), None)

    def answer(self, item: str) -> ItemAnswer:
        """What is kept on one statement, also in a draft."""
        row = self.section(item.partition(".")[0])
        kept = (row.answers if row else {}).get(item, {})
        return ItemAnswer(kept.get("score"), kept.get("example", ""))


class AssessmentSection(Audited, Versioned, Row):
    """One dimension's answers, saved on their own: {"D1.2": {"score": 4, "example": "…"}}."""

    __tablename__ = "assessment_sections"
    __table_args__ = (UniqueConstraint("assessment_id", "dimension"),)
    assessment_id: Mapped[int] = mapped_column(Key, ForeignKey("assessments.id"))
    dimension: Mapped[str] = mapped_column(String(10))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    saved_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    assessment: Mapped[Assessment] = relationship(back_populates="sections")


class PersonalAssessment(Versioned, Row):
    """What one person says of their own skills, for nobody else to read.

    Not audited: the trail is read by others. Only means of at least five people of one role are ever shown.
    """

    __tablename__ = "personal_assessments"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "moment", "user_id"),
        Index("ix_personal_assessments_counted", "moment", "submitted_at"),
        CheckConstraint("submitted_at IS NULL OR position IS NOT NULL", name="submitted_from_a_position"),
    )
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"))
    moment: Mapped[Moment] = mapped_column(enum_of(Moment))
    user_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"), index=True)
    position: Mapped[Position | None] = mapped_column(enum_of(Position))
    edition: Mapped[str] = mapped_column(String(20))
    scores: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def instrument(self) -> Instrument:
        return get_instrument(self.edition)


class DevelopmentNote(Audited, Row):
    """One line of an affiliate's development log: what a person learned, on which subject."""

    __tablename__ = "development_notes"
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"), index=True)
    user_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    dimension: Mapped[str] = mapped_column(String(10))
    learned_on: Mapped[date]
    text: Mapped[str] = mapped_column(String(answers.NOTE_MAX))
    enrollment: Mapped[Enrollment] = relationship()
    user: Mapped[User] = relationship()

    @property
    def reach(self) -> Reach:
        return self.enrollment.reach


class LearningTopic(Audited, Versioned, Row):
    """One topic of the network's learning agenda; it belongs to no affiliate."""

    __tablename__ = "learning_topics"
    __table_args__ = (Index("ix_learning_topics_day", "happens_on"),)
    title: Mapped[str] = mapped_column(String(answers.TITLE_MAX))
    dimension: Mapped[str] = mapped_column(String(10))
    offer: Mapped[Offer] = mapped_column(enum_of(Offer))
    text: Mapped[str] = mapped_column(Text, default="")
    happens_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(answers.LINE_MAX), default="")
    led_by: Mapped[str] = mapped_column(String(answers.LINE_MAX), default="")
    written_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def reach(self) -> Reach:
        return Reach()
