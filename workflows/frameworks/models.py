"""Outcomes frameworks in their editions, and their indicators, as rows that staff can add to."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.frameworks import answers
from workflows.people.models import User
from workflows.permissions import Reach


class FrameworkState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


class Framework(Audited, Versioned, Row):
    """One edition of an outcomes framework; a proposal keeps the one it was written under.

    Cohorts choose among the published ones. `purpose` says which needs and learning objectives it answers.
    `published_at` is None for a draft, and for the starting library, which is published from the beginning.
    """

    __tablename__ = "frameworks"
    __table_args__ = (UniqueConstraint("code", "edition"),)
    code: Mapped[str] = mapped_column(String(answers.CODE_MAX))
    edition: Mapped[str] = mapped_column(String(answers.EDITION_MAX))
    name: Mapped[str] = mapped_column(String(answers.NAME_MAX))
    source: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[FrameworkState] = mapped_column(enum_of(FrameworkState), default=FrameworkState.DRAFT)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    copied_from_id: Mapped[int | None] = mapped_column(Key, ForeignKey("frameworks.id"))
    indicators: Mapped[list["Indicator"]] = relationship(
        back_populates="framework", order_by="Indicator.position", cascade="all, delete-orphan"
    )

    @property
    def title(self) -> str:
        return f"{self.name}, edition {self.edition}"

    @property
    def is_published(self) -> bool:
        return self.state is FrameworkState.PUBLISHED

    @property
    def reach(self) -> Reach:
        return Reach(is_open=self.is_published)


class Indicator(Audited, Versioned, Row):
    """One indicator. `calculation` is percent, mean or count; `direction` is higher or lower (which way is good).

    `formula` is the machine-readable definition (see `measurement.formula`) where an extract can compute it.
    `fields`, `disaggregations` and `topics` are lists with “;” between their items. A retired indicator stays where
    it is used, and no new goal may choose it.
    """

    __tablename__ = "indicators"
    __table_args__ = (
        UniqueConstraint("framework_id", "code"),
        CheckConstraint("calculation = 'count' OR denominator <> ''", name="says_of_how_many"),
        CheckConstraint("retired_at IS NULL OR retired_why <> ''", name="retired_with_a_reason"),
    )
    framework_id: Mapped[int] = mapped_column(Key, ForeignKey("frameworks.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(answers.INDICATOR_CODE_MAX))
    name: Mapped[str] = mapped_column(String(answers.INDICATOR_NAME_MAX))
    domain: Mapped[str] = mapped_column(String(answers.WORDS_MAX))
    domain_group: Mapped[str] = mapped_column(String(answers.WORDS_MAX))
    domain_2019: Mapped[str] = mapped_column(String(answers.WORDS_MAX))
    definition: Mapped[str] = mapped_column(Text)
    calculation: Mapped[str] = mapped_column(String(10))
    numerator: Mapped[str] = mapped_column(Text)
    denominator: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(answers.UNIT_MAX))
    data_source: Mapped[str] = mapped_column(String(answers.WORDS_MAX))
    fields: Mapped[str] = mapped_column(Text)
    disaggregations: Mapped[str] = mapped_column(Text)
    frequency: Mapped[str] = mapped_column(String(40))
    direction: Mapped[str] = mapped_column(String(10))
    level: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text)
    topics: Mapped[str] = mapped_column(Text, default="")
    formula: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retired_why: Mapped[str] = mapped_column(Text, default="")
    framework: Mapped[Framework] = relationship(back_populates="indicators")
    retirements: Mapped[list["IndicatorRetirement"]] = relationship(
        back_populates="indicator", order_by="IndicatorRetirement.id", cascade="all, delete-orphan"
    )

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    @property
    def reach(self) -> Reach:
        return self.framework.reach


class IndicatorRetirement(Audited, Row):
    """One time that an indicator was retired, or with `is_retired` false, offered again; with the reason."""

    __tablename__ = "indicator_retirements"
    indicator_id: Mapped[int] = mapped_column(Key, ForeignKey("indicators.id"), index=True)
    is_retired: Mapped[bool]
    why: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    indicator: Mapped[Indicator] = relationship(back_populates="retirements")
    by: Mapped[User | None] = relationship()
