"""The federal elements of an award, and the checks for exclusions, as rows."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.funding.federal.answers import ExclusionResult
from workflows.funding.models import Award
from workflows.people.models import User


class FederalElements(Audited, Versioned, Row):
    """What an award of federal money states; `values` is text by the part's name, held to the table of elements."""

    __tablename__ = "federal_elements"
    award_id: Mapped[int] = mapped_column(Key, ForeignKey("awards.id"), unique=True)
    values: Mapped[dict[str, str]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None while an element is missing
    saved_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    award: Mapped[Award] = relationship(back_populates="federal")
    saved_by: Mapped[User] = relationship()


class ExclusionCheck(Audited, Row):
    """One look at SAM.gov (2 CFR 200.332(a)); the newest counts, and none is ever changed."""

    __tablename__ = "exclusion_checks"
    award_id: Mapped[int] = mapped_column(Key, ForeignKey("awards.id"), index=True)
    checked_on: Mapped[date]
    result: Mapped[ExclusionResult] = mapped_column(enum_of(ExclusionResult))
    note: Mapped[str] = mapped_column(Text, default="")
    checked_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    award: Mapped[Award] = relationship(back_populates="exclusion_checks")
    checked_by: Mapped[User] = relationship()


@event.listens_for(ExclusionCheck, "before_update")
@event.listens_for(ExclusionCheck, "before_delete")
def _only_added(_mapper: Any, _connection: Any, _row: ExclusionCheck) -> None:
    raise RuntimeError("a check for exclusions is kept as it was recorded")
