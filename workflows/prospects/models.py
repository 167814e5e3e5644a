"""The funders that the network knows, and the prospects of a year: what is sought, from whom, and what came of it."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.audit import Audited
from workflows.db import MONEY, Key, Row, UtcDateTime, Versioned, enum_of
from workflows.enrollments.models import Enrollment
from workflows.frameworks.models import Indicator
from workflows.people.models import User
from workflows.permissions import Reach
from workflows.proposals.goals.models import Goal
from workflows.prospects import answers
from workflows.prospects.answers import Basis, BasisKind, FunderKind, ProspectKind, ProspectState
from workflows.reporting.models import Report

_ASKED = "state NOT IN ('asked', 'won', 'declined')"


class Funder(Audited, Versioned, Row):
    """A funding source in the network's list. A retired one stays where it is used, and nobody can choose it anew."""

    __tablename__ = "funders"
    name: Mapped[str] = mapped_column(String(answers.NAME_MAX), unique=True)
    kind: Mapped[FunderKind] = mapped_column(enum_of(FunderKind))
    funds: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(answers.LINK_MAX))
    next_deadline_on: Mapped[date | None]
    notes: Mapped[str] = mapped_column(Text)
    is_retired: Mapped[bool] = mapped_column(default=False)
    listed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def reach(self) -> Reach:
        return Reach()


class Prospect(Audited, Versioned, Row):
    """Funding, a partnership or another resource that an affiliate seeks, with the data that the ask rests on.

    Amounts are US dollars. The funder is a listed one, or a name with its kind. `evidence` says in words what the ask
    rests on, beside at most one goal, measured indicator or report of the year. `state_note` is the last step's.
    """

    __tablename__ = "prospects"
    __table_args__ = (
        Index("ix_prospects_deadline", "owner_id", "deadline_on"),
        CheckConstraint("funder_id IS NULL OR funder_name = ''", name="one_funder"),
        CheckConstraint("(funder_name = '') = (funder_kind IS NULL)", name="another_funder_has_a_kind"),
        CheckConstraint(f"{_ASKED} OR funder_id IS NOT NULL OR funder_name <> ''", name="asks_somebody"),
        CheckConstraint(f"{_ASKED} OR asked_on IS NOT NULL", name="asked_has_its_day"),
        CheckConstraint(
            f"{_ASKED} OR evidence <> '' OR goal_id IS NOT NULL OR indicator_id IS NOT NULL OR report_id IS NOT NULL",
            name="rests_on_something",
        ),
        CheckConstraint("(state IN ('won', 'declined')) = (answered_on IS NOT NULL)", name="answered_has_its_day"),
        CheckConstraint("(state = 'won') = (amount_won IS NOT NULL)", name="won_has_its_amount"),
        CheckConstraint("amount_sought >= 0 AND amount_won >= 0", name="amounts_are_not_negative"),
    )
    enrollment_id: Mapped[int] = mapped_column(Key, ForeignKey("enrollments.id"), index=True)
    kind: Mapped[ProspectKind] = mapped_column(enum_of(ProspectKind))
    title: Mapped[str] = mapped_column(String(answers.TITLE_MAX))
    funder_id: Mapped[int | None] = mapped_column(Key, ForeignKey("funders.id"), index=True)
    funder_name: Mapped[str] = mapped_column(String(answers.NAME_MAX), default="")
    funder_kind: Mapped[FunderKind | None] = mapped_column(enum_of(FunderKind))
    amount_sought: Mapped[Decimal | None] = mapped_column(MONEY)
    amount_won: Mapped[Decimal | None] = mapped_column(MONEY)
    state: Mapped[ProspectState] = mapped_column(enum_of(ProspectState), default=ProspectState.IDEA)
    state_note: Mapped[str] = mapped_column(Text, default="")
    asked_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    deadline_on: Mapped[date | None]
    goal_id: Mapped[int | None] = mapped_column(Key, ForeignKey("goals.id"))
    indicator_id: Mapped[int | None] = mapped_column(Key, ForeignKey("indicators.id"))
    report_id: Mapped[int | None] = mapped_column(Key, ForeignKey("reports.id"))
    evidence: Mapped[str] = mapped_column(Text, default="")
    sustains: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    enrollment: Mapped[Enrollment] = relationship()
    funder: Mapped[Funder | None] = relationship()
    goal: Mapped[Goal | None] = relationship()
    indicator: Mapped[Indicator | None] = relationship()
    report: Mapped[Report | None] = relationship()
    owner: Mapped[User] = relationship()

    @property
    def whom(self) -> str:
        """The funder's or partner's name; empty while nobody is chosen."""
        return self.funder.name if self.funder is not None else self.funder_name

    @property
    def source_kind(self) -> FunderKind | None:
        return self.funder.kind if self.funder is not None else self.funder_kind

    @property
    def basis(self) -> Basis | None:
        """What of the year it rests on."""
        keys = {BasisKind.GOAL: self.goal_id, BasisKind.INDICATOR: self.indicator_id, BasisKind.REPORT: self.report_id}
        return next((Basis(kind, key) for kind, key in keys.items() if key is not None), None)

    @property
    def basis_words(self) -> str:
        """`Report: Progress report 2`; empty without one."""
        if self.goal is not None:
            return f"{BasisKind.GOAL.words}: {self.goal.statement}"
        if self.indicator is not None:
            return f"{BasisKind.INDICATOR.words}: {self.indicator.code} {self.indicator.name}"
        return f"{BasisKind.REPORT.words}: {self.report.title}" if self.report is not None else ""

    @property
    def reach(self) -> Reach:
        return self.enrollment.reach
