"""By which method an award is paid, with the version of its schedule."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.funding.schedules.answers import Method


class PaymentPlan(Audited, Versioned, Row):
    """The method of one award; its version counts how often the schedule was saved as a whole."""

    __tablename__ = "payment_plans"
    award_id: Mapped[int] = mapped_column(Key, ForeignKey("awards.id"), unique=True)
    method: Mapped[Method] = mapped_column(enum_of(Method))
    saved_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
