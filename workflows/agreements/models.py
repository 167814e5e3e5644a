"""The data-sharing agreement of an enrollment, and the contract terms of the databases that its data comes from."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.agreements.answers import HOLDER_MAX, NAME_MAX
from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments.models import Enrollment
from workflows.people.models import Affiliate, User
from workflows.permissions import Reach


class AgreementState(StrEnum):
    DRAFTED = "drafted"
    OFFERED = "offered"
    ACTIVE = "active"
    ENDED = "ended"  # a newer edition took its place, or the year is over
    EXPIRED = "expired"
    TERMINATED = "terminated"


_OPEN = text("state IN ('drafted', 'offered')")


class DataSharingAgreement(Audited, Versioned, Row):
    """One edition. `elements` are the columns of an extract that may be kept: whatever is not here is not taken in."""

    __tablename__ = "data_sharing_agreements"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "edition"),
        Index(
            "uq_data_sharing_agreements_open",
            "enrollment_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        CheckConstraint("edition > 0", name="counted_from_one"),
        CheckConstraint("ends_on > starts_on", name="term_runs_forward"),
        CheckConstraint("state <> 'terminated' OR end_reason <> ''", name="terminated_with_a_reason"),
        CheckConstraint(
            "state NOT IN ('active', 'ended', 'expired') OR active_at IS NOT NULL", name="in_force_before_it_ends"
        ),
    )
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"))
    edition: Mapped[int]
    number: Mapped[str] = mapped_column(String(30), unique=True)
    state: Mapped[AgreementState] = mapped_column(enum_of(AgreementState), default=AgreementState.DRAFTED)
    network_party: Mapped[str] = mapped_column(String(HOLDER_MAX))
    affiliate_party: Mapped[str] = mapped_column(String(HOLDER_MAX))
    purpose: Mapped[str] = mapped_column(Text)
    elements: Mapped[list[str]] = mapped_column(JSON)
    permitted_uses: Mapped[list[str]] = mapped_column(JSON)
    retention: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    offered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offered_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    active_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # that it ends soon
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    end_reason: Mapped[str] = mapped_column(Text, default="")
    enrollment: Mapped[Enrollment] = relationship()

    @property
    def reach(self) -> Reach:
        return self.enrollment.reach

    @property
    def last_day(self) -> str:
        """`30 June 2026`."""
        return f"{self.ends_on.day} {self.ends_on:%B %Y}"

    def is_in_force_on(self, day: date) -> bool:
        """Signed by both sides, not ended, and within its term."""
        return self.state is AgreementState.ACTIVE and self.starts_on <= day <= self.ends_on


class DataSource(Audited, Versioned, Row):
    """What the contract of one database says, as somebody read it on a day. A change is a new reading."""

    __tablename__ = "data_sources"
    __table_args__ = (UniqueConstraint("affiliate_id", "name"),)
    affiliate_id: Mapped[int] = mapped_column(Key, ForeignKey("affiliates.id"))
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    holder: Mapped[str] = mapped_column(String(HOLDER_MAX))
    allows: Mapped[str] = mapped_column(Text)
    restrictions: Mapped[str] = mapped_column(Text, default="")
    allows_sharing: Mapped[bool]
    ends_on: Mapped[date | None]
    checked_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    affiliate: Mapped[Affiliate] = relationship()
    checked_by: Mapped[User] = relationship()

    @property
    def reach(self) -> Reach:
        return Reach(affiliate_id=self.affiliate_id)

    def may_be_used_on(self, day: date) -> bool:
        """Whether its contract lets pseudonymous rows go to the network on that day."""
        return self.allows_sharing and (self.ends_on is None or day <= self.ends_on)
