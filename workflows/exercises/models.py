"""Practice products with every version handed in, feedback on them, attempts at labs, and what proposals took over."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments.models import Enrollment, Participant
from workflows.exercises.answers import FILE_NAME_MAX, LINK_MAX, SHEETS, Worksheet
from workflows.people.models import Affiliate, User
from workflows.permissions import Reach
from workflows.training.models import TrainingSession

if TYPE_CHECKING:
    from workflows.peers.models import PeerGroup


class ProductState(StrEnum):
    DRAFT = "draft"
    HANDED_IN = "handed_in"
    ANSWERED = "answered"
    REVISING = "revising"


class Attached:
    """What may come with a worksheet: a link, and one file that is kept by its digest."""

    link: Mapped[str] = mapped_column(String(LINK_MAX), default="")
    file_name: Mapped[str] = mapped_column(String(FILE_NAME_MAX), default="")
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    file_size: Mapped[int | None]


class Product(Attached, Audited, Versioned, Row):
    """What one affiliate makes for one session. `answers` are the questions of its worksheet, by name.

    It keeps the worksheet that it was begun with, also when the session is changed or moved. Shared means: with the
    peer group it was shared with, as long as the affiliate belongs to that group.
    """

    __tablename__ = "practice_products"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "session_id"),
        Index("ix_practice_products_waiting", "state", "handed_in_at"),
    )
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"))
    session_id: Mapped[int] = mapped_column(Key, ForeignKey("training_sessions.id"), index=True)
    sheet: Mapped[str] = mapped_column(String(40))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[ProductState] = mapped_column(enum_of(ProductState), default=ProductState.DRAFT)
    shared_with_id: Mapped[int | None] = mapped_column(Key, ForeignKey("peer_groups.id"), index=True)
    saved_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    enrollment: Mapped[Enrollment] = relationship()
    session: Mapped[TrainingSession] = relationship()
    shared_with: Mapped["PeerGroup | None"] = relationship()
    versions: Mapped[list["ProductVersion"]] = relationship(back_populates="product", order_by="ProductVersion.number")
    feedback: Mapped[list["Feedback"]] = relationship(back_populates="product", order_by="Feedback.id")

    @property
    def worksheet(self) -> Worksheet:
        return SHEETS[self.sheet]

    @property
    def title(self) -> str:
        return self.worksheet.title

    @property
    def latest(self) -> "ProductVersion | None":
        return self.versions[-1] if self.versions else None

    @property
    def peer_ids(self) -> frozenset[int]:
        """The affiliates that read it as peers: of the group it is shared with, once it was handed in."""
        if self.shared_with is None or not self.versions:
            return frozenset()
        together = self.shared_with.affiliate_ids
        own = self.enrollment.affiliate_id
        return together - {own} if own in together else frozenset()

    @property
    def reach(self) -> Reach:
        whose = self.enrollment.reach
        return Reach(affiliate_id=whose.affiliate_id, coach_id=whose.coach_id, peer_ids=self.peer_ids)


class ProductVersion(Attached, Audited, Row):
    """What was handed in, as it was: never changed."""

    __tablename__ = "practice_product_versions"
    __table_args__ = (UniqueConstraint("product_id", "number"),)
    product_id: Mapped[int] = mapped_column(Key, ForeignKey("practice_products.id"))
    number: Mapped[int]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    handed_in_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    handed_in_at: Mapped[datetime] = mapped_column(UtcDateTime)
    product: Mapped[Product] = relationship(back_populates="versions")


class Feedback(Audited, Versioned, Row):
    """What one person says about one version, under their name; the author's affiliate may thank and answer."""

    __tablename__ = "practice_feedback"
    product_id: Mapped[int] = mapped_column(Key, ForeignKey("practice_products.id"), index=True)
    version_number: Mapped[int]
    author_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    affiliate_id: Mapped[int | None] = mapped_column(Key, ForeignKey("affiliates.id"))  # of a peer; None for staff
    works: Mapped[str] = mapped_column(Text, default="")
    question: Mapped[str] = mapped_column(Text, default="")
    suggestion: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reply: Mapped[str] = mapped_column(Text, default="")
    thanked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    thanked_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    product: Mapped[Product] = relationship(back_populates="feedback")
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    affiliate: Mapped[Affiliate | None] = relationship()

    @property
    def reach(self) -> Reach:
        """The author's side reads it, and of the peers those who gave it."""
        product = self.product.reach
        return Reach(
            affiliate_id=product.affiliate_id,
            coach_id=product.coach_id,
            peer_ids=product.peer_ids & {self.affiliate_id},
        )


class LabAttempt(Row):
    """One answer of one participant to one question of a lab, right or not; never changed."""

    __tablename__ = "lab_attempts"
    __table_args__ = (
        Index("ix_lab_attempts_who", "participant_id", "session_id"),
        Index("ix_lab_attempts_session", "session_id"),
    )
    participant_id: Mapped[int] = mapped_column(Key, ForeignKey("participants.id"))
    session_id: Mapped[int] = mapped_column(Key, ForeignKey("training_sessions.id"))
    question: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str] = mapped_column(String(400))
    is_right: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    participant: Mapped[Participant] = relationship()


class PulledText(Audited, Row):
    """Text that a proposal took from a practice product. `before` is what stood there, so that nothing is lost."""

    __tablename__ = "pulled_texts"
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"), index=True)
    product_id: Mapped[int] = mapped_column(Key, ForeignKey("practice_products.id"), index=True)
    version_number: Mapped[int]
    source: Mapped[str] = mapped_column(String(80))
    section: Mapped[str] = mapped_column(String(40))
    field: Mapped[str] = mapped_column(String(40))
    how: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(Text, default="")
    pulled_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    pulled_at: Mapped[datetime] = mapped_column(UtcDateTime)
