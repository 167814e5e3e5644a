"""The entries of the ledger: added, never changed and never deleted."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import MONEY, Key, Row, UtcDateTime, enum_of
from workflows.funding.models import Award, Payment


class EntryKind(StrEnum):
    PAID = "paid"
    REVERSED = "reversed"
    SPENT = "spent"
    CORRECTED = "corrected"

    @property
    def words(self) -> str:
        return {"paid": "Paid", "reversed": "Reversed", "spent": "Spent", "corrected": "Correction"}[self.value]


SPENDING = frozenset({EntryKind.SPENT, EntryKind.CORRECTED})


class LedgerEntry(Audited, Row):
    """One amount of US dollars; what came back is below zero. Spending has a budget category, cash has a payment."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        Index("ix_ledger_entries_award_id", "award_id", "dated_on"),
        UniqueConstraint("report_id", "category", "kind"),
        CheckConstraint("amount <> 0", name="is_something"),
        CheckConstraint("(kind IN ('paid', 'reversed')) = (payment_id IS NOT NULL)", name="cash_has_its_payment"),
        CheckConstraint("(kind IN ('spent', 'corrected')) = (category <> '')", name="spending_has_its_category"),
        CheckConstraint("kind <> 'spent' OR report_id IS NOT NULL", name="spent_comes_with_a_report"),
        CheckConstraint("kind <> 'corrected' OR (report_id IS NULL AND note <> '')", name="corrections_say_why"),
        CheckConstraint("kind <> 'paid' OR amount > 0", name="paid_is_positive"),
        CheckConstraint("kind <> 'reversed' OR amount < 0", name="reversed_is_negative"),
    )
    award_id: Mapped[int] = mapped_column(Key, ForeignKey("awards.id"))
    kind: Mapped[EntryKind] = mapped_column(enum_of(EntryKind))
    category: Mapped[str] = mapped_column(String(3), default="")
    amount: Mapped[Decimal] = mapped_column(MONEY)
    dated_on: Mapped[date]
    payment_id: Mapped[int | None] = mapped_column(Key, ForeignKey("payments.id"))
    report_id: Mapped[int | None] = mapped_column(Key, ForeignKey("reports.id"))
    reference: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    posted_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    award: Mapped[Award] = relationship()
    payment: Mapped[Payment | None] = relationship()


class EntryIsFinal(RuntimeError):
    """A bug: something tried to change or delete an entry of the ledger."""


@event.listens_for(LedgerEntry, "before_update")
@event.listens_for(LedgerEntry, "before_delete")
def _refuse_change(_mapper: Any, _connection: Any, entry: LedgerEntry) -> None:
    raise EntryIsFinal(f"entry {entry.id} of the ledger stays as it is; a mistake is corrected by another entry")
