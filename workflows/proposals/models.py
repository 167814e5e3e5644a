"""A proposal: its sections, goals and budget lines, and the sealed snapshot of what was submitted."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments.models import Enrollment
from workflows.frameworks.models import Framework
from workflows.permissions import Reach

if TYPE_CHECKING:
    from workflows.proposals.budget.models import BudgetLine
    from workflows.proposals.goals.models import Goal
    from workflows.reviews.models import Review


class ProposalState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    DECLINED = "declined"


class Proposal(Audited, Versioned, Row):
    """What one affiliate proposes for its year; it keeps the framework it was written under."""

    __tablename__ = "proposals"
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"), unique=True)
    framework_id: Mapped[int] = mapped_column(Key, ForeignKey("frameworks.id"))
    state: Mapped[ProposalState] = mapped_column(enum_of(ProposalState), default=ProposalState.DRAFT)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changes_asked: Mapped[str] = mapped_column(Text, default="")
    enrollment: Mapped[Enrollment] = relationship(back_populates="proposal")
    framework: Mapped[Framework] = relationship()
    sections: Mapped[list["ProposalSection"]] = relationship(back_populates="proposal", order_by="ProposalSection.id")
    goals: Mapped[list["Goal"]] = relationship(back_populates="proposal", order_by="Goal.position")
    budget_lines: Mapped[list["BudgetLine"]] = relationship(
        back_populates="proposal", order_by="BudgetLine.position", cascade="all, delete-orphan"
    )
    snapshots: Mapped[list["ProposalSnapshot"]] = relationship(
        back_populates="proposal", order_by="ProposalSnapshot.number"
    )
    reviews: Mapped[list["Review"]] = relationship(back_populates="proposal", order_by="Review.id")

    @property
    def title(self) -> str:
        return str(self.answer("story", "title") or "Untitled proposal")

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.budget_lines), Decimal(0))

    @property
    def reach(self) -> Reach:
        whose = self.enrollment.reach
        return Reach(
            affiliate_id=whose.affiliate_id,
            coach_id=whose.coach_id,
            recused_ids=whose.recused_ids,
            reviewer_ids=frozenset(r.reviewer_id for r in self.reviews if r.is_open_to_reviewer),
            scorer_ids=frozenset(r.reviewer_id for r in self.reviews if r.finalized_at is not None),
        )

    def section(self, name: str) -> "ProposalSection | None":
        return next((s for s in self.sections if s.name == name), None)

    def answer(self, section: str, field: str) -> Any:
        found = self.section(section)
        return None if found is None else found.answers.get(field)


class ProposalSection(Audited, Versioned, Row):
    """The answers of one section, saved on their own with their own version. Fields and limits: `answers.SECTIONS`."""

    __tablename__ = "proposal_sections"
    __table_args__ = (UniqueConstraint("proposal_id", "name"),)
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    name: Mapped[str] = mapped_column(String(40))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposal: Mapped[Proposal] = relationship(back_populates="sections")


class ProposalSnapshot(Audited, Row):
    """What was submitted, as it was: never changed. `digest` is the SHA-256 of the canonical JSON of `content`."""

    __tablename__ = "proposal_snapshots"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)
    audit_hides = frozenset({"content"})
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    certified_name: Mapped[str] = mapped_column(String(120))
    submitted_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposal: Mapped[Proposal] = relationship(back_populates="snapshots")
