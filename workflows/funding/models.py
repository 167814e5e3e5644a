"""The award and its payments."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import MONEY, Key, Row, UtcDateTime, Versioned, enum_of
from workflows.documents.models import Document
from workflows.enrollments.models import Enrollment
from workflows.funding.schedules.answers import WaitsFor
from workflows.permissions import Reach
from workflows.signing.models import Signature

if TYPE_CHECKING:
    from workflows.funding.conditions.models import AwardCondition
    from workflows.funding.federal.models import ExclusionCheck, FederalElements

if TYPE_CHECKING:
    from workflows.funding.reversals.models import PaymentReversal


class FundingSource(StrEnum):
    FEDERAL = "federal"
    PRIVATE = "private"


class Restriction(StrEnum):
    RESTRICTED = "restricted"
    PARTLY_RESTRICTED = "partly_restricted"
    UNRESTRICTED = "unrestricted"


class Award(Audited, Versioned, Row):
    """The money and the twelve months it is for. `returned_amount` went back when the year ended early."""

    __tablename__ = "awards"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_is_positive"),
        CheckConstraint("ends_on > starts_on", name="period_runs_forward"),
        CheckConstraint(
            "scheduled_amount >= 0 AND returned_amount >= 0 AND scheduled_amount + returned_amount <= amount",
            name="payments_stay_within_the_award",
        ),
    )
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"), unique=True)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    amount: Mapped[Decimal] = mapped_column(MONEY)
    scheduled_amount: Mapped[Decimal] = mapped_column(MONEY, default=Decimal(0))
    returned_amount: Mapped[Decimal] = mapped_column(MONEY, default=Decimal(0))
    source: Mapped[FundingSource] = mapped_column(enum_of(FundingSource), default=FundingSource.PRIVATE)
    restriction: Mapped[Restriction] = mapped_column(enum_of(Restriction), default=Restriction.RESTRICTED)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    awarded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    awarded_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    enrollment: Mapped[Enrollment] = relationship(back_populates="award")
    payments: Mapped[list["Payment"]] = relationship(back_populates="award", order_by="Payment.number")
    conditions: Mapped[list["AwardCondition"]] = relationship(back_populates="award", order_by="AwardCondition.number")
    federal: Mapped["FederalElements | None"] = relationship(back_populates="award")
    exclusion_checks: Mapped[list["ExclusionCheck"]] = relationship(
        back_populates="award", order_by="ExclusionCheck.id"
    )
    signatures: Mapped[list[Signature]] = relationship(
        secondary=Document.__table__,
        primaryjoin="and_(Award.id == Document.subject_id, Document.kind == 'grant_agreement')",
        secondaryjoin=Document.id == Signature.document_id,
        order_by=Signature.id,
        viewonly=True,
    )  # under its grant agreement

    @property
    def reach(self) -> Reach:
        return self.enrollment.reach

    @property
    def free_amount(self) -> Decimal:
        """What can still be scheduled, in US dollars."""
        return self.amount - self.scheduled_amount - self.returned_amount

    @property
    def paid_amount(self) -> Decimal:
        """What has been paid and did not come back, in US dollars; needs the payments."""
        return sum((p.kept_amount for p in self.payments if p.state is PaymentState.PAID), Decimal(0))


class PaymentState(StrEnum):
    SCHEDULED = "scheduled"
    REQUESTED = "requested"
    APPROVED = "approved"
    PAID = "paid"
    CANCELLED = "cancelled"


class Payment(Audited, Versioned, Row):
    """One payment of an award. Who approves it is never who requested it.

    `reversed_amount` is what confirmed reversals took back of a paid one, in US dollars. `report_number` is the
    progress report that releases it, 0 the closeout; `evidence` says what shows that its milestone is reached.
    """

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("award_id", "number"),
        Index("ix_payments_state", "state"),
        CheckConstraint("amount > 0", name="amount_is_positive"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> requested_by_id", name="two_people"),
        CheckConstraint("state NOT IN ('approved', 'paid') OR approved_by_id IS NOT NULL", name="approved_by_someone"),
        CheckConstraint("reversed_amount >= 0 AND reversed_amount <= amount", name="no_more_comes_back_than_was_paid"),
        CheckConstraint("reversed_amount = 0 OR state = 'paid'", name="only_what_was_paid_comes_back"),
        CheckConstraint("(waits_for = 'report') = (report_number IS NOT NULL)", name="waits_for_one_report"),
        CheckConstraint("waits_for <> 'milestone' OR milestone <> ''", name="milestone_has_its_words"),
    )
    award_id: Mapped[int] = mapped_column(Key, ForeignKey("awards.id"))
    number: Mapped[int]
    label: Mapped[str] = mapped_column(String(120))
    amount: Mapped[Decimal] = mapped_column(MONEY)
    due_on: Mapped[date]
    state: Mapped[PaymentState] = mapped_column(enum_of(PaymentState), default=PaymentState.SCHEDULED)
    requested_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    requested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paid_on: Mapped[date | None]
    reference: Mapped[str] = mapped_column(String(80), default="")
    reversed_amount: Mapped[Decimal] = mapped_column(MONEY, default=Decimal(0))
    waits_for: Mapped[WaitsFor] = mapped_column(enum_of(WaitsFor), default=WaitsFor.AGREEMENT)
    report_number: Mapped[int | None]
    milestone: Mapped[str] = mapped_column(String(200), default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    award: Mapped[Award] = relationship(back_populates="payments")
    reversals: Mapped[list["PaymentReversal"]] = relationship(back_populates="payment", order_by="PaymentReversal.id")

    @property
    def kept_amount(self) -> Decimal:
        """The amount without what came back, in US dollars."""
        return self.amount - self.reversed_amount

    @property
    def reach(self) -> Reach:
        whose = self.award.reach
        return Reach(affiliate_id=whose.affiliate_id, coach_id=whose.coach_id, requester_id=self.requested_by_id)
