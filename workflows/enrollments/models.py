"""One affiliate in one cohort: its stage, the facts that its stage rests on, its commitment and its participants."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.cohorts.models import Cohort
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments import answers
from workflows.enrollments.answers import Readiness, RiskTier, WayOut
from workflows.people.answers import EMAIL_MAX, NAME_MAX
from workflows.people.models import Affiliate, User
from workflows.permissions import Reach
from workflows.stages import Stage

if TYPE_CHECKING:
    from workflows.funding.models import Award
    from workflows.proposals.models import Proposal


def _from_stage_on(fact: str, *stages: Stage) -> str:
    """A CHECK that holds these stages to a fact."""
    names = ", ".join(f"'{stage.value}'" for stage in stages)
    return f"stage NOT IN ({names}) OR {fact} IS NOT NULL"


_AFTER_PROPOSAL = (
    Stage.IN_REVIEW,
    Stage.AWARDED,
    Stage.FUNDED,
    Stage.IMPLEMENTING,
    Stage.CLOSING,
    Stage.COMPLETED,
)


class Enrollment(Audited, Versioned, Row):
    """The record everyone shares. `stage` is written by `advance()` alone.

    On the waiting list `waitlisted_at` orders the line; with `offered_at` a seat is held until staff confirm.
    Each `…_at` fact is written by one operation of the slice it belongs to; the database holds the stage to them.
    """

    __tablename__ = "enrollments"
    __table_args__ = (
        UniqueConstraint("cohort_id", "affiliate_id"),
        Index("ix_enrollments_board", "cohort_id", "stage"),
        CheckConstraint(
            _from_stage_on("committed_at", Stage.COMMITTED, Stage.ENROLLED, Stage.TRAINING, Stage.PROPOSING),
            name="committed_first",
        ),
        CheckConstraint(_from_stage_on("confirmed_at", Stage.ENROLLED, Stage.TRAINING), name="confirmed_first"),
        CheckConstraint(
            _from_stage_on("training_completed_at", Stage.PROPOSING, *_AFTER_PROPOSAL), name="trained_first"
        ),
        CheckConstraint(_from_stage_on("proposal_submitted_at", *_AFTER_PROPOSAL), name="proposed_first"),
        CheckConstraint(_from_stage_on("decided_at", *_AFTER_PROPOSAL[1:], Stage.NOT_FUNDED), name="decided_first"),
        CheckConstraint(_from_stage_on("agreement_signed_at", *_AFTER_PROPOSAL[2:]), name="signed_first"),
        CheckConstraint(_from_stage_on("first_payment_approved_at", *_AFTER_PROPOSAL[3:]), name="paid_first"),
        CheckConstraint(_from_stage_on("reports_accepted_at", *_AFTER_PROPOSAL[4:]), name="reported_first"),
        CheckConstraint(_from_stage_on("closeout_accepted_at", Stage.COMPLETED), name="closed_first"),
        CheckConstraint("waitlisted_at IS NULL OR stage = 'committed'", name="waits_between_signing_and_seat"),
        CheckConstraint("offered_at IS NULL OR waitlisted_at IS NOT NULL", name="moves_up_from_the_waiting_list"),
    )
    cohort_id: Mapped[int] = mapped_column(Key, ForeignKey("cohorts.id"))
    affiliate_id: Mapped[int] = mapped_column(Key, ForeignKey("affiliates.id"), index=True)
    stage: Mapped[Stage] = mapped_column(enum_of(Stage), default=Stage.INVITED)
    stage_since: Mapped[datetime] = mapped_column(UtcDateTime)
    coach_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"), index=True)
    data_lead_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))

    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    selection_reason: Mapped[str] = mapped_column(Text, default="")
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    commitment_extended_to: Mapped[datetime | None] = mapped_column(UtcDateTime)
    way_out: Mapped[WayOut | None] = mapped_column(enum_of(WayOut))
    committed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waitlisted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sessions_required: Mapped[int] = mapped_column(default=0)
    open_sessions: Mapped[list[int]] = mapped_column(JSON, default=list)
    training_completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposals_extended_to: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposal_submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    final_reviews: Mapped[int] = mapped_column(default=0)
    tie_break_since: Mapped[datetime | None] = mapped_column(UtcDateTime)  # a third review is awaited since then
    recused_ids: Mapped[list[int]] = mapped_column(JSON, default=list)  # who stepped aside from its proposal
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agreement_signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_payment_approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    risk_tier: Mapped[RiskTier | None] = mapped_column(enum_of(RiskTier))  # of the newest risk assessment
    reports_accepted: Mapped[int] = mapped_column(default=0)
    reports_accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closeout_accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    cohort: Mapped[Cohort] = relationship(lazy="joined", innerjoin=True)
    affiliate: Mapped[Affiliate] = relationship(lazy="joined", innerjoin=True)
    coach: Mapped[User | None] = relationship(foreign_keys=[coach_id])
    data_lead: Mapped[User | None] = relationship(foreign_keys=[data_lead_id])
    commitment: Mapped["Commitment | None"] = relationship(back_populates="enrollment")
    participants: Mapped[list["Participant"]] = relationship(back_populates="enrollment", order_by="Participant.name")
    proposal: Mapped["Proposal | None"] = relationship(back_populates="enrollment")
    award: Mapped["Award | None"] = relationship(back_populates="enrollment")

    @property
    def reach(self) -> Reach:
        return Reach(
            affiliate_id=self.affiliate_id,
            coach_id=self.coach_id,
            recused_ids=frozenset(self.recused_ids or ()),
        )

    @property
    def is_waiting(self) -> bool:
        """On the waiting list, and no seat is held for it yet."""
        return self.waitlisted_at is not None and self.offered_at is None

    @property
    def commitment_due_at(self) -> datetime | None:
        """The cohort's deadline, or the later one that staff gave to this affiliate."""
        due, extended = self.cohort.commitments_due_at, self.commitment_extended_to
        return due if due is None or extended is None else max(due, extended)

    @property
    def proposal_due_at(self) -> datetime:
        """The cohort's deadline, or the later one that staff gave to this affiliate."""
        due, extended = self.cohort.proposals_due_at, self.proposals_extended_to
        return due if extended is None else max(due, extended)

    @property
    def proposal_grace_ends_at(self) -> datetime:
        """Until then a director may certify what was handed over in time."""
        return self.proposal_due_at + timedelta(hours=self.cohort.proposals_grace_hours)


