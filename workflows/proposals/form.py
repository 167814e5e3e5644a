"""The form of one proposal: which sections and questions it has, and in which order."""

from collections.abc import Callable, Iterable, Iterator
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
    return tuple(_sections_among(SECTIONS, proposal))


def find_section(proposal: "Proposal", name: str) -> Section | None:
    """The section as this proposal asks it; None where its form does not have it."""
    wanted = (section for section in SECTIONS if section.name == name)
    return next(_sections_among(wanted, proposal), None)


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


def _sections_among(sections: Iterable[Section], proposal: "Proposal") -> Iterator[Section]:
    short = is_short(proposal)
    off = set(proposal.enrollment.cohort.sections_off or ()) & set(SWITCHABLE)
    for section in sections:
        asked = replace(section, fields=_fields(section, proposal, short=short))
        fits = section.in_short_form or not short
        is_in = section.name not in off and bool(asked.fields or (fits and not section.fields))
        if is_in or _is_called_for(section, proposal):
            yield asked


def _is_called_for(section: Section, proposal: "Proposal") -> bool:
    asks = _CALLED_FOR.get(section.name)
    return asks is not None and asks(proposal)


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
