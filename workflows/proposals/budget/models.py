"""A proposal's budget: its lines, what others give, and how indirect costs are worked out."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import MONEY, QUANTITY, Key, Row, enum_of
from workflows.proposals.budget import answers
from workflows.proposals.budget.answers import IndirectBase, IndirectMode, LineKind, MatchKind
from workflows.proposals.goals.models import Goal
from workflows.proposals.models import Proposal


class BudgetLine(Audited, Row):
    """One line of the budget: `quantity` × `unit_cost` US dollars; without a goal it is for the whole project."""

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
    unit: Mapped[str] = mapped_column(String(answers.UNIT_MAX), default="")
    unit_cost: Mapped[Decimal] = mapped_column(MONEY)
    amount: Mapped[Decimal] = mapped_column(MONEY)
    justification: Mapped[str] = mapped_column(Text, default="")
    goal_id: Mapped[int | None] = mapped_column(Key, ForeignKey("goals.id", ondelete="SET NULL"), index=True)
    hours: Mapped[Decimal | None] = mapped_column(QUANTITY)
    tag: Mapped[str] = mapped_column(String(20), default="")
    kind: Mapped[LineKind] = mapped_column(enum_of(LineKind), default=LineKind.USUAL)
    proposal: Mapped[Proposal] = relationship(back_populates="budget_lines")
    goal: Mapped[Goal | None] = relationship(backref=backref("budget_lines"))  # a removed goal lets go of its lines


class BudgetMatch(Audited, Row):
    """What somebody gives to the project in cash or in kind, beside what is requested."""

    __tablename__ = "budget_matches"
    __table_args__ = (
        UniqueConstraint("proposal_id", "position"),
        CheckConstraint("amount >= 0", name="amount_is_not_negative"),
    )
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    position: Mapped[int]
    kind: Mapped[MatchKind] = mapped_column(enum_of(MatchKind))
    source: Mapped[str] = mapped_column(String(answers.MATCH_SOURCE_MAX))
    description: Mapped[str] = mapped_column(String(300))
    amount: Mapped[Decimal] = mapped_column(MONEY)
    is_secured: Mapped[bool]
    valuation: Mapped[str] = mapped_column(String(answers.VALUATION_MAX))
    proposal: Mapped[Proposal] = relationship(back_populates="budget_matches")


class BudgetIndirect(Audited, Row):
    """How the indirect costs of a proposal are worked out; `amount` is what came out when the budget was saved."""

    __tablename__ = "budget_indirects"
    __table_args__ = (CheckConstraint("amount >= 0 AND (rate IS NULL OR rate >= 0)", name="is_not_negative"),)
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"), unique=True)
    mode: Mapped[IndirectMode] = mapped_column(enum_of(IndirectMode))
    rate: Mapped[Decimal | None] = mapped_column(QUANTITY)
    base: Mapped[IndirectBase] = mapped_column(enum_of(IndirectBase))
    base_text: Mapped[str] = mapped_column(String(answers.BASE_TEXT_MAX))
    agreed_on: Mapped[date | None]
    typed_amount: Mapped[Decimal] = mapped_column(MONEY)
    typed_note: Mapped[str] = mapped_column(String(300))
    amount: Mapped[Decimal] = mapped_column(MONEY)
    proposal: Mapped[Proposal] = relationship(back_populates="budget_indirect")
