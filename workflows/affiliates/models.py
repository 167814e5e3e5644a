"""What is kept about an affiliate besides itself: data roles, handovers, choices of the tier, the decisions log."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, exists, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.affiliates import answers
from workflows.affiliates.answers import EntryKind, StepOwner
from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.people.answers import EMAIL_MAX, NAME_MAX, DataRoleKind, Tier
from workflows.people.models import Affiliate, User

_HELD_NOW = text("until IS NULL")


class DataRole(Audited, Versioned, Row):
    """One person in one data role of an affiliate, from a day on; ended ones are the history.

    `name` and `email` are those of the day the role was given; `user_id` only for somebody with an account.
    """

    __tablename__ = "data_roles"
    __table_args__ = (
        Index("ix_data_roles_affiliate", "affiliate_id", "kind"),
        Index(
            "uq_data_roles_held_now",
            *("affiliate_id", "kind"),
            unique=True,
            sqlite_where=_HELD_NOW,
            postgresql_where=_HELD_NOW,
        ),
        CheckConstraint("until IS NULL OR until >= since", name="ends_after_it_begins"),
        CheckConstraint(
            f"hours_a_week IS NULL OR hours_a_week BETWEEN 0 AND {answers.HOURS_MAX}", name="hours_of_a_week"
        ),
    )
    affiliate_id: Mapped[int] = mapped_column(Key, ForeignKey("affiliates.id"))
    kind: Mapped[DataRoleKind] = mapped_column(enum_of(DataRoleKind))
    user_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    email: Mapped[str] = mapped_column(String(EMAIL_MAX))
    hours_a_week: Mapped[int | None]
    backup_name: Mapped[str] = mapped_column(String(NAME_MAX), default="")
    funding_source: Mapped[str] = mapped_column(String(answers.FUNDING_MAX), default="")
    funded_until: Mapped[date | None]
    since: Mapped[date]
    until: Mapped[date | None]
    ended_because: Mapped[str] = mapped_column(Text, default="")
    named_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    affiliate: Mapped[Affiliate] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    handover: Mapped["Handover | None"] = relationship(back_populates="role", foreign_keys="Handover.role_id")

    @property
    def is_filled(self) -> bool:
        """Whether somebody can be reached in it: a holder whose account is deactivated has left."""
        return self.until is None and (self.user is None or self.user.is_active)

    @staticmethod
    def filled_in(kind: DataRoleKind) -> ColumnElement[bool]:
        """The clause over `affiliates` for those in which somebody holds the role."""
        left = exists().where(User.id == DataRole.user_id, User.is_active.is_(False)).correlate(DataRole)
        return (
            exists()
            .where(DataRole.affiliate_id == Affiliate.id, DataRole.kind == kind, DataRole.until.is_(None), ~left)
            .correlate(Affiliate)
        )


class Handover(Audited, Row):
    """What one data lead passes on to the next. One for each role that ended, however many people ended it."""

    __tablename__ = "handovers"
    affiliate_id: Mapped[int] = mapped_column(Key, ForeignKey("affiliates.id"), index=True)
    role_id: Mapped[int] = mapped_column(Key, ForeignKey("data_roles.id"), unique=True)
    successor_id: Mapped[int | None] = mapped_column(Key, ForeignKey("data_roles.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    affiliate: Mapped[Affiliate] = relationship()
    role: Mapped[DataRole] = relationship(back_populates="handover", foreign_keys=[role_id])
    successor: Mapped[DataRole | None] = relationship(foreign_keys=[successor_id])
    steps: Mapped[list["HandoverStep"]] = relationship(
        back_populates="handover", order_by="HandoverStep.position", cascade="all, delete-orphan"
    )


class HandoverStep(Audited, Row):
    """One thing to pass on. The text is kept as it was when the handover began."""

    __tablename__ = "handover_steps"
    __table_args__ = (UniqueConstraint("handover_id", "position"),)
    handover_id: Mapped[int] = mapped_column(Key, ForeignKey("handovers.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(200))
    owner: Mapped[StepOwner] = mapped_column(enum_of(StepOwner))
    due_on: Mapped[date]
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    handover: Mapped[Handover] = relationship(back_populates="steps")
    done_by: Mapped[User | None] = relationship()


_STANDS = text("taken_back_at IS NULL")


class TierChoice(Audited, Row):
    """A person's word against the suggested tier, with the reason; taken back, it stays to be read."""

    __tablename__ = "tier_choices"
    __table_args__ = (
        Index(
            "uq_tier_choices_standing",
            "affiliate_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )
    affiliate_id: Mapped[int] = mapped_column(Key, ForeignKey("affiliates.id"), index=True)
    tier: Mapped[Tier] = mapped_column(enum_of(Tier))
    note: Mapped[str] = mapped_column(Text)
    chosen_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_back_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    chosen_by: Mapped[User | None] = relationship(foreign_keys=[chosen_by_id])
    taken_back_by: Mapped[User | None] = relationship(foreign_keys=[taken_back_by_id])


class LogEntry(Audited, Versioned, Row):
    """One entry of the decisions log. A win is shared with the network only when the affiliate says so."""

    __tablename__ = "log_entries"
    __table_args__ = (
        Index("ix_log_entries_affiliate", "affiliate_id", "kind", "happened_on"),
        CheckConstraint(
            "shared_at IS NULL OR (kind = 'win' AND recognized_at IS NOT NULL)", name="only_wins_are_shared"
        ),
    )
    affiliate_id: Mapped[int] = mapped_column(Key, ForeignKey("affiliates.id"))
    kind: Mapped[EntryKind] = mapped_column(enum_of(EntryKind))
    happened_on: Mapped[date]
    question: Mapped[str] = mapped_column(String(answers.QUESTION_MAX), default="")
    told: Mapped[str] = mapped_column(Text)
    changed: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recognized_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    recognized_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shared_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    affiliate: Mapped[Affiliate] = relationship()
    written_by: Mapped[User | None] = relationship(foreign_keys=[written_by_id])
    recognized_by: Mapped[User | None] = relationship(foreign_keys=[recognized_by_id])
