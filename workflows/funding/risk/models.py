"""Risk assessments as rows: one a version, only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, enum_of
from workflows.enrollments.answers import RiskTier
from workflows.enrollments.models import Enrollment
from workflows.people.models import User
from workflows.permissions import Reach


class RiskAssessment(Audited, Row):
    """One assessment of an enrollment, before its award or during the year; the newest counts.

    `answers` is a list of factor, level (or null) and note, of the factors in version `items`.
    """

    __tablename__ = "risk_assessments"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "number"),
        CheckConstraint("tier = suggested_tier OR override_reason <> ''", name="another_tier_says_why"),
    )
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"))
    number: Mapped[int]
    items: Mapped[str] = mapped_column(String(20))
    answers: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    points: Mapped[int]
    suggested_tier: Mapped[RiskTier] = mapped_column(enum_of(RiskTier))
    tier: Mapped[RiskTier] = mapped_column(enum_of(RiskTier))
    override_reason: Mapped[str] = mapped_column(Text, default="")
    assessed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    assessed_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    enrollment: Mapped[Enrollment] = relationship()
    assessed_by: Mapped[User] = relationship()

    @property
    def reach(self) -> Reach:
        return self.enrollment.reach


@event.listens_for(RiskAssessment, "before_update")
@event.listens_for(RiskAssessment, "before_delete")
def _only_added(_mapper: Any, _connection: Any, _row: RiskAssessment) -> None:
    raise RuntimeError("a risk assessment is kept as it was made")
