"""Progress reports and the closeout report of an award."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import MONEY, Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments.models import Enrollment
from workflows.funding.models import Award
from workflows.permissions import Reach


class ReportKind(StrEnum):
    PROGRESS = "progress"
    CLOSEOUT = "closeout"


class ReportState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"

    @property
    def words(self) -> str:
        return {"draft": "To write", "submitted": "Submitted", "returned": "Returned", "accepted": "Accepted"}[
            self.value
        ]


class Report(Audited, Versioned, Row):
    """One owed report with its due time. `answers` is what people wrote, `figures` what was filled in and sealed.

    `spent_amount` is the sum of `spending`, in US dollars.
    """

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("award_id", "kind", "number"),
        Index("ix_reports_due", "state", "due_at"),
        CheckConstraint("state NOT IN ('submitted', 'accepted') OR submitted_at IS NOT NULL", name="submitted_first"),
        CheckConstraint("state <> 'accepted' OR accepted_at IS NOT NULL", name="accepted_has_its_time"),
    )
    award_id: Mapped[int] = mapped_column(Key, ForeignKey("awards.id"))
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"), index=True)
    kind: Mapped[ReportKind] = mapped_column(enum_of(ReportKind))
    number: Mapped[int]
    period_starts_on: Mapped[date]
    period_ends_on: Mapped[date]
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[ReportState] = mapped_column(enum_of(ReportState), default=ReportState.DRAFT)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    figures: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    spent_amount: Mapped[Decimal] = mapped_column(MONEY, default=Decimal(0))
    minutes_spent: Mapped[int | None]
    certified_name: Mapped[str] = mapped_column(Text, default="")
    submitted_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    times_submitted: Mapped[int] = mapped_column(default=0)
    returned_because: Mapped[str] = mapped_column(Text, default="")
    accepted_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    award: Mapped[Award] = relationship()
    enrollment: Mapped[Enrollment] = relationship()
    spending: Mapped[list["ReportedSpending"]] = relationship(
        back_populates="report", order_by="ReportedSpending.id", cascade="all, delete-orphan"
    )

    @property
    def title(self) -> str:
        return "Closeout report" if self.kind is ReportKind.CLOSEOUT else f"Progress report {self.number}"

    @property
    def reach(self) -> Reach:
        return self.enrollment.reach


class ReportedSpending(Audited, Row):
    """What a report tells as spent in one budget category in its period; US dollars, below zero with a reason."""

    __tablename__ = "reported_spending"
    __table_args__ = (
        UniqueConstraint("report_id", "category"),
        CheckConstraint("amount >= 0 OR reason <> ''", name="what_is_below_zero_says_why"),
    )
    report_id: Mapped[int] = mapped_column(Key, ForeignKey("reports.id"))
    category: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Decimal] = mapped_column(MONEY)
    reason: Mapped[str] = mapped_column(Text, default="")
    report: Mapped[Report] = relationship(back_populates="spending")
