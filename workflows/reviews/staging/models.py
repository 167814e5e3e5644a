"""A staged decision, and who confirmed it."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import MONEY, Key, Row, UtcDateTime, Versioned, enum_of
from workflows.funding.models import FundingSource, Restriction
from workflows.people.models import User
from workflows.permissions import Reach
from workflows.proposals.models import Proposal
from workflows.reviews.answers import PlannedCondition
from workflows.reviews.models import Outcome


class StagedState(StrEnum):
    STAGED = "staged"
    SENT_BACK = "sent_back"  # a second person has a question
    TAKEN_BACK = "taken_back"
    ANNOUNCED = "announced"

    @property
    def is_open(self) -> bool:
        """Decided and not announced: an approval holds its part of the cohort's budget."""
        return self in OPEN


OPEN = (StagedState.STAGED, StagedState.SENT_BACK)


class StagedDecision(Audited, Versioned, Row):
    """What was decided on one submitted version; the affiliate learns of it only when it is announced.

    `digest` is that of the submitted content it was taken on. `conditions` is a list of PlannedCondition's fields,
    `requests` says by section what to change. The audit trail names what changed and never shows it.
    """

    __tablename__ = "staged_decisions"
    __table_args__ = (
        UniqueConstraint("proposal_id", "snapshot_number"),
        Index("ix_staged_decisions_state", "state"),
        CheckConstraint("(outcome = 'approve') = (amount IS NOT NULL)", name="approvals_name_an_amount"),
        CheckConstraint("(outcome = 'approve') = (starts_on IS NOT NULL)", name="approvals_name_a_first_day"),
        CheckConstraint("amount IS NULL OR amount > 0", name="amount_is_positive"),
        CheckConstraint("(state = 'announced') = (announced_at IS NOT NULL)", name="announced_has_its_time"),
        CheckConstraint("state <> 'sent_back' OR sent_back_why <> ''", name="sent_back_with_why"),
    )
    audit_hides: ClassVar[frozenset[str]] = frozenset(
        {"outcome", "amount", "starts_on", "source", "restriction", "conditions", "feedback", "requests"}
    )
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    snapshot_number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[StagedState] = mapped_column(enum_of(StagedState), default=StagedState.STAGED)
    outcome: Mapped[Outcome] = mapped_column(enum_of(Outcome))
    amount: Mapped[Decimal | None] = mapped_column(MONEY)
    starts_on: Mapped[date | None]
    source: Mapped[FundingSource] = mapped_column(enum_of(FundingSource), default=FundingSource.PRIVATE)
    restriction: Mapped[Restriction] = mapped_column(enum_of(Restriction), default=Restriction.RESTRICTED)
    conditions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    feedback: Mapped[str] = mapped_column(Text, default="")
    requests: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    decided_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_back_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    sent_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_back_why: Mapped[str] = mapped_column(Text, default="")
    announced_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    announced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposal: Mapped[Proposal] = relationship()
    decided_by: Mapped[User] = relationship(foreign_keys=[decided_by_id])
    sent_back_by: Mapped[User | None] = relationship(foreign_keys=[sent_back_by_id])
    announced_by: Mapped[User | None] = relationship(foreign_keys=[announced_by_id])
    confirmations: Mapped[list["DecisionConfirmation"]] = relationship(
        back_populates="staged", order_by="DecisionConfirmation.id"
    )

    @property
    def reach(self) -> Reach:
        """The proposal's, with who decided: that person is not the second one."""
        whose = self.proposal.reach
        return Reach(
            affiliate_id=whose.affiliate_id,
            coach_id=whose.coach_id,
            recused_ids=whose.recused_ids,
            scorer_ids=whose.scorer_ids,
            decider_id=self.decided_by_id,
        )

    @property
    def planned_conditions(self) -> tuple[PlannedCondition, ...]:
        return tuple(_condition(row) for row in self.conditions)

    @property
    def reserved_amount(self) -> Decimal:
        """What it holds of the cohort's budget, in US dollars."""
        return self.amount if self.amount is not None and self.state.is_open else Decimal(0)

    @property
    def is_on_newest(self) -> bool:
        """Whether it was taken on the content that is submitted now."""
        newest = self.proposal.snapshots[-1]
        return (newest.number, newest.digest) == (self.snapshot_number, self.digest)

    @property
    def standing(self) -> "tuple[DecisionConfirmation, ...]":
        """The confirmations that count: not reset, and given for the content that is submitted now."""
        newest = self.proposal.snapshots[-1].digest
        return tuple(c for c in self.confirmations if c.reset_at is None and c.digest == newest)


def _condition(row: Mapping[str, Any]) -> PlannedCondition:
    return PlannedCondition(row["text"], row["lifted_by"], row["holds_payment"])


class DecisionConfirmation(Audited, Row):
    """A second person agreed to a staged decision as it stood; `digest` is that of the content they agreed on.

    When the decision or the content changes it no longer counts, and stays with the reason.
    """

    __tablename__ = "decision_confirmations"
    __table_args__ = (
        CheckConstraint("(reset_at IS NULL) = (reset_why = '')", name="reset_with_why"),
        Index("ix_decision_confirmations_staged_decision", "staged_decision_id"),
    )
    staged_decision_id: Mapped[int] = mapped_column(Key, ForeignKey("staged_decisions.id"))
    confirmed_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    digest: Mapped[str] = mapped_column(String(64))
    reset_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reset_why: Mapped[str] = mapped_column(Text, default="")
    staged: Mapped[StagedDecision] = relationship(back_populates="confirmations")
    confirmed_by: Mapped[User] = relationship()
