"""What a proposal still lacks before it can be submitted, each gap with the place where it is mended."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from workflows.errors import Reason
from workflows.proposals.answers import Field, Kind, Section
from workflows.proposals.budget.sums import budget_gaps
from workflows.proposals.form import sections_of
from workflows.proposals.goals.judging import broken_rules, is_answered
from workflows.proposals.goals.written import answers_of
from workflows.proposals.smart.rules import Severity

if TYPE_CHECKING:
    from workflows.proposals.goals.models import Goal
    from workflows.proposals.models import Proposal


def list_gaps(proposal: "Proposal") -> tuple[Reason, ...]:
    """Every gap, in the order of the form; `where` is «section.field», «goals.position.field» or «budget»."""
    return tuple(gap for section in sections_of(proposal) for gap in gaps_of(proposal, section))


def gaps_of(proposal: "Proposal", section: Section) -> list[Reason]:
    """The gaps of one section, whatever it is made of."""
    of_rows = _GAPS_OF_ROWS.get(section.name)
    if of_rows is not None:
        return of_rows(proposal)
    return section_gaps(section, _answers(proposal, section))


def section_gaps(section: Section, answers: dict[str, Any]) -> list[Reason]:
    return [
        Reason(_sentence(section, field), f"{section.name}.{field.name}")
        for field in section.fields
        if field.is_required and answers.get(field.name) in (None, "", False)
    ]


def _goal_gaps(proposal: "Proposal") -> list[Reason]:
    if not proposal.goals:
        return [Reason("There is no goal yet. Add at least one.", "goals")]
    return [gap for number, goal in enumerate(proposal.goals, 1) for gap in _gaps_of_goal(number, goal, proposal)]


def _gaps_of_goal(number: int, goal: "Goal", proposal: "Proposal") -> Iterator[Reason]:
    place = f"goals.{goal.position}"
    answers = answers_of(goal)
    for finding in broken_rules(goal, proposal):
        if finding.severity is Severity.BLOCK:
            yield Reason(f"Goal {number}: {finding.message}", f"{place}.{finding.field}")
        elif not is_answered(finding, answers):
            yield Reason(f"Goal {number}: {finding.message} Change it, or say why.", f"{place}.because_{finding.rule}")
    if not all(row["on"] and row["value"] for row in goal.milestones):
        yield Reason(f"Goal {number}: a milestone lacks its day or its figure.", f"{place}.milestones")


def _budget_gaps(proposal: "Proposal") -> list[Reason]:
    return budget_gaps(proposal.budget_lines, proposal.enrollment.cohort.award_ceiling)


_GAPS_OF_ROWS: dict[str, Callable[["Proposal"], list[Reason]]] = {"goals": _goal_gaps, "budget": _budget_gaps}
"""The sections that are made of rows, not of questions."""


def _answers(proposal: "Proposal", section: Section) -> dict[str, Any]:
    saved = proposal.section(section.name)
    return saved.answers if saved is not None else {}


def _sentence(section: Section, field: Field) -> str:
    if field.kind is Kind.TICK:
        return f"{section.title}: please tick «{field.label}»."
    return f"{section.title}: «{field.label}» is empty."
