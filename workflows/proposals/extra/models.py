"""A question that staff add to a cohort's form, and a file that answers one."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.attached import HoldsFile
from workflows.audit import Audited
from workflows.cohorts.models import Cohort
from workflows.db import Key, Row, UtcDateTime, Versioned, enum_of
from workflows.permissions import Reach
from workflows.proposals.extra import answers

if TYPE_CHECKING:
    from workflows.proposals.models import Proposal


class ExtraQuestion(Audited, Versioned, Row):
    """One question more in one section of a cohort's form. Retired, it is asked no longer; its answers stay.

    Answers are kept in the section's own row under `key`.
    """

    __tablename__ = "extra_questions"
    __table_args__ = (
        Index("ix_extra_questions_cohort", "cohort_id", "position"),
        CheckConstraint("most >= 0", name="limit_is_not_negative"),
    )
    cohort_id: Mapped[int] = mapped_column(Key, ForeignKey("cohorts.id"))
    section: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    kind: Mapped[answers.ExtraKind] = mapped_column(enum_of(answers.ExtraKind))
    label: Mapped[str] = mapped_column(String(answers.LABEL_MAX))
    hint: Mapped[str] = mapped_column(String(answers.HINT_MAX), default="")
    is_required: Mapped[bool] = mapped_column(default=False)
    most: Mapped[int] = mapped_column(default=0)
    choices: Mapped[list[str]] = mapped_column(JSON, default=list)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cohort: Mapped[Cohort] = relationship()

    @property
    def key(self) -> str:
        return f"extra-{self.id}"

    @property
    def reach(self) -> Reach:
        return Reach()


class ExtraFile(HoldsFile, Audited, Row):
    """A file that answers a question. What a submitted version names stays, also when another file takes its place."""

    __tablename__ = "extra_files"
    __table_args__ = (Index("ix_extra_files_proposal", "proposal_id"),)
    proposal_id: Mapped[int] = mapped_column(Key, ForeignKey("proposals.id"))
    question_id: Mapped[int] = mapped_column(Key, ForeignKey("extra_questions.id"))
    kept_by_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposal: Mapped["Proposal"] = relationship()
    question: Mapped[ExtraQuestion] = relationship()

    @property
    def reach(self) -> Reach:
        return self.proposal.reach
