"""The papers of a proposal. What a snapshot names stays, also after it was removed or replaced."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.attached import HoldsFile
from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, enum_of
from workflows.permissions import Reach
from workflows.proposals.models import Proposal
from workflows.proposals.papers.answers import NOTE_MAX, PaperKind


class Paper(HoldsFile, Audited, Row):
    """One file with its kind. `removed_at` once it is no part of the draft any more."""

    __tablename__ = "proposal_papers"
    __table_args__ = (CheckConstraint("file_sha256 IS NOT NULL", name="holds_a_file"),)
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"), index=True)
    kind: Mapped[PaperKind] = mapped_column(enum_of(PaperKind))
    note: Mapped[str] = mapped_column(String(NOTE_MAX), default="")
    added_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposal: Mapped[Proposal] = relationship(back_populates="papers")

    @property
    def reach(self) -> Reach:
        return self.proposal.reach
