"""Users, the roles they hold, and affiliates."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.people import answers, legal
from workflows.permissions import Actor, Holding, Reach, Role


class Affiliate(Audited, Versioned, Row):
    """A local organization of the network: a subrecipient. `code` is how the case database names it.

    `suggested_tier` is kept by `workflows.affiliates` from the rest; `chosen_tier` is a person's word against it.
    `may_be_suggested` says whether others see it suggested as a partner.
    """

    __tablename__ = "affiliates"
    __table_args__ = (
        CheckConstraint("uei = '' OR length(uei) = 12", name="uei_has_twelve_characters"),
        CheckConstraint("ein = '' OR length(ein) = 10", name="ein_has_nine_digits"),
    )
    code: Mapped[str] = mapped_column(String(answers.AFFILIATE_CODE_MAX), unique=True)
    name: Mapped[str] = mapped_column(String(answers.NAME_MAX), unique=True)
    town: Mapped[str] = mapped_column(String(answers.TOWN_MAX))
    state: Mapped[str] = mapped_column(String(40))
    time_zone: Mapped[str] = mapped_column(String(64))
    staff_count: Mapped[int | None]
    people_served: Mapped[int | None]
    is_rural: Mapped[bool] = mapped_column(default=False)
    languages: Mapped[str] = mapped_column(String(400), default="")
    programs: Mapped[str] = mapped_column(String(400), default="")
    populations: Mapped[str] = mapped_column(String(answers.LIST_MAX), default="")
    service_mode: Mapped[answers.ServiceMode | None] = mapped_column(enum_of(answers.ServiceMode))
    access_barriers: Mapped[list[str]] = mapped_column(JSON, default=list)
    access_note: Mapped[str] = mapped_column(Text, default="")
    participation_barriers: Mapped[list[str]] = mapped_column(JSON, default=list)
    participation_note: Mapped[str] = mapped_column(Text, default="")
    profile_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    profile_confirmed_by: Mapped[str] = mapped_column(String(answers.NAME_MAX), default="")
    legal_name: Mapped[str] = mapped_column(String(legal.LEGAL_NAME_MAX), default="")
    ein: Mapped[str] = mapped_column(String(legal.EIN_DIGITS + 1), default="")
    uei: Mapped[str] = mapped_column(String(legal.UEI_LENGTH), default="")
    postal_address: Mapped[str] = mapped_column(String(legal.ADDRESS_MAX), default="")
    may_be_suggested: Mapped[bool] = mapped_column(default=True)
    suggested_tier: Mapped[answers.Tier | None] = mapped_column(enum_of(answers.Tier))
    chosen_tier: Mapped[answers.Tier | None] = mapped_column(enum_of(answers.Tier))

    @property
    def reach(self) -> Reach:
        return Reach(affiliate_id=self.id)

    @property
    def tier(self) -> answers.Tier | None:
        """The one that counts: what was chosen, else what is suggested."""
        return self.chosen_tier or self.suggested_tier


class User(Audited, Versioned, Row):
    """A person who signs in. `session_epoch` rises when every open session of theirs must end."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("email = lower(trim(email))", name="email_is_trimmed_and_lower"),)
    audit_hides = frozenset({"password_hash", "totp_secret"})
    email: Mapped[str] = mapped_column(String(answers.EMAIL_MAX), unique=True)
    name: Mapped[str] = mapped_column(String(answers.NAME_MAX))
    time_zone: Mapped[str] = mapped_column(String(64), default="America/New_York")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(String(200))
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp_last_step: Mapped[int] = mapped_column(default=0)
    session_epoch: Mapped[int] = mapped_column(default=1)
    is_active: Mapped[bool] = mapped_column(default=True)
    invited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    joined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    roles: Mapped[list["RoleAssignment"]] = relationship(back_populates="user", foreign_keys="RoleAssignment.user_id")

    @property
    def reach(self) -> Reach:
        return Reach()

    @property
    def has_two_steps(self) -> bool:
        return self.totp_confirmed_at is not None

    def as_actor(self, now: datetime) -> Actor:
        """The person as the rules see them at this moment: ended and expired roles are gone."""
        held = tuple(
            Holding(role=r.role, affiliate_id=r.affiliate_id, expires_at=r.expires_at)
            for r in self.roles
            if r.ended_at is None and (r.expires_at is None or r.expires_at > now)
        )
        return Actor(id=self.id, name=self.name, holdings=held if self.is_active else ())


_HELD_IN_AFFILIATE = text("ended_at IS NULL AND affiliate_id IS NOT NULL")
_HELD_NATIONALLY = text("ended_at IS NULL AND affiliate_id IS NULL")


class RoleAssignment(Audited, Row):
    """One role of one person; inside an affiliate exactly when the role is an affiliate's."""

    __tablename__ = "role_assignments"
    __table_args__ = (
        CheckConstraint(
            "(role LIKE 'affiliate_%') = (affiliate_id IS NOT NULL)",
            name="affiliate_roles_name_their_affiliate",
        ),
        CheckConstraint("role <> 'auditor' OR expires_at IS NOT NULL", name="auditors_are_time_limited"),
        Index(
            "uq_role_assignments_in_affiliate",
            *("user_id", "role", "affiliate_id"),
            unique=True,
            sqlite_where=_HELD_IN_AFFILIATE,
            postgresql_where=_HELD_IN_AFFILIATE,
        ),
        Index(
            "uq_role_assignments_national",
            *("user_id", "role"),
            unique=True,
            sqlite_where=_HELD_NATIONALLY,
            postgresql_where=_HELD_NATIONALLY,
        ),
    )
    user_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_of(Role))
    affiliate_id: Mapped[int | None] = mapped_column(Key, ForeignKey("affiliates.id"), index=True)
    granted_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    user: Mapped[User] = relationship(back_populates="roles", foreign_keys=[user_id])
    affiliate: Mapped[Affiliate | None] = relationship()

    @property
    def reach(self) -> Reach:
        return Reach()


class RecoveryCode(Audited, Row):
    """One code for the day the phone is lost: only its hash is kept, and it works once."""

    __tablename__ = "recovery_codes"
    audit_hides = frozenset({"code_hash"})
    user_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
