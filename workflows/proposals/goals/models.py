"""A goal of a proposal, part by part; the indicators watched beside it; what the latest import tells about the data."""

from datetime import date
from decimal import Decimal

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import QUANTITY, Key, Row, Versioned
from workflows.frameworks.models import Indicator
from workflows.permissions import Reach
from workflows.proposals.models import Proposal


class IndicatorPlan:
    """How one indicator is watched: where it stands, where it shall go, and who looks after its figures.

    A baseline without a value is to be set by `baseline_on`. `accumulation` is a key of `answers.ACCUMULATIONS`,
    `disaggregations` are chosen from the indicator's.
    """

    baseline_value: Mapped[Decimal | None] = mapped_column(QUANTITY)
    baseline_n: Mapped[int | None]
    baseline_on: Mapped[date | None]
    target_value: Mapped[Decimal | None] = mapped_column(QUANTITY)
    data_source: Mapped[str] = mapped_column(String(200), default="")
    data_fields: Mapped[str] = mapped_column(String(300), default="")
    owner: Mapped[str] = mapped_column(String(120), default="")
    review_frequency: Mapped[str] = mapped_column(String(20), default="quarterly")
    accumulation: Mapped[str] = mapped_column(String(20), default="not cumulative")
    disaggregations: Mapped[list[str]] = mapped_column(JSON, default=list)


class Goal(IndicatorPlan, Audited, Versioned, Row):
    """One SMART goal with its indicator.

    `milestones`: [{"on": ISO date, "value": "54"}]; `activities`: [text]; `risks`: [{"risk", "mitigation"}]. In a draft
    either half of a row may be the empty text. `statement` is the sentence that counts: the own `wording`, or the one
    composed of the parts. `justifications` are texts by the id of a rule that warns.
    """

    __tablename__ = "goals"
    __table_args__ = (UniqueConstraint("proposal_id", "position"),)
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    position: Mapped[int]
    indicator_id: Mapped[int | None] = mapped_column(Key, ForeignKey("indicators.id"))
    goal_type: Mapped[str] = mapped_column(String(20), default="outcome")
    statement: Mapped[str] = mapped_column(Text, default="")
    wording: Mapped[str] = mapped_column(Text, default="")
    population: Mapped[str] = mapped_column(String(300), default="")
    direction_verb: Mapped[str] = mapped_column(String(20), default="")
    due_on: Mapped[date | None]
    outcome_day: Mapped[int | None]
    milestones: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    activities: Mapped[list[str]] = mapped_column(JSON, default=list)
    risks: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    rationale: Mapped[str] = mapped_column(Text, default="")
    activity_rationale: Mapped[str] = mapped_column(Text, default="")
    justifications: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    proposal: Mapped[Proposal] = relationship(back_populates="goals")
    indicator: Mapped[Indicator | None] = relationship()

    @property
    def reach(self) -> Reach:
        return self.proposal.reach


class WatchedIndicator(IndicatorPlan, Audited, Row):
    """A further indicator of the plan, without a goal."""

    __tablename__ = "watched_indicators"
    __table_args__ = (UniqueConstraint("proposal_id", "indicator_id"),)
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    position: Mapped[int]
    indicator_id: Mapped[int] = mapped_column(Key, ForeignKey("indicators.id"))
    proposal: Mapped[Proposal] = relationship(back_populates="watched")
    indicator: Mapped[Indicator] = relationship()


class DataFacts(Row):
    """What an affiliate's latest import tells about its data: sums and shares, nobody's row.

    `arrivals_by_month`: {"2026-07": 12}; `field_completeness`: {"employed_day_180": "0.9300"}, shares from 0 to 1.
    """

    __tablename__ = "data_facts"
    affiliate_id: Mapped[int] = mapped_column(Key, ForeignKey("affiliates.id"), unique=True)
    as_of: Mapped[date]
    arrivals_by_month: Mapped[dict[str, int]] = mapped_column(JSON)
    field_completeness: Mapped[dict[str, str]] = mapped_column(JSON)
