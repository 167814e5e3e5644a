"""A proposal: its sections, goals and budget lines, and the sealed snapshot of what was submitted."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments.models import Enrollment
from workflows.frameworks.models import Framework
from workflows.permissions import Reach

if TYPE_CHECKING:
    from workflows.proposals.budget.models import BudgetIndirect, BudgetLine, BudgetMatch
    from workflows.proposals.extra.models import ExtraQuestion
    from workflows.proposals.goals.models import DataFacts, Goal, WatchedIndicator
    from workflows.proposals.papers.models import Paper
    from workflows.proposals.partners.models import Partner
    from workflows.proposals.revisions.models import ChangeRequest
    from workflows.proposals.together.models import SetAside
    from workflows.reviews.models import Review


class ProposalState(StrEnum):
    DRAFT = "draft"
    READY = "ready"  # handed over, waits for the director
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    DECLINED = "declined"

    @property
    def words(self) -> str:
        """As a list says it."""
        return "waits for the director" if self is ProposalState.READY else self.value.replace("_", " ")


_BEFORE_REVIEWS = frozenset({ProposalState.DRAFT})


class Proposal(Audited, Versioned, Row):
    """What one affiliate proposes for its year; it keeps the framework it was written under.

    `extra_questions` are those of its cohort, also the retired ones.
    `handed_over_…` say who pressed submit, when, and for which content, until a director certifies. `clock_stopped_at`
    is the first handing over of this round: it stays when the director sends the text back, and goes with a take-back.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint(
            "state <> 'ready' OR (handed_over_at IS NOT NULL AND clock_stopped_at IS NOT NULL)",
            name="ready_was_handed_over",
        ),
    )
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"), unique=True)
    framework_id: Mapped[int] = mapped_column(Key, ForeignKey("frameworks.id"))
    state: Mapped[ProposalState] = mapped_column(enum_of(ProposalState), default=ProposalState.DRAFT)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changes_asked: Mapped[str] = mapped_column(Text, default="")
    wants_short_form: Mapped[bool] = mapped_column(default=False)
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handed_over_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    handed_over_digest: Mapped[str] = mapped_column(String(64), default="")
    clock_stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_back_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    sent_back_because: Mapped[str] = mapped_column(Text, default="")
    enrollment: Mapped[Enrollment] = relationship(back_populates="proposal")
    framework: Mapped[Framework] = relationship()
    sections: Mapped[list["ProposalSection"]] = relationship(back_populates="proposal", order_by="ProposalSection.id")
    goals: Mapped[list["Goal"]] = relationship(back_populates="proposal", order_by="Goal.position")
    watched: Mapped[list["WatchedIndicator"]] = relationship(
        back_populates="proposal", order_by="WatchedIndicator.position", cascade="all, delete-orphan"
    )
    data_facts: Mapped["DataFacts | None"] = relationship(
        primaryjoin="Proposal.enrollment_id == Enrollment.id",
        secondary="enrollments",
        secondaryjoin="Enrollment.affiliate_id == DataFacts.affiliate_id",
        viewonly=True,
        uselist=False,
    )
    budget_lines: Mapped[list["BudgetLine"]] = relationship(
        back_populates="proposal", order_by="BudgetLine.position", cascade="all, delete-orphan"
    )
    budget_matches: Mapped[list["BudgetMatch"]] = relationship(
        back_populates="proposal", order_by="BudgetMatch.position", cascade="all, delete-orphan"
    )
    budget_indirect: Mapped["BudgetIndirect | None"] = relationship(
        back_populates="proposal", cascade="all, delete-orphan"
    )
    partners: Mapped[list["Partner"]] = relationship(back_populates="proposal", order_by="Partner.id")
    papers: Mapped[list["Paper"]] = relationship(back_populates="proposal", order_by="Paper.id")
    snapshots: Mapped[list["ProposalSnapshot"]] = relationship(
        back_populates="proposal", order_by="ProposalSnapshot.number"
    )
    reviews: Mapped[list["Review"]] = relationship(back_populates="proposal", order_by="Review.id")
    extra_questions: Mapped[list["ExtraQuestion"]] = relationship(
        secondary="enrollments",
        primaryjoin="Proposal.enrollment_id == Enrollment.id",
        secondaryjoin="Enrollment.cohort_id == foreign(ExtraQuestion.cohort_id)",
        order_by="(ExtraQuestion.position, ExtraQuestion.id)",
        viewonly=True,
    )
    change_requests: Mapped[list["ChangeRequest"]] = relationship(
        back_populates="proposal", order_by="ChangeRequest.id"
    )
    waiting: Mapped[list["SetAside"]] = relationship(
        primaryjoin="and_(SetAside.proposal_id == Proposal.id, SetAside.resolved_at.is_(None))",
        order_by="SetAside.id",
        viewonly=True,
    )

    @property
    def title(self) -> str:
        return str(self.answer("story", "title") or "Untitled proposal")

    @property
    def total(self) -> Decimal:
        """What is requested, in US dollars: direct lines and indirect costs, without match."""
        indirect = self.budget_indirect.amount if self.budget_indirect else Decimal(0)
        return sum((line.amount for line in self.budget_lines), indirect)

    @property
    def minutes_spent(self) -> int:
        """About how long all writers together have written; nobody's own share is known."""
        return sum(section.seconds_spent for section in self.sections) // 60

    @property
    def reach(self) -> Reach:
        whose = self.enrollment.reach
        seats = () if self.state in _BEFORE_REVIEWS else self.reviews
        return Reach(
            affiliate_id=whose.affiliate_id,
            coach_id=whose.coach_id,
            recused_ids=whose.recused_ids,
            reviewer_ids=frozenset(r.reviewer_id for r in seats if r.is_open_to_reviewer),
            scorer_ids=frozenset(r.reviewer_id for r in seats if r.finalized_at is not None),
            partner_ids=frozenset(p.affiliate_id for p in self.partners if p.affiliate_id and p.is_confirmed),
        )

    def section(self, name: str) -> "ProposalSection | None":
        return next((s for s in self.sections if s.name == name), None)

    def answer(self, section: str, field: str) -> Any:
        found = self.section(section)
        return None if found is None else found.answers.get(field)


class ProposalSection(Audited, Versioned, Row):
    """The answers of one section, saved on their own with their own version. Fields and limits: `answers.SECTIONS`.

    `seconds_spent` adds up the short gaps between saves. `is_copied` means that the answers came from an earlier
    proposal and nobody has looked them over yet.
    """

    __tablename__ = "proposal_sections"
    __table_args__ = (UniqueConstraint("proposal_id", "name"),)
    audit_hides = frozenset({"answers"})  # the trail of edits keeps what changed, answer by answer
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    name: Mapped[str] = mapped_column(String(40))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seconds_spent: Mapped[int] = mapped_column(default=0)
    is_copied: Mapped[bool] = mapped_column(default=False)
    proposal: Mapped[Proposal] = relationship(back_populates="sections")


class ProposalSnapshot(Audited, Row):
    """What was submitted, as it was: never changed. `digest` is the SHA-256 of the canonical JSON of `content`.

    `submitted_by_id` certified; `handed_over_by_id` pressed submit before (None for what is older than that step).
    """

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
    handed_over_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposal: Mapped[Proposal] = relationship(back_populates="snapshots")
