"""What a proposal still lacks before it can be submitted, each gap with the place where it is mended."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from workflows.errors import Reason
from workflows.proposals.answers import Section
from workflows.proposals.budget.checks import budget_gaps
from workflows.proposals.budget.operations import budget_of
from workflows.proposals.checks import section_gaps
from workflows.proposals.form import sections_of, why_not_short
from workflows.proposals.goals.judging import broken_rules, is_answered
from workflows.proposals.goals.written import answers_of
from workflows.proposals.papers.content import paper_gaps
from workflows.proposals.partners.content import partner_gaps
from workflows.proposals.revisions.answers import WHOLE
from workflows.proposals.revisions.asked import list_unanswered
from workflows.proposals.smart.rules import Severity
from workflows.proposals.together.gaps import waiting_gaps

if TYPE_CHECKING:
    from workflows.proposals.goals.models import Goal
    from workflows.proposals.models import Proposal


def list_gaps(proposal: "Proposal") -> tuple[Reason, ...]:
    """Every gap, in the order of the form, then what was asked for about the whole and is not answered yet.

    `where` is «section.field», «goals.position.field», «budget» or «requests.id».
    """
    return all_gaps(proposal, gaps_by_section(proposal))


def gaps_by_section(proposal: "Proposal") -> dict[str, list[Reason]]:
    """The gaps of every section by its name, in the order of the form."""
    return {section.name: gaps_of(proposal, section) for section in sections_of(proposal)}


def all_gaps(proposal: "Proposal", of_sections: Mapping[str, Sequence[Reason]]) -> tuple[Reason, ...]:
    """What `list_gaps` gives, from gaps that are found already."""
    return (*(gap for gaps in of_sections.values() for gap in gaps), *list_unanswered(proposal, WHOLE))


def gaps_of(proposal: "Proposal", section: Section) -> list[Reason]:
    """The gaps of one section, whatever it is made of, and the requests about it that are not answered yet."""
    of_rows = _GAPS_OF_ROWS.get(section.name)
    if of_rows is not None:
        own = of_rows(proposal)
    else:
        own = [*_copied(proposal, section), *section_gaps(section, _answers(proposal, section))]
    return [*own, *list_unanswered(proposal, section.name), *waiting_gaps(proposal, section)]


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
    cohort = proposal.enrollment.cohort
    gaps = budget_gaps(budget_of(proposal), ceiling=cohort.award_ceiling, allows_core_costs=cohort.allows_core_costs)
    too_large = why_not_short(proposal)
    return gaps if too_large is None else [*gaps, too_large]


_GAPS_OF_ROWS: dict[str, Callable[["Proposal"], list[Reason]]] = {
    "goals": _goal_gaps,
    "budget": _budget_gaps,
    "partners": partner_gaps,
    "papers": paper_gaps,
}
"""The sections that are made of rows, not of questions."""


def _copied(proposal: "Proposal", section: Section) -> Iterator[Reason]:
    """Last year's words are not sent on unread."""
    saved = proposal.section(section.name)
    if saved is not None and saved.is_copied:
        yield Reason(f"{section.title}: copied from your earlier proposal. Look it over and save it.", section.name)


def _answers(proposal: "Proposal", section: Section) -> dict[str, Any]:
    saved = proposal.section(section.name)
    return saved.answers if saved is not None else {}
