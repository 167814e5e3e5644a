"""The lines of a proposal's budget."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import MONEY, QUANTITY, Key, Row
from workflows.proposals.models import Proposal


class BudgetLine(Audited, Row):
    """One line of the budget: `quantity` × `unit_cost` US dollars."""

    __tablename__ = "budget_lines"
    __table_args__ = (
        UniqueConstraint("proposal_id", "position"),
        CheckConstraint("unit_cost >= 0 AND quantity >= 0", name="costs_are_not_negative"),
    )
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    position: Mapped[int]
    category: Mapped[str] = mapped_column(String(3))
    description: Mapped[str] = mapped_column(String(300))
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    unit_cost: Mapped[Decimal] = mapped_column(MONEY)
    amount: Mapped[Decimal] = mapped_column(MONEY)
    proposal: Mapped[Proposal] = relationship(back_populates="budget_lines")
