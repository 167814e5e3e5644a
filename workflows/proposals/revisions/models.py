"""What staff ask an affiliate to change, section by section, and what the affiliate did."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned
from workflows.permissions import Reach
from workflows.proposals.models import Proposal


class ChangeRequest(Audited, Versioned, Row):
    """One request about one section of one submitted version; `section` is empty for the whole proposal."""

    __tablename__ = "change_requests"
    __table_args__ = (
        UniqueConstraint("proposal_id", "snapshot_number", "section"),
        CheckConstraint("answer = '' OR answered_at IS NOT NULL", name="an_answer_is_dated"),
    )
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    snapshot_number: Mapped[int]
    section: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposal: Mapped[Proposal] = relationship(back_populates="change_requests")

    @property
    def reach(self) -> Reach:
        return self.proposal.reach
