"""Holds that people put on payments; a released one stays as a row."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.funding.holds.answers import Releaser
from workflows.funding.models import Award, Payment
from workflows.permissions import Reach


class PaymentHold(Audited, Versioned, Row):
    """One hold of one payment, or of all payments of an award where `payment_id` is None."""

    __tablename__ = "payment_holds"
    __table_args__ = (
        Index("ix_payment_holds_award_id", "award_id", "released_at"),
        CheckConstraint("reason <> '' AND release_path <> ''", name="says_why_and_what_releases_it"),
        CheckConstraint(
            "(released_at IS NULL AND released_by_id IS NULL AND release_note = '') OR "
            "(released_at IS NOT NULL AND released_by_id IS NOT NULL AND release_note <> '')",
            name="released_by_somebody_with_words",
        ),
    )
    award_id: Mapped[int] = mapped_column(Key, ForeignKey("awards.id"))
    payment_id: Mapped[int | None] = mapped_column(Key, ForeignKey("payments.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    release_path: Mapped[str] = mapped_column(Text)
    releaser: Mapped[Releaser] = mapped_column(enum_of(Releaser), default=Releaser.EITHER)
    held_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    held_at: Mapped[datetime] = mapped_column(UtcDateTime)
    released_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    release_note: Mapped[str] = mapped_column(Text, default="")
    award: Mapped[Award] = relationship()
    payment: Mapped[Payment | None] = relationship()

    @property
    def is_open(self) -> bool:
        return self.released_at is None

    @property
    def what(self) -> str:
        """What is held, in words."""
        return "All payments" if self.payment is None else self.payment.label

    @property
    def reach(self) -> Reach:
        return self.award.reach
