"""The ledger as pages, reports and documents need it, each with its loading stated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CompoundSelect, Row, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from workflows.amendments.models import Amendment, AmendmentChange, AmendmentState
from workflows.funding.ledger.models import SPENDING, LedgerEntry
from workflows.funding.ledger.sums import (
    ZERO,
    Cash,
    LedgerRow,
    Share,
    amend,
    by_category,
    by_goal,
    by_tag,
    cash_of,
    commit,
    plan,
    spend,
    total_of,
)
from workflows.funding.models import Award
from workflows.proposals.budget.answers import BUDGET_LINES_MAX, INDIRECT
from workflows.proposals.budget.models import BudgetIndirect, BudgetLine
from workflows.proposals.budget.sums import goals_of
from workflows.proposals.goals.models import Goal
from workflows.proposals.models import Proposal
from workflows.reporting.models import Report, ReportKind, ReportState


@dataclass(frozen=True, slots=True)
class Ledger:
    """One award: its cash, and its spending by category, by goal and by tag, each adding up to `total`."""

    cash: Cash
    categories: tuple[LedgerRow, ...]
    goals: tuple[LedgerRow, ...]
    tags: tuple[LedgerRow, ...]
    total: LedgerRow

    @property
    def in_hand(self) -> Decimal:
        """What was paid and is not spent, in US dollars; below zero where spending runs ahead."""
        return self.cash.paid - self.total.spent

    @property
    def to_return(self) -> Decimal:
        """What goes back when the year ends as it stands, in US dollars."""
        return max(self.in_hand, ZERO)


def ledger_of(session: Session, award: Award) -> Ledger:
    """Everything added up; a fixed number of queries. Needs the award's payments."""
    shares = commit(budget_shares(session, award), award.amount - award.returned_amount)
    shares = plan(shares, days=_days_reported(session, award), of_days=(award.ends_on - award.starts_on).days + 1)
    shares = spend(shares, spent_by_category(session, award))
    return Ledger(
        cash=cash_of(award),
        categories=by_category(shares),
        goals=by_goal(shares, _goals(session, award)),
        tags=by_tag(shares),
        total=total_of(shares),
    )


def budget_shares(session: Session, award: Award) -> list[Share]:
    """The budget of the award as it stands, line by line and with its indirect costs; two queries.

    The one place that says which budget counts: the lines of the newest amendment in effect, else the proposal's.
    Indirect costs stay as they were approved. A budget of nothing is one share of all that was awarded.
    """
    rows = _proposed(session, award)
    lines = [_share_of(row) for row in rows if row.category != INDIRECT]
    indirect = [_share_of(row) for row in rows if row.category == INDIRECT]
    amended = _amended_lines(session, award)
    if amended is not None:
        lines = amend(lines, amended)
    return [share for share in (*lines, *indirect) if share.budgeted] or [Share("", 0, "", award.amount)]


def _share_of(row: Row[Any]) -> Share:
    return Share(row.category, row.goal_id or 0, row.tag, row.amount)


def _proposed(session: Session, award: Award) -> Sequence[Row[Any]]:
    """The lines in their order, then the indirect costs."""
    own = Proposal.enrollment_id == award.enrollment_id
    lines = (
        select(BudgetLine.position, BudgetLine.category, BudgetLine.goal_id, BudgetLine.tag, BudgetLine.amount)
        .join(Proposal, Proposal.id == BudgetLine.proposal_id)
        .where(own)
    )
    last, of_no_goal = literal(BUDGET_LINES_MAX + 1), cast(null(), BigInteger)
    indirect = (
        select(last, literal(INDIRECT), of_no_goal, literal(""), BudgetIndirect.amount)
        .join(Proposal, Proposal.id == BudgetIndirect.proposal_id)
        .where(own)
    )
    both: CompoundSelect[Any] = union_all(lines, indirect)
    return session.execute(both.order_by("position")).all()


def _amended_lines(session: Session, award: Award) -> Sequence[Mapping[str, str]] | None:
    """The budget lines of the newest amendment in effect that changed them; None where none did."""
    newest = (
        select(AmendmentChange.new)
        .join(AmendmentChange.amendment)
        .where(
            Amendment.award_id == award.id,
            Amendment.state == AmendmentState.IN_EFFECT,
            AmendmentChange.place == "budget",
            AmendmentChange.field == "lines",
        )
        .order_by(Amendment.effective_on.desc(), Amendment.took_effect_at.desc(), Amendment.id.desc())
    )
    found: Sequence[Mapping[str, str]] | None = session.scalar(newest.limit(1))
    return found


def _goals(session: Session, award: Award) -> Mapping[int, str]:
    loading = selectinload(Proposal.goals).joinedload(Goal.indicator)
    own = select(Proposal).where(Proposal.enrollment_id == award.enrollment_id).options(loading)
    proposal = session.scalar(own)
    return {} if proposal is None else goals_of(proposal)


def committed_by_category(session: Session, award: Award) -> dict[str, Decimal]:
    """What the award commits, by budget category, in US dollars."""
    shares = commit(budget_shares(session, award), award.amount - award.returned_amount)
    return {row.key: row.committed for row in by_category(shares)}


def spent_by_category(session: Session, award: Award) -> dict[str, Decimal]:
    """What the ledger holds as spent, in US dollars."""
    rows = session.execute(
        select(LedgerEntry.category, func.sum(LedgerEntry.amount))
        .where(LedgerEntry.award_id == award.id, LedgerEntry.kind.in_(SPENDING))
        .group_by(LedgerEntry.category)
        .order_by(LedgerEntry.category)
    )
    return dict(rows.all())


def _days_reported(session: Session, award: Award) -> int:
    """How many days of the year the accepted reports tell about: up to the last one, or all of it with the closeout."""
    accepted = select(Report.kind, Report.period_ends_on).where(
        Report.award_id == award.id, Report.state == ReportState.ACCEPTED
    )
    rows = session.execute(accepted).all()
    if any(kind is ReportKind.CLOSEOUT for kind, _ in rows):
        return (award.ends_on - award.starts_on).days + 1
    return max(((last - award.starts_on).days + 1 for _, last in rows), default=0)


def list_entries(session: Session, award: Award) -> Sequence[LedgerEntry]:
    """Every entry, oldest first, with its payment."""
    rows = select(LedgerEntry).where(LedgerEntry.award_id == award.id).options(joinedload(LedgerEntry.payment))
    return session.scalars(rows.order_by(LedgerEntry.dated_on, LedgerEntry.id)).all()
