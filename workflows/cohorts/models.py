"""Cohorts with their rules, and what a pilot taught."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from workflows.audit import Audited
from workflows.cohorts import answers
from workflows.db import MONEY, Key, Row, UtcDateTime, Versioned, enum_of
from workflows.frameworks.models import Framework
from workflows.permissions import Reach


class CohortKind(StrEnum):
    PILOT = "pilot"
    EXPANSION = "expansion"


class RecordingCheck(StrEnum):
    """What a person does after a recording so that it counts."""

    NONE = "none"
    QUESTIONS = "questions"
    REFLECTION = "reflection"

    @property
    def sentence(self) -> str:
        return {
            RecordingCheck.NONE: "Opening the recording is enough.",
            RecordingCheck.QUESTIONS: "Three check questions are answered after it.",
            RecordingCheck.REFLECTION: "A short reflection is written after it.",
        }[self]


class CompletionRule(StrEnum):
    EVERY_PARTICIPANT = "every_participant"
    ONE_PER_SESSION = "one_per_session"

    @property
    def sentence(self) -> str:
        return {
            CompletionRule.EVERY_PARTICIPANT: "Every named participant attends or watches every required session.",
            CompletionRule.ONE_PER_SESSION: "At least one person of the affiliate attends or watches each session.",
        }[self]


class Cohort(Audited, Versioned, Row):
    """One round of the program.

    `seats_taken` counts confirmed enrollments, `seats_offered` those of the waiting list that moved up and are not
    confirmed yet, `waiting` those who still wait; the first two together can never pass `seats`. An expansion names
    the pilot that it builds on. `commitments_due_at` None means that commitments have no deadline.
    A proposal that asks for at most `short_form_up_to` may use the short form (0: there is none); `sections_off` are
    the parts of the form that this cohort leaves out.
    What was handed over by `proposals_due_at` may be certified for `proposals_grace_hours` more.
    `staged_amount` is what approvals that are not announced yet hold of the budget. An approval above `confirm_above`
    needs a second person (None: never).
    `rubric_version` is set when the first reviewer is asked, and then stands: a cohort's proposals are scored alike.
    """

    __tablename__ = "cohorts"
    __table_args__ = (
        CheckConstraint("seats_taken >= 0 AND seats_taken <= seats", name="seats_are_not_oversold"),
        CheckConstraint("seats_offered >= 0 AND seats_taken + seats_offered <= seats", name="seats_are_promised_once"),
        CheckConstraint("waiting >= 0 AND waiting <= waiting_places", name="waiting_list_is_not_overfull"),
        CheckConstraint("ends_on > starts_on", name="ends_after_it_starts"),
        CheckConstraint("attendance_percent BETWEEN 1 AND 100", name="attendance_percent_is_a_percent"),
        CheckConstraint("short_form_up_to >= 0", name="short_form_is_for_an_amount"),
        CheckConstraint("proposals_grace_hours BETWEEN 0 AND 168", name="grace_is_a_week_at_most"),
        CheckConstraint("committed_amount >= 0 AND committed_amount <= award_budget", name="budget_is_not_overspent"),
        CheckConstraint(
            "staged_amount >= 0 AND committed_amount + staged_amount <= award_budget", name="budget_is_not_overpromised"
        ),
        CheckConstraint("confirm_above >= 0", name="confirm_above_is_an_amount"),
    )
    audit_hides: ClassVar[frozenset[str]] = frozenset({"staged_amount"})  # it would tell what nobody announced
    name: Mapped[str] = mapped_column(String(answers.COHORT_NAME_MAX), unique=True)
    program: Mapped[str] = mapped_column(String(answers.PROGRAM_NAME_MAX))
    kind: Mapped[CohortKind] = mapped_column(enum_of(CohortKind))
    framework_id: Mapped[int] = mapped_column(Key, ForeignKey("frameworks.id"))
    time_zone: Mapped[str] = mapped_column(String(64))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    seats: Mapped[int]
    seats_taken: Mapped[int] = mapped_column(default=0)
    seats_offered: Mapped[int] = mapped_column(default=0)
    waiting_places: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    award_budget: Mapped[Decimal] = mapped_column(MONEY)
    award_ceiling: Mapped[Decimal] = mapped_column(MONEY)
    committed_amount: Mapped[Decimal] = mapped_column(MONEY, default=Decimal(0))
    staged_amount: Mapped[Decimal] = mapped_column(MONEY, default=Decimal(0))
    confirm_above: Mapped[Decimal | None] = mapped_column(MONEY)
    completion_rule: Mapped[CompletionRule] = mapped_column(enum_of(CompletionRule))
    attendance_percent: Mapped[int] = mapped_column(default=80)
    recording_check: Mapped[RecordingCheck] = mapped_column(enum_of(RecordingCheck), default=RecordingCheck.NONE)
    commitments_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    commitment_text: Mapped[str] = mapped_column(Text, default=answers.COMMITMENT_TEXT)
    proposals_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposals_grace_hours: Mapped[int] = mapped_column(default=answers.GRACE_HOURS_USUAL)
    requires_partner: Mapped[bool] = mapped_column(default=False)
    requires_papers: Mapped[bool] = mapped_column(default=False)
    allows_core_costs: Mapped[bool] = mapped_column(default=True)
    minimum_reviews: Mapped[int] = mapped_column(default=2)
    short_form_up_to: Mapped[Decimal] = mapped_column(MONEY, default=answers.SHORT_FORM_UP_TO)
    sections_off: Mapped[list[str]] = mapped_column(JSON, default=list)
    rubric_version: Mapped[str | None] = mapped_column(String(20))
    pilot_id: Mapped[int | None] = mapped_column(Key, ForeignKey("cohorts.id"))
    training_started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    framework: Mapped[Framework] = relationship()

    @validates("rubric_version")
    def _keep_the_rubric(self, _name: str, version: str | None) -> str | None:
        if self.rubric_version is not None and version != self.rubric_version:
            raise ValueError(f"{self.name} is scored with {self.rubric_version}; that does not change any more")
        return version

    @property
    def reach(self) -> Reach:
        return Reach()

    @property
    def seats_free(self) -> int:
        """Neither taken nor promised to somebody who moved up."""
        return self.seats - self.seats_taken - self.seats_offered

    @property
    def waiting_free(self) -> int:
        return self.waiting_places - self.waiting

    @property
    def free_amount(self) -> Decimal:
        """Not committed to an award, in US dollars; a part may be held by decisions that are not announced yet."""
        return self.award_budget - self.committed_amount

    @property
    def unpromised_amount(self) -> Decimal:
        """Neither committed nor held by a decision that is not announced yet, in US dollars."""
        return self.free_amount - self.staged_amount

    def needs_second_person(self, amount: Decimal | None) -> bool:
        """Whether an approval of so many US dollars waits for a confirmation."""
        return self.confirm_above is not None and amount is not None and amount > self.confirm_above


class LearningState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


class LearningReview(Audited, Versioned, Row):
    """What a pilot cohort taught. `writer_ids` are all who wrote in it: someone else approves."""

    __tablename__ = "learning_reviews"
    __table_args__ = (
        CheckConstraint("state <> 'approved' OR decided_by_id <> submitted_by_id", name="approved_by_another_person"),
    )
    cohort_id: Mapped[int] = mapped_column(Key, ForeignKey("cohorts.id"), unique=True)
    state: Mapped[LearningState] = mapped_column(enum_of(LearningState), default=LearningState.DRAFT)
    worked: Mapped[str] = mapped_column(Text, default="")
    did_not_work: Mapped[str] = mapped_column(Text, default="")
    changes: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    writer_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    question: Mapped[str] = mapped_column(Text, default="")
    cohort: Mapped[Cohort] = relationship()

    @property
    def reach(self) -> Reach:
        return Reach(author_ids=frozenset({self.author_id, *self.writer_ids}))
