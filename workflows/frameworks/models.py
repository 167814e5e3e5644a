"""Outcomes frameworks and their indicators, as rows that staff can add to."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row
from workflows.permissions import Reach


class Framework(Audited, Row):
    """One version of an outcomes framework; a proposal keeps the version it was written under."""

    __tablename__ = "frameworks"
    __table_args__ = (UniqueConstraint("code", "edition"),)
    code: Mapped[str] = mapped_column(String(40))
    edition: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(Text)
    indicators: Mapped[list["Indicator"]] = relationship(back_populates="framework", order_by="Indicator.position")


class Indicator(Audited, Row):
    """One indicator. `calculation` is percent, mean or count; `direction` is higher or lower (which way is good).

    `formula` is the machine-readable definition (see `measurement.formula`) where an extract can compute it.
    """

    __tablename__ = "indicators"
    __table_args__ = (UniqueConstraint("framework_id", "code"),)
    framework_id: Mapped[int] = mapped_column(Key, ForeignKey("frameworks.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(160))
    domain: Mapped[str] = mapped_column(String(80))
    domain_group: Mapped[str] = mapped_column(String(80))
    domain_2019: Mapped[str] = mapped_column(String(80))
    definition: Mapped[str] = mapped_column(Text)
    calculation: Mapped[str] = mapped_column(String(10))
    numerator: Mapped[str] = mapped_column(Text)
    denominator: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(40))
    data_source: Mapped[str] = mapped_column(String(80))
    fields: Mapped[str] = mapped_column(Text)
    disaggregations: Mapped[str] = mapped_column(Text)
    frequency: Mapped[str] = mapped_column(String(40))
    direction: Mapped[str] = mapped_column(String(10))
    level: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text)
    formula: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    framework: Mapped[Framework] = relationship(back_populates="indicators")

    @property
    def reach(self) -> Reach:
        return Reach()
