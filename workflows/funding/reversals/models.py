"""Entries against payments that were paid: asked by one person, confirmed by another."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import MONEY, Key, Row, UtcDateTime, Versioned, enum_of
from workflows.funding.models import Payment
from workflows.permissions import Reach


class ReversalState(StrEnum):
    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class PaymentReversal(Audited, Versioned, Row):
    """So much of one paid payment came back; US dollars. The payment itself keeps its day, amount and reference."""

    __tablename__ = "payment_reversals"
    __table_args__ = (
        Index("ix_payment_reversals_state", "state"),
        CheckConstraint("amount > 0", name="amount_is_positive"),
        CheckConstraint("reason <> ''", name="says_why"),
        CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> asked_by_id", name="two_people"),
        CheckConstraint(
            "state <> 'confirmed' OR (confirmed_by_id IS NOT NULL AND reversed_on IS NOT NULL AND reference <> '')",
            name="confirmed_by_someone_with_its_day",
        ),
    )
    payment_id: Mapped[int] = mapped_column(Key, ForeignKey("payments.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(MONEY)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[ReversalState] = mapped_column(enum_of(ReversalState), default=ReversalState.ASKED)
    asked_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reversed_on: Mapped[date | None]
    reference: Mapped[str] = mapped_column(String(80), default="")
    refused_because: Mapped[str] = mapped_column(Text, default="")
    payment: Mapped[Payment] = relationship(back_populates="reversals")

    @property
    def reach(self) -> Reach:
        whose = self.payment.award.reach
        return Reach(affiliate_id=whose.affiliate_id, coach_id=whose.coach_id, requester_id=self.asked_by_id)
