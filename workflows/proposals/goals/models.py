"""A goal of a proposal, part by part."""

from datetime import date
from decimal import Decimal

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import QUANTITY, Key, Row, Versioned
from workflows.frameworks.models import Indicator
from workflows.permissions import Reach
from workflows.proposals.models import Proposal


class Goal(Audited, Versioned, Row):
    """One SMART goal with its indicator. `milestones`: [{"on": ISO date, "value": "54"}]; `activities`: [text].

    In a draft either half of a milestone may be the empty text; a submitted goal has both.
    """

    __tablename__ = "goals"
    __table_args__ = (UniqueConstraint("proposal_id", "position"),)
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    position: Mapped[int]
    indicator_id: Mapped[int | None] = mapped_column(Key, ForeignKey("indicators.id"))
    statement: Mapped[str] = mapped_column(Text, default="")
    population: Mapped[str] = mapped_column(String(300), default="")
    direction_verb: Mapped[str] = mapped_column(String(20), default="")
    baseline_value: Mapped[Decimal | None] = mapped_column(QUANTITY)
    baseline_n: Mapped[int | None]
    baseline_on: Mapped[date | None]
    target_value: Mapped[Decimal | None] = mapped_column(QUANTITY)
    due_on: Mapped[date | None]
    milestones: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    data_source: Mapped[str] = mapped_column(String(200), default="")
    owner: Mapped[str] = mapped_column(String(120), default="")
    review_frequency: Mapped[str] = mapped_column(String(20), default="quarterly")
    activities: Mapped[list[str]] = mapped_column(JSON, default=list)
    risk: Mapped[str] = mapped_column(Text, default="")
    rationale: Mapped[str] = mapped_column(Text, default="")
    activity_rationale: Mapped[str] = mapped_column(Text, default="")
    proposal: Mapped[Proposal] = relationship(back_populates="goals")
    indicator: Mapped[Indicator | None] = relationship()

    @property
    def reach(self) -> Reach:
        return self.proposal.reach
