"""The conditions of an award as rows; a lifted one stays as history."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.funding.models import Award
from workflows.people.models import User
from workflows.permissions import Reach


class ConditionState(StrEnum):
    OPEN = "open"
    LIFTED = "lifted"


class AwardCondition(Audited, Versioned, Row):
    """One specific condition. `remedy` is what lifts it; `lifted_words` is how it was met.

    Nature, reason, remedy, day and appeal are the notice of 2 CFR 200.208. `due_at` is the end of the day `due_on` in
    the affiliate's time zone.
    """

    __tablename__ = "award_conditions"
    __table_args__ = (
        UniqueConstraint("award_id", "number"),
        Index("ix_award_conditions_open", "state", "due_at"),
        CheckConstraint(
            "(state = 'lifted') = (lifted_at IS NOT NULL AND lifted_words <> '')", name="lifted_with_words"
        ),
        CheckConstraint("(due_on IS NULL) = (due_at IS NULL)", name="a_day_has_its_end"),
    )
    award_id: Mapped[int] = mapped_column(Key, ForeignKey("awards.id"))
    number: Mapped[int]
    state: Mapped[ConditionState] = mapped_column(enum_of(ConditionState), default=ConditionState.OPEN)
    text: Mapped[str] = mapped_column(Text)
    remedy: Mapped[str] = mapped_column(Text)
    holds_payment: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None]
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    appeal: Mapped[str] = mapped_column(Text, default="")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    lifted_words: Mapped[str] = mapped_column(Text, default="")
    award: Mapped[Award] = relationship(back_populates="conditions")
    added_by: Mapped[User] = relationship(foreign_keys=[added_by_id])
    lifted_by: Mapped[User | None] = relationship(foreign_keys=[lifted_by_id])

    @property
    def reach(self) -> Reach:
        return self.award.reach

    @property
    def is_open(self) -> bool:
        return self.state is ConditionState.OPEN
