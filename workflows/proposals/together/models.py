"""The trail of changes to a draft, texts that wait for a choice, and who has a page open."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import Key, Row, UtcDateTime, Versioned
from workflows.permissions import Reach
from workflows.proposals.models import Proposal
from workflows.proposals.together.answers import NAME_MAX, PART_MAX, TOKEN_MAX


class ProposalEdit(Row):
    """What one save changed: the earlier values by answer. `version` is the version that the save made of its part.

    A part is a section, by its name, or one goal: «goal:» and its id.

    Read backwards it tells what any older page was written over; read forwards, who wrote what.
    """

    __tablename__ = "proposal_edits"
    __table_args__ = (UniqueConstraint("proposal_id", "part", "version"),)
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    part: Mapped[str] = mapped_column(String(PART_MAX))
    version: Mapped[int]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    editor: Mapped[str] = mapped_column(String(TOKEN_MAX))
    turn: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SetAside(Audited, Versioned, Row):
    """A text that was written while somebody else's was saved in its place: kept until someone chooses."""

    __tablename__ = "proposal_texts_set_aside"
    __table_args__ = (
        CheckConstraint("(resolved_at IS NULL) = (chosen = '')", name="chosen_when_resolved"),
        Index("ix_proposal_texts_set_aside_part", "proposal_id", "part"),
    )
    audit_hides = frozenset({"text"})  # typed on and on; who chose what is what matters
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    part: Mapped[str] = mapped_column(String(PART_MAX))
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    text: Mapped[Any] = mapped_column(JSON)
    over_version: Mapped[int]
    over_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    editor: Mapped[str] = mapped_column(String(TOKEN_MAX))
    turn: Mapped[int]
    by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    chosen: Mapped[str] = mapped_column(String(20), default="")
    proposal: Mapped[Proposal] = relationship()

    @property
    def reach(self) -> Reach:
        return self.proposal.reach


class ProposalPresence(Row):
    """Where a person was last seen writing in a proposal."""

    __tablename__ = "proposal_presence"
    __table_args__ = (UniqueConstraint("proposal_id", "user_id"),)
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    user_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    part: Mapped[str] = mapped_column(String(PART_MAX))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
