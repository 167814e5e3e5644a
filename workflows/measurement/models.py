"""Imports of extracts, and the figures computed from them. No client is stored here."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import QUANTITY, Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments.models import Enrollment
from workflows.frameworks.models import Indicator
from workflows.permissions import Reach


class ExtractState(StrEnum):
    WAITING = "waiting"
    COMPUTED = "computed"
    REFUSED = "refused"


class ExtractImport(Audited, Versioned, Row):
    """One uploaded extract. The reduced, pseudonymous file lives only until its figures are computed.

    `quality`: {"rows_read", "rows_kept", "duplicates", "dropped_columns": […], "columns_not_agreed": […],
    "problems": [{row, column, what, fix}]}.
    """

    __tablename__ = "extract_imports"
    __table_args__ = (UniqueConstraint("enrollment_id", "content_sha256", "as_of"),)
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"))
    number: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(200))
    content_sha256: Mapped[str] = mapped_column(String(64))
    reduced_sha256: Mapped[str | None] = mapped_column(String(64))
    as_of: Mapped[date]
    state: Mapped[ExtractState] = mapped_column(enum_of(ExtractState), default=ExtractState.WAITING)
    problem: Mapped[str] = mapped_column(Text, default="")
    quality: Mapped[dict[str, Any]] = mapped_column(JSON)
    source_id: Mapped[int | None] = mapped_column(Key, ForeignKey("data_sources.id"))  # none before it was asked
    agreement_id: Mapped[int | None] = mapped_column(Key, ForeignKey("data_sharing_agreements.id"))
    uploaded_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    computed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    enrollment: Mapped[Enrollment] = relationship()
    measurements: Mapped[list["Measurement"]] = relationship(back_populates="extract")

    @property
    def reach(self) -> Reach:
        return self.enrollment.reach


class Measurement(Row):
    """One figure of one import: a percent as numerator and denominator, a mean as total and n, a count as n."""

    __tablename__ = "measurements"
    __table_args__ = (
        UniqueConstraint("extract_id", "indicator_id", "site"),
        Index("ix_measurements_history", "enrollment_id", "indicator_id", "as_of"),
    )
    extract_id: Mapped[int] = mapped_column(Key, ForeignKey("extract_imports.id"))
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"))
    indicator_id: Mapped[int] = mapped_column(Key, ForeignKey("indicators.id"))
    site: Mapped[str] = mapped_column(String(20))
    as_of: Mapped[date]
    numerator: Mapped[int | None]
    denominator: Mapped[int | None]
    total: Mapped[Decimal | None] = mapped_column(QUANTITY)
    n: Mapped[int]
    extract: Mapped[ExtractImport] = relationship(back_populates="measurements")
    indicator: Mapped[Indicator] = relationship()
