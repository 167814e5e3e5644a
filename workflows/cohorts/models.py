"""Cohorts with their rules."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.cohorts import answers
from workflows.db import MONEY, Key, Row, UtcDateTime, Versioned, enum_of
from workflows.frameworks.models import Framework
from workflows.permissions import Reach


class CohortKind(StrEnum):
    PILOT = "pilot"
    EXPANSION = "expansion"


class CompletionRule(StrEnum):
    EVERY_PARTICIPANT = "every_participant"
    ONE_PER_SESSION = "one_per_session"

    @property
    def sentence(self) -> str:
        return {
            CompletionRule.EVERY_PARTICIPANT: "Every named participant attends or watches every required session.",
            CompletionRule.ONE_PER_SESSION: "At least one person of the affiliate attends or watches each session.",
        }[self]


class RecordingCheck(StrEnum):
    """What a cohort asks for besides opening a recording."""

    NONE = "none"
    QUESTIONS = "questions"
    REFLECTION = "reflection"


class Cohort(Audited, Versioned, Row):
    """One round of the program. `seats_taken` counts confirmed enrollments and can never pass `seats`."""

    __tablename__ = "cohorts"
    __table_args__ = (
        CheckConstraint("seats_taken >= 0 AND seats_taken <= seats", name="seats_are_not_oversold"),
        CheckConstraint("ends_on > starts_on", name="ends_after_it_starts"),
        CheckConstraint("attendance_percent BETWEEN 1 AND 100", name="attendance_percent_is_a_percent"),
        CheckConstraint("committed_amount >= 0 AND committed_amount <= award_budget", name="budget_is_not_overspent"),
    )
    name: Mapped[str] = mapped_column(String(answers.COHORT_NAME_MAX), unique=True)
    program: Mapped[str] = mapped_column(String(answers.PROGRAM_NAME_MAX))
    kind: Mapped[CohortKind] = mapped_column(enum_of(CohortKind))
    framework_id: Mapped[int] = mapped_column(Key, ForeignKey("frameworks.id"))
    time_zone: Mapped[str] = mapped_column(String(64))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    seats: Mapped[int]
    seats_taken: Mapped[int] = mapped_column(default=0)
    award_budget: Mapped[Decimal] = mapped_column(MONEY)
    award_ceiling: Mapped[Decimal] = mapped_column(MONEY)
    committed_amount: Mapped[Decimal] = mapped_column(MONEY, default=Decimal(0))
    completion_rule: Mapped[CompletionRule] = mapped_column(enum_of(CompletionRule))
    attendance_percent: Mapped[int] = mapped_column(default=80)
    recording_check: Mapped[RecordingCheck] = mapped_column(enum_of(RecordingCheck), default=RecordingCheck.NONE)
    proposals_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minimum_reviews: Mapped[int] = mapped_column(default=2)
    training_started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    framework: Mapped[Framework] = relationship()

    @property
    def reach(self) -> Reach:
        return Reach()

    @property
    def seats_free(self) -> int:
        return self.seats - self.seats_taken

    @property
    def free_amount(self) -> Decimal:
        return self.award_budget - self.committed_amount
