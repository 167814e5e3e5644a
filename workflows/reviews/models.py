"""Reviews with their scores, and the decision."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import MONEY, QUANTITY, Key, Row, UtcDateTime, Versioned, enum_of
from workflows.people.models import User
from workflows.permissions import Reach
from workflows.proposals.models import Proposal
from workflows.reviews.answers import ConflictKind


class ReviewState(StrEnum):
    ASSIGNED = "assigned"
    SCORING = "scoring"
    RECUSED = "recused"
    FINAL = "final"


OPEN_TO_REVIEWER = (ReviewState.SCORING, ReviewState.FINAL)


class Review(Audited, Versioned, Row):
    """One reviewer's seat for one proposal. The proposal opens only after «no conflict» is declared.

    `is_tie_break` marks the seat of who was asked because two totals lay far apart. `conflict` is all that was
    declared, as people read it; each declaration is kept as a row of its own.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("proposal_id", "reviewer_id"),
        Index("ix_reviews_reviewer", "reviewer_id", "state"),
        CheckConstraint("state NOT IN ('scoring', 'final') OR declared_at IS NOT NULL", name="declared_first"),
        CheckConstraint("state <> 'final' OR finalized_at IS NOT NULL", name="final_has_its_time"),
        CheckConstraint("(state = 'recused') = (recused_at IS NOT NULL)", name="recused_has_its_time"),
    )
    audit_hides: ClassVar[frozenset[str]] = frozenset({"total", "strengths", "questions"})  # until one's own is filed
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    reviewer_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    assigned_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[ReviewState] = mapped_column(enum_of(ReviewState), default=ReviewState.ASSIGNED)
    rubric: Mapped[str] = mapped_column(String(20))
    is_tie_break: Mapped[bool] = mapped_column(default=False)
    conflict: Mapped[str] = mapped_column(Text, default="")
    declared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    strengths: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[str] = mapped_column(Text, default="")
    finalized_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    total: Mapped[Decimal | None] = mapped_column(QUANTITY)
    recused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposal: Mapped[Proposal] = relationship(back_populates="reviews")
    reviewer: Mapped[User] = relationship(foreign_keys=[reviewer_id])
    scores: Mapped[list["Score"]] = relationship(back_populates="review", order_by="Score.criterion")
    declarations: Mapped[list["Declaration"]] = relationship(back_populates="review", order_by="Declaration.id")
    filings: Mapped[list["Filing"]] = relationship(back_populates="review", order_by="Filing.number")

    @property
    def is_open_to_reviewer(self) -> bool:
        return self.state in OPEN_TO_REVIEWER

    @property
    def reach(self) -> Reach:
        """The seat itself is its reviewer's from the assignment on, so that a conflict can be declared."""
        whose = self.proposal.enrollment.reach
        return Reach(
            affiliate_id=whose.affiliate_id,
            coach_id=whose.coach_id,
            reviewer_ids=frozenset({self.reviewer_id}),
            recused_ids=whose.recused_ids,
        )


class Score(Audited, Versioned, Row):
    """One criterion: an anchor (0, 25, 50, 75 or 100 percent of its points) and why; either may still be missing."""

    __tablename__ = "scores"
    __table_args__ = (
        UniqueConstraint("review_id", "criterion"),
        CheckConstraint("anchor_percent IN (0, 25, 50, 75, 100)", name="anchors_are_quarters"),
    )
    audit_hides: ClassVar[frozenset[str]] = frozenset({"anchor_percent", "justification"})  # Filing keeps them
    review_id: Mapped[int] = mapped_column(Key, ForeignKey("reviews.id"))
    criterion: Mapped[str] = mapped_column(String(4))
    anchor_percent: Mapped[int | None]
    justification: Mapped[str] = mapped_column(Text, default="")
    review: Mapped[Review] = relationship(back_populates="scores")


class Declaration(Audited, Row):
    """One declaration about a conflict of interest, with its wording on that day; only ever added."""

    __tablename__ = "declarations"
    review_id: Mapped[int] = mapped_column(Key, ForeignKey("reviews.id"), index=True)
    kind: Mapped[ConflictKind] = mapped_column(enum_of(ConflictKind))
    wording: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text, default="")
    is_later: Mapped[bool]  # the proposal was open already
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    review: Mapped[Review] = relationship(back_populates="declarations")


@event.listens_for(Declaration, "before_update")
@event.listens_for(Declaration, "before_delete")
def _only_added(_mapper: Any, _connection: Any, _row: Declaration) -> None:
    raise RuntimeError("a declaration is kept as it was made")


class Filing(Audited, Row):
    """One version of a review as it was filed, and why it was opened again if it was.

    `scores` is a list of criterion, its name, anchor_percent, points (as text) and justification.
    """

    __tablename__ = "filings"
    __table_args__ = (
        UniqueConstraint("review_id", "number"),
        CheckConstraint("(reopened_at IS NULL) = (reopened_by_id IS NULL)", name="reopened_by_somebody"),
    )
    audit_hides: ClassVar[frozenset[str]] = frozenset({"scores", "strengths", "questions", "total"})
    review_id: Mapped[int] = mapped_column(Key, ForeignKey("reviews.id"))
    number: Mapped[int]
    snapshot_number: Mapped[int]
    rubric: Mapped[str] = mapped_column(String(20))
    scores: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    strengths: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[str] = mapped_column(Text, default="")
    total: Mapped[Decimal] = mapped_column(QUANTITY)
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reopened_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    reopened_why: Mapped[str] = mapped_column(Text, default="")
    review: Mapped[Review] = relationship(back_populates="filings")
    reopened_by: Mapped[User | None] = relationship(foreign_keys=[reopened_by_id])


class TieBreak(Audited, Row):
    """A third review that was asked for, because two totals lay far apart: until it is final, or waived with a reason.

    `settled_at` is set when it is final or the totals came together; `spread` is points.
    """

    __tablename__ = "tie_breaks"
    __table_args__ = (
        CheckConstraint("settled_at IS NULL OR waived_at IS NULL", name="settled_or_waived"),
        CheckConstraint("waived_at IS NULL OR (waived_by_id IS NOT NULL AND waived_why <> '')", name="waived_with_why"),
    )
    audit_hides: ClassVar[frozenset[str]] = frozenset({"spread"})
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"), index=True)
    snapshot_number: Mapped[int]
    spread: Mapped[Decimal] = mapped_column(QUANTITY)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waived_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    waived_why: Mapped[str] = mapped_column(Text, default="")
    proposal: Mapped[Proposal] = relationship()
    waived_by: Mapped[User | None] = relationship()

    @property
    def is_open(self) -> bool:
        return self.settled_at is None and self.waived_at is None


class ReviewerLimit(Audited, Row):
    """How many proposals of one cohort a person reviews at most."""

    __tablename__ = "reviewer_limits"
    __table_args__ = (
        UniqueConstraint("cohort_id", "reviewer_id"),
        CheckConstraint("at_most >= 0", name="limit_is_a_number"),
    )
    cohort_id: Mapped[int] = mapped_column(Key, ForeignKey("cohorts.id"))
    reviewer_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    at_most: Mapped[int]


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