class StageChange(Row):
    """One step of an enrollment's way; written by `advance()`, never changed."""

    __tablename__ = "stage_changes"
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"), index=True)
    transition: Mapped[str] = mapped_column(String(40))
    source: Mapped[Stage] = mapped_column(enum_of(Stage))
    target: Mapped[Stage] = mapped_column(enum_of(Stage))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    note: Mapped[str] = mapped_column(Text, default="")


class Commitment(Audited, Row):
    """The director's signature under the commitment: the text as it was shown, its digest, and what was confirmed."""

    __tablename__ = "commitments"
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"), unique=True)
    signed_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    typed_name: Mapped[str] = mapped_column(String(answers.TYPED_NAME_MAX))
    text: Mapped[str] = mapped_column(Text)
    text_sha256: Mapped[str] = mapped_column(String(64))
    data_lead_name: Mapped[str] = mapped_column(String(NAME_MAX), default="")
    profile: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    enrollment: Mapped[Enrollment] = relationship(back_populates="commitment")


class Participant(Audited, Row):
    """A person whom the affiliate sends to the training; `user_id` once they have an account.

    Whoever has left the affiliate is ended: their marks stay, and nobody waits for them. `certified_at` is written by
    the training, when both the training is complete and this person met every required session.
    """

    __tablename__ = "participants"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "email"),
        CheckConstraint("ended_at IS NULL OR ended_because <> ''", name="an_end_has_its_reason"),
    )
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"))
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    email: Mapped[str] = mapped_column(String(EMAIL_MAX))
    user_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"), index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_because: Mapped[str] = mapped_column(Text, default="")
    certified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    enrollment: Mapped[Enrollment] = relationship(back_populates="participants")

    @property
    def reach(self) -> Reach:
        return self.enrollment.reach


class InterestState(StrEnum):
    EXPRESSED = "expressed"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {
            InterestState.EXPRESSED: "Waits for an answer",
            InterestState.SELECTED: "Selected and invited",
            InterestState.NOT_SELECTED: "Not this time",
            InterestState.WITHDRAWN: "Withdrawn",
        }[self]


class Interest(Audited, Versioned, Row):
    """An affiliate would like to join a cohort; with the answer it is the record of the selection."""

    __tablename__ = "interests"
    __table_args__ = (
        UniqueConstraint("cohort_id", "affiliate_id"),
        CheckConstraint(
            "state NOT IN ('selected', 'not_selected') OR decided_at IS NOT NULL", name="a_selection_is_dated"
        ),
    )
    cohort_id: Mapped[int] = mapped_column(Key, ForeignKey("cohorts.id"))
    affiliate_id: Mapped[int] = mapped_column(Key, ForeignKey("affiliates.id"), index=True)
    state: Mapped[InterestState] = mapped_column(enum_of(InterestState), default=InterestState.EXPRESSED)
    why: Mapped[str] = mapped_column(Text)
    data_lead_name: Mapped[str] = mapped_column(String(NAME_MAX))
    readiness: Mapped[Readiness] = mapped_column(enum_of(Readiness))
    readiness_note: Mapped[str] = mapped_column(Text, default="")
    expressed_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    expressed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    cohort: Mapped[Cohort] = relationship()
    affiliate: Mapped[Affiliate] = relationship(lazy="joined", innerjoin=True)

    @property
    def reach(self) -> Reach:
        return Reach(affiliate_id=self.affiliate_id)
