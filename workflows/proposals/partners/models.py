"""The partners of a proposal, and every answer that they gave."""

import hashlib
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.people.answers import EMAIL_MAX, NAME_MAX
from workflows.people.models import Affiliate
from workflows.permissions import Reach
from workflows.proposals.models import Proposal
from workflows.proposals.papers.models import Paper
from workflows.proposals.partners.answers import (
    COMMITMENT_MAX,
    ROLE_WORDS_MAX,
    TYPED_NAME_MAX,
    PartnerAnswers,
    PartnerRole,
    promise_text,
)


class PartnerState(StrEnum):
    NAMED = "named"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # the lead goes without it; nothing is forgotten

    @property
    def label(self) -> str:
        return {
            PartnerState.NAMED: "Not asked yet",
            PartnerState.ASKED: "Asked to confirm",
            PartnerState.CONFIRMED: "Confirmed",
            PartnerState.DECLINED: "Declined",
            PartnerState.WITHDRAWN: "No longer a partner",
        }[self]


_STANDS = text("state <> 'withdrawn' AND affiliate_id IS NOT NULL")


class Partner(Audited, Versioned, Row):
    """One partner: an affiliate of the network, or an outside organization by its name.

    `round` counts how often it was asked: a link carries its number, so asking again ends the links before.
    """

    __tablename__ = "proposal_partners"
    __table_args__ = (
        CheckConstraint("(affiliate_id IS NULL) = (organization <> '')", name="is_an_affiliate_or_another"),
        Index(
            "uq_proposal_partners_standing",
            *("proposal_id", "affiliate_id"),
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"), index=True)
    affiliate_id: Mapped[int | None] = mapped_column(Key, ForeignKey("affiliates.id"), index=True)
    organization: Mapped[str] = mapped_column(String(NAME_MAX), default="")
    contact_name: Mapped[str] = mapped_column(String(NAME_MAX), default="")
    contact_email: Mapped[str] = mapped_column(String(EMAIL_MAX), default="")
    role: Mapped[PartnerRole] = mapped_column(enum_of(PartnerRole))
    role_words: Mapped[str] = mapped_column(String(ROLE_WORDS_MAX), default="")
    contribution: Mapped[str] = mapped_column(Text, default="")
    commitment: Mapped[str] = mapped_column(String(COMMITMENT_MAX), default="")
    state: Mapped[PartnerState] = mapped_column(enum_of(PartnerState), default=PartnerState.NAMED)
    round: Mapped[int] = mapped_column(default=0)
    mailed_round: Mapped[int] = mapped_column(default=0)
    named_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    letter_id: Mapped[int | None] = mapped_column(Key, ForeignKey("proposal_papers.id"))
    proposal: Mapped[Proposal] = relationship(back_populates="partners")
    affiliate: Mapped[Affiliate | None] = relationship()
    letter: Mapped[Paper | None] = relationship()
    answers: Mapped[list["PartnerAnswer"]] = relationship(back_populates="partner", order_by="PartnerAnswer.id")

    @property
    def reach(self) -> Reach:
        """The lead's: who answers is asked about the `Partnership`."""
        return self.proposal.reach

    @property
    def name(self) -> str:
        return self.affiliate.name if self.affiliate is not None else self.organization

    @property
    def role_shown(self) -> str:
        return self.role_words if self.role is PartnerRole.OTHER and self.role_words else self.role.label

    @property
    def is_confirmed(self) -> bool:
        return self.state is PartnerState.CONFIRMED

    @property
    def last_answer(self) -> "PartnerAnswer | None":
        return self.answers[-1] if self.answers else None

    @property
    def typed(self) -> PartnerAnswers:
        """The partner in the shape the form gives it."""
        return PartnerAnswers(
            affiliate_id=self.affiliate_id,
            organization=self.organization,
            contact_name=self.contact_name,
            contact_email=self.contact_email,
            role=self.role,
            role_words=self.role_words,
            contribution=self.contribution,
            commitment=self.commitment,
        )

    @property
    def text(self) -> str:
        """The words that the partner would confirm now."""
        return promise_text(
            partner=self.name,
            lead=self.proposal.enrollment.affiliate.name,
            title=self.proposal.title,
            role=self.role_shown,
            contribution=self.contribution,
            commitment=self.commitment,
        )

    @property
    def text_sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


class PartnerAnswer(Audited, Row):
    """A yes or a no with the name that was typed and the words as they were; never changed.

    `by_letter` when the lead vouches for a letter in the place of an answer.
    """

    __tablename__ = "partner_answers"
    partner_id: Mapped[int] = mapped_column(Key, ForeignKey("proposal_partners.id"), index=True)
    confirms: Mapped[bool]
    typed_name: Mapped[str] = mapped_column(String(TYPED_NAME_MAX))
    note: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    by_letter: Mapped[bool] = mapped_column(default=False)
    partner: Mapped[Partner] = relationship(back_populates="answers")
