"""The form of one proposal: which sections and questions it has, and in which order."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from workflows.errors import Reason
from workflows.money import dollars
from workflows.proposals.answers import SECTIONS, Field, Option, Section

if TYPE_CHECKING:
    from workflows.cohorts.models import Cohort
    from workflows.proposals.extra.models import ExtraQuestion
    from workflows.proposals.models import Proposal

SWITCHABLE: dict[str, str] = {section.name: section.title for section in SECTIONS if section.is_switchable}
_CALLED_FOR: dict[str, Callable[["Proposal"], bool]] = {
    "partners": lambda proposal: bool(proposal.enrollment.cohort.requires_partner or proposal.partners),
    "papers": lambda proposal: bool(proposal.enrollment.cohort.requires_papers or proposal.papers),
}
"""Sections that stay in the shortest form, and cannot be left out: the cohort asks for them, or they have rows."""


def sections_of(proposal: "Proposal") -> tuple[Section, ...]:
    """The sections that this proposal is made of, in the order they are written and read.

    The short form leaves out what is for larger awards; a cohort leaves out what it switched off and adds its own
    questions at the end of a section. What a section has answers to, but no question for, is kept and not shown.
    """
    short = is_short(proposal)
    called_for = {name for name, is_called_for in _CALLED_FOR.items() if is_called_for(proposal)}
    off = (set(proposal.enrollment.cohort.sections_off or ()) & set(SWITCHABLE)) - called_for
    made = (
        replace(section, fields=_fields(section, proposal, short=short))
        for section in SECTIONS
        if section.name not in off
    )
    return tuple(
        section for section in made if section.fields or section.name in called_for or _is_rows(section, short=short)
    )


def find_section(proposal: "Proposal", name: str) -> Section | None:
    """The section as this proposal asks it; None where its form does not have it."""
    return next((section for section in sections_of(proposal) if section.name == name), None)


def offers_short_form(cohort: "Cohort") -> bool:
    return (cohort.short_form_up_to or 0) > 0


def is_short(proposal: "Proposal") -> bool:
    """Whether the proposal said it asks for little, in a cohort that has a short form for that."""
    return bool(proposal.wants_short_form) and offers_short_form(proposal.enrollment.cohort)


def why_not_short(proposal: "Proposal") -> Reason | None:
    """The budget is over what the short form is for; None in the long form and below the limit."""
    limit: Decimal = proposal.enrollment.cohort.short_form_up_to
    if not is_short(proposal) or proposal.total <= limit:
        return None
    over = dollars(proposal.total - limit)
    sentence = f"The short form is for up to {dollars(limit)}, and the budget is {over} over it. Make it smaller, or "
    return Reason(sentence + "switch to the long form: nothing you wrote is lost.", "budget")


def _is_rows(section: Section, *, short: bool) -> bool:
    """A section of rows has no questions in the table itself."""
    rows = next(row for row in SECTIONS if row.name == section.name)
    return not rows.fields and (rows.in_short_form or not short)


def _fields(section: Section, proposal: "Proposal", *, short: bool) -> tuple[Field, ...]:
    if not section.fields:
        return ()
    own = tuple(field for field in section.fields if field.in_short_form or not short)
    asked = (q for q in proposal.extra_questions if q.section == section.name and q.retired_at is None)
    return own + tuple(_extra(question) for question in asked)


def _extra(question: "ExtraQuestion") -> Field:
    return Field(
        name=question.key,
        label=question.label,
        kind=question.kind.kind,
        most=question.most,
        hint=question.hint,
        is_required=question.is_required,
        options=tuple(Option(choice, choice) for choice in question.choices),
        fewest=0,
    )
