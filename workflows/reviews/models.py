"""Reviews with their scores, and the decision."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import MONEY, QUANTITY, Key, Row, UtcDateTime, Versioned, enum_of
from workflows.people.models import User
from workflows.permissions import Reach
from workflows.proposals.models import Proposal


class ReviewState(StrEnum):
    ASSIGNED = "assigned"
    SCORING = "scoring"
    RECUSED = "recused"
    FINAL = "final"


class Review(Audited, Versioned, Row):
    """One reviewer's seat for one proposal. The proposal opens only after «no conflict» is declared."""

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("proposal_id", "reviewer_id"),
        Index("ix_reviews_reviewer", "reviewer_id", "state"),
        CheckConstraint("state NOT IN ('scoring', 'final') OR declared_at IS NOT NULL", name="declared_first"),
        CheckConstraint("state <> 'final' OR finalized_at IS NOT NULL", name="final_has_its_time"),
    )
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    reviewer_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    assigned_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[ReviewState] = mapped_column(enum_of(ReviewState), default=ReviewState.ASSIGNED)
    rubric: Mapped[str] = mapped_column(String(20))
    conflict: Mapped[str] = mapped_column(Text, default="")
    declared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    strengths: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[str] = mapped_column(Text, default="")
    finalized_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    total: Mapped[Decimal | None] = mapped_column(QUANTITY)
    proposal: Mapped[Proposal] = relationship(back_populates="reviews")
    reviewer: Mapped[User] = relationship(foreign_keys=[reviewer_id])
    scores: Mapped[list["Score"]] = relationship(back_populates="review", order_by="Score.criterion")

    @property
    def is_open_to_reviewer(self) -> bool:
        return self.state in (ReviewState.SCORING, ReviewState.FINAL)

    @property
    def reach(self) -> Reach:
        """The seat itself is its reviewer's from the assignment on, so that a conflict can be declared."""
        whose = self.proposal.enrollment.reach
        return Reach(
            affiliate_id=whose.affiliate_id,
            coach_id=whose.coach_id,
            reviewer_ids=frozenset({self.reviewer_id}),
        )


class Score(Audited, Versioned, Row):
    """One criterion: an anchor (0, 25, 50, 75 or 100 percent of its points) and why; either may still be missing."""

    __tablename__ = "scores"
    __table_args__ = (
        UniqueConstraint("review_id", "criterion"),
        CheckConstraint("anchor_percent IN (0, 25, 50, 75, 100)", name="anchors_are_quarters"),
    )
    review_id: Mapped[int] = mapped_column(Key, ForeignKey("reviews.id"))
    criterion: Mapped[str] = mapped_column(String(4))
    anchor_percent: Mapped[int | None]
    justification: Mapped[str] = mapped_column(Text, default="")
    review: Mapped[Review] = relationship(back_populates="scores")


class Outcome(StrEnum):
    APPROVE = "approve"
    REQUEST_CHANGES = "request_changes"
    DECLINE = "decline"


class Decision(Audited, Row):
    """What was decided on one submitted version, by whom, with the words for the affiliate."""

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("proposal_id", "snapshot_number"),
        CheckConstraint("(outcome = 'approve') = (amount IS NOT NULL)", name="approvals_name_an_amount"),
    )
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    snapshot_number: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(enum_of(Outcome))
    amount: Mapped[Decimal | None] = mapped_column(MONEY)
    conditions: Mapped[str] = mapped_column(Text, default="")
    feedback: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposal: Mapped[Proposal] = relationship()
