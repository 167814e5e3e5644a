"""The budget is saved as a whole: its lines, what others give, the indirect costs and the narrative."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.errors import DomainError, Reason, Stale
from workflows.permissions import Actor
from workflows.proposals.budget.answers import (
    BUDGET_LINES_MAX,
    INDIRECT,
    MATCHES_MAX,
    BudgetAnswers,
    BudgetLineAnswers,
    IndirectAnswers,
    IndirectMode,
    MatchAnswers,
)
from workflows.proposals.budget.checks import OVER_DE_MINIMIS
from workflows.proposals.budget.indirect import DE_MINIMIS_MOST, work_out
from workflows.proposals.budget.models import BudgetIndirect, BudgetLine, BudgetMatch
from workflows.proposals.models import Proposal, ProposalSection
from workflows.proposals.writing import fresh_section, hold_open, sign

_LINE = ("category", "description", "quantity", "unit_cost", "unit", "justification", "goal_id", "hours", "tag", "kind")
_MATCH = ("kind", "source", "description", "amount", "is_secured", "valuation")
_INDIRECT = ("mode", "rate", "base", "base_text", "agreed_on", "typed_amount", "typed_note")


def save_budget(
    proposal: Proposal,
    *,
    answers: BudgetAnswers,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> ProposalSection:
    """Keep the whole budget as it is given, lines in this order; amounts are quantity × unit cost to the cent.

    Returns the budget's section row, whose version guards everything in it. Raises Stale as `save_section` does, and
    DomainError for too many lines, a de minimis rate over 15 percent, or a goal of another proposal.
    """
    hold_open(proposal, "budget", session=session, actor=actor)
    row = fresh_section(proposal, "budget", session=session, actor=actor, now=now)
    session.refresh(proposal, ["budget_lines", "budget_matches", "budget_indirect", "goals"])
    _refuse(answers, proposal)
    if budget_of(proposal) == answers:
        return row
    if row.version != expected_version:
        raise Stale()
    _keep_lines(proposal, answers.lines)
    _keep_matches(proposal, answers.matches)
    _keep_indirect(proposal, answers)
    row.answers = {**row.answers, "narrative": answers.narrative}
    sign(row, actor=actor, now=now)
    return row


def budget_of(proposal: Proposal) -> BudgetAnswers:
    """The budget in the shape the form gives it."""
    told = proposal.budget_indirect
    return BudgetAnswers(
        lines=tuple(
            BudgetLineAnswers(**{name: getattr(line, name) for name in _LINE}) for line in proposal.budget_lines
        ),
        matches=tuple(
            MatchAnswers(**{name: getattr(match, name) for name in _MATCH}) for match in proposal.budget_matches
        ),
        indirect=IndirectAnswers(**{name: getattr(told, name) for name in _INDIRECT}) if told else IndirectAnswers(),
        narrative=str(proposal.answer("budget", "narrative") or ""),
    )


def _refuse(answers: BudgetAnswers, proposal: Proposal) -> None:
    if len(answers.lines) > BUDGET_LINES_MAX:
        raise DomainError(f"A budget has at most {BUDGET_LINES_MAX} lines. Put small things of a kind together.")
    if len(answers.matches) > MATCHES_MAX:
        raise DomainError(f"At most {MATCHES_MAX} lines of match. Put gifts of a kind together.")
    if any(line.category == INDIRECT for line in answers.lines):
        raise DomainError("Indirect costs are not a line. Choose below the lines how they are worked out.")
    if {line.goal_id for line in answers.lines} - {None, *(goal.id for goal in proposal.goals)}:
        raise DomainError("A line is for a goal that this proposal does not have.")
    told = answers.indirect
    if told.mode is IndirectMode.DE_MINIMIS and told.rate is not None and told.rate > DE_MINIMIS_MOST:
        raise DomainError(Reason(OVER_DE_MINIMIS, "indirect_rate"))


def _keep_lines(proposal: Proposal, lines: tuple[BudgetLineAnswers, ...]) -> None:
    rows = proposal.budget_lines
    for position, line in enumerate(lines, 1):
        if position > len(rows):
            rows.append(BudgetLine())
        row = rows[position - 1]
        row.position, row.amount = position, line.amount
        for name in _LINE:
            setattr(row, name, getattr(line, name))
    del rows[len(lines) :]


def _keep_matches(proposal: Proposal, matches: tuple[MatchAnswers, ...]) -> None:
    rows = proposal.budget_matches
    for position, match in enumerate(matches, 1):
        if position > len(rows):
            rows.append(BudgetMatch())
        rows[position - 1].position = position
        for name in _MATCH:
            setattr(rows[position - 1], name, getattr(match, name))
    del rows[len(matches) :]


def _keep_indirect(proposal: Proposal, answers: BudgetAnswers) -> None:
    if proposal.budget_indirect is None:
        proposal.budget_indirect = BudgetIndirect()
    for name in _INDIRECT:
        setattr(proposal.budget_indirect, name, getattr(answers.indirect, name))
    proposal.budget_indirect.amount = work_out(answers.lines, answers.indirect).amount
