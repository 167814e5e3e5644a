"""What a proposal still lacks before it can be submitted, each gap with the place where it is mended."""

from typing import TYPE_CHECKING, Any

from workflows.errors import Reason
from workflows.proposals.answers import SECTIONS, Field, Kind, Section

if TYPE_CHECKING:
    from workflows.proposals.models import Proposal


def list_gaps(proposal: "Proposal") -> tuple[Reason, ...]:
    """Every gap, in the order of the form; `where` is «section.field»."""
    gaps = [gap for section in SECTIONS if section.fields for gap in section_gaps(section, _answers(proposal, section))]
    if not proposal.goals:
        gaps.append(Reason("There is no goal yet. Add at least one.", "goals"))
    if proposal.total <= 0:
        gaps.append(Reason("The budget is empty. Add at least one line with an amount.", "budget"))
    elif proposal.total > (ceiling := proposal.enrollment.cohort.award_ceiling):
        over = proposal.total - ceiling
        gaps.append(Reason(f"The budget is ${over:,.2f} over the ceiling of ${ceiling:,.2f}.", "budget"))
    return tuple(gaps)


def section_gaps(section: Section, answers: dict[str, Any]) -> list[Reason]:
    return [
        Reason(_sentence(section, field), f"{section.name}.{field.name}")
        for field in section.fields
        if field.is_required and answers.get(field.name) in (None, "", False)
    ]


def _answers(proposal: "Proposal", section: Section) -> dict[str, Any]:
    saved = proposal.section(section.name)
    return saved.answers if saved is not None else {}


def _sentence(section: Section, field: Field) -> str:
    if field.kind is Kind.TICK:
        return f"{section.title}: please tick «{field.label}»."
    return f"{section.title}: «{field.label}» is empty."
