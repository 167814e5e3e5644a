"""The budget is saved as a whole, line by line."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.errors import DomainError, Stale
from workflows.permissions import Actor
from workflows.proposals.budget.answers import BUDGET_LINES_MAX, BudgetLineAnswers
from workflows.proposals.budget.models import BudgetLine
from workflows.proposals.budget.sums import line_amount
from workflows.proposals.models import Proposal, ProposalSection
from workflows.proposals.writing import fresh_section, hold_open, sign


def save_budget(
    proposal: Proposal,
    *,
    lines: Sequence[BudgetLineAnswers],
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> ProposalSection:
    """Keep the whole budget as these lines, in this order; amounts are quantity × unit cost to the cent.

    Returns the budget's section row, whose version guards the lines. Raises Stale as `save_section` does.
    """
    hold_open(proposal, "budget", session=session, actor=actor)
    if len(lines) > BUDGET_LINES_MAX:
        raise DomainError(f"A budget has at most {BUDGET_LINES_MAX} lines. Put small things of a kind together.")
    row = fresh_section(proposal, "budget", session=session, actor=actor, now=now)
    session.refresh(proposal, ["budget_lines"])
    if lines_of(proposal) == tuple(lines):
        return row
    if row.version != expected_version:
        raise Stale()
    for position, line in enumerate(lines, 1):
        if position > len(proposal.budget_lines):
            proposal.budget_lines.append(BudgetLine())
        _fill(proposal.budget_lines[position - 1], position, line)
    del proposal.budget_lines[len(lines) :]
    sign(row, actor=actor, now=now)
    return row


def lines_of(proposal: Proposal) -> tuple[BudgetLineAnswers, ...]:
    """The budget in the shape the form gives it."""
    return tuple(
        BudgetLineAnswers(line.category, line.description, line.quantity, line.unit_cost)
        for line in proposal.budget_lines
    )


def _fill(row: BudgetLine, position: int, line: BudgetLineAnswers) -> None:
    row.position = position
    row.category, row.description = line.category, line.description
    row.quantity, row.unit_cost = line.quantity, line.unit_cost
    row.amount = line_amount(line.quantity, line.unit_cost)
