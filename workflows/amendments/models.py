"""Requests to amend an award, the single changes they carry, and suspensions of the project year."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.amendments.answers import TYPE_ROWS, Advice, AmendmentType, Track, TypeRow, Value, place_of
from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments.models import Enrollment
from workflows.funding.models import Award
from workflows.permissions import Reach


class AmendmentState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    IN_EFFECT = "in_effect"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        return {"submitted": "Waits for a decision", "approved": "Approved, not in effect yet"}.get(
            self.value, self.value.replace("_", " ").capitalize()
        )


OPEN = (AmendmentState.DRAFT, AmendmentState.SUBMITTED, AmendmentState.RETURNED, AmendmentState.APPROVED)
_IS_OPEN = text("state IN ('draft', 'submitted', 'returned', 'approved')")
_GOES_ON = text("resumed_on IS NULL")


class Amendment(Audited, Versioned, Row):
    """One request about one award. `about` is the goal's id or the key role where the type asks for one.

    `track` and `track_reasons` are those of the moment it was sent. `effective_on` is wanted until the decision and
    decided from then on; `signed_at` is when both sides had signed its letter.
    """

    __tablename__ = "amendments"
    __table_args__ = (
        UniqueConstraint("award_id", "number"),
        Index("uq_amendments_open", *("award_id", "type"), unique=True, sqlite_where=_IS_OPEN,
              postgresql_where=_IS_OPEN),
        Index("ix_amendments_waiting", "state", "decision_due_at"),
        CheckConstraint("state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL", name="sent_by_somebody"),
        CheckConstraint("state IN ('draft', 'withdrawn') OR track IS NOT NULL", name="sent_on_a_track"),
        CheckConstraint(
            "state NOT IN ('approved', 'declined') OR (decided_by_id IS NOT NULL AND decided_at IS NOT NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint(
            "decided_by_id IS NULL OR (decided_by_id <> requested_by_id AND decided_by_id <> submitted_by_id)",
            name="two_people",
        ),
        CheckConstraint(
            "(state = 'in_effect') = (took_effect_at IS NOT NULL) AND (took_effect_at IS NULL OR "
            "effective_on IS NOT NULL)",
            name="in_effect_has_its_day",
        ),
        CheckConstraint("state <> 'in_effect' OR track <> 'full' OR signed_at IS NOT NULL", name="signed_by_both"),
    )  # fmt: skip  # one constraint a paragraph
    award_id: Mapped[int] = mapped_column(Key, ForeignKey("awards.id"))
    number: Mapped[int]
    type: Mapped[AmendmentType] = mapped_column(enum_of(AmendmentType))
    about: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[AmendmentState] = mapped_column(enum_of(AmendmentState), default=AmendmentState.DRAFT)
    reason: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    effects: Mapped[str] = mapped_column(Text, default="")
    effective_on: Mapped[date | None]
    track: Mapped[Track | None] = mapped_column(enum_of(Track))
    track_reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    requested_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    advice: Mapped[Advice | None] = mapped_column(enum_of(Advice))
    advice_words: Mapped[str] = mapped_column(Text, default="")
    advised_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    advised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_note: Mapped[str] = mapped_column(Text, default="")
    conditions: Mapped[str] = mapped_column(Text, default="")
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    took_effect_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    award: Mapped[Award] = relationship()
    changes: Mapped[list["AmendmentChange"]] = relationship(
        back_populates="amendment", order_by="AmendmentChange.position", cascade="all, delete-orphan"
    )

    @property
    def row(self) -> TypeRow:
        return TYPE_ROWS[self.type]

    @property
    def place(self) -> str:
        """Where its fields stand among the terms of the award."""
        return place_of(self.row, self.about)

    @property
    def title(self) -> str:
        return f"Amendment {self.number}: {self.row.label.lower()}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def needs_signatures(self) -> bool:
        """Whether both sides sign the amendment letter: on the full track."""
        return self.track is Track.FULL

    @property
    def enrollment(self) -> Enrollment:
        return self.award.enrollment

    @property
    def enrollment_id(self) -> int:
        return self.award.enrollment_id

    @property
    def reach(self) -> Reach:
        whose = self.award.reach
        people = {self.requested_by_id, self.submitted_by_id} - {None}
        return Reach(
            affiliate_id=whose.affiliate_id,
            coach_id=whose.coach_id,
            author_ids=frozenset(who for who in people if who is not None),
        )


class AmendmentChange(Audited, Row):
    """One term of the award that changes: where it stands, its value before and after. Originals stay as they are."""

    __tablename__ = "amendment_changes"
    __table_args__ = (UniqueConstraint("amendment_id", "place", "field"),)
    amendment_id: Mapped[int] = mapped_column(Key, ForeignKey("amendments.id"))
    position: Mapped[int]
    place: Mapped[str] = mapped_column(String(60), index=True)
    field: Mapped[str] = mapped_column(String(40))
    old: Mapped[Value] = mapped_column(JSON)
    new: Mapped[Value] = mapped_column(JSON)
    amendment: Mapped[Amendment] = relationship(back_populates="changes")


class Suspension(Audited, Row):
    """A time in which the project year rests: why, what lifts it, and how it ended."""

    __tablename__ = "suspensions"
    __table_args__ = (
        Index("uq_suspensions_going_on", "award_id", unique=True, sqlite_where=_GOES_ON, postgresql_where=_GOES_ON),
        CheckConstraint("resumed_on IS NULL OR resumed_on >= begins_on", name="runs_forward"),
        CheckConstraint("(resumed_on IS NULL) = (resumed_by_id IS NULL)", name="resumed_by_somebody"),
    )
    award_id: Mapped[int] = mapped_column(Key, ForeignKey("awards.id"))
    begins_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    lifts_when: Mapped[str] = mapped_column(Text)
    suspended_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    suspended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    resumed_on: Mapped[date | None]
    resumed_because: Mapped[str] = mapped_column(Text, default="")
    resumed_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    resumed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    award: Mapped[Award] = relationship()

    @property
    def reach(self) -> Reach:
        return self.award.reach

    @property
    def days(self) -> int:
        """How many days it lasted; none while it goes on."""
        return 0 if self.resumed_on is None else (self.resumed_on - self.begins_on).days
