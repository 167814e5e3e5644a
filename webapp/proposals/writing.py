"""Writing a proposal, section by section, each saved on its own."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.proposals.questions import AnswerFileForm
from forms.proposals.sections import SectionForm, section_form, section_values
from webapp.access import guarded
from webapp.actors import actor
from webapp.proposals.asked import closed_page
from webapp.proposals.blueprint import bp
from webapp.proposals.budget import budget_page
from webapp.proposals.goals import goals_page
from webapp.proposals.pages import onward_url, writing_page
from webapp.proposals.papers import papers_page
from webapp.proposals.partners import partners_page
from webapp.proposals.saving import is_automatic
from webapp.proposals.shared import SharedDraft, save_shared
from workflows.clock import months_between, utc_now
from workflows.db import db
from workflows.errors import NotFound
from workflows.frameworks.queries import list_domains
from workflows.library.queries import find_term
from workflows.permissions import Permission
from workflows.proposals.answers import Kind, Section
from workflows.proposals.earlier import look_over
from workflows.proposals.form import find_section
from workflows.proposals.lifecycle import OPEN_TO_WRITING
from workflows.proposals.models import Proposal, ProposalState
from workflows.proposals.profile import profile_facts
from workflows.proposals.queries import get_proposal, get_proposal_at_the_gate
from workflows.proposals.revisions.asked import why_closed
from workflows.proposals.together.answers import Saved
from workflows.proposals.writing import save_section

_PAGES_OF_ROWS: dict[str, Callable[[Proposal], ResponseReturnValue]] = {
    "goals": goals_page,
    "budget": budget_page,
    "partners": partners_page,
    "papers": papers_page,
}


def get_proposal_for(session: Session, proposal_id: int, name: str) -> Proposal:
    """The proposal whose section the address names; raises NotFound for a section that its form does not have.

    A save by itself shows no page, so it needs no more than the section.
    """
    saves_itself = is_automatic() and name not in _PAGES_OF_ROWS
    found = get_proposal_at_the_gate(session, proposal_id) if saves_itself else get_proposal(session, proposal_id)
    if find_section(found, name) is None:
        raise NotFound()
    return found


@bp.route("/<int:proposal_id>/sections/<name>", methods=["GET", "POST"])
@guarded(Permission.WRITE_PROPOSAL, get_proposal_for)
def section(proposal: Proposal) -> ResponseReturnValue:
    name = str((request.view_args or {})["name"])
    if request.method == "GET" and proposal.state is ProposalState.READY:
        return redirect(url_for(".submit", proposal_id=proposal.id))
    if request.method == "GET" and proposal.state not in OPEN_TO_WRITING:
        return redirect(url_for(".show", proposal_id=proposal.id))
    if request.method == "GET" and why_closed(proposal, name):
        return closed_page(proposal, name)
    of_rows = _PAGES_OF_ROWS.get(name)
    return of_rows(proposal) if of_rows is not None else _section(proposal, name)


def section_page(
    proposal: Proposal, section: Section, form: SectionForm | None = None, upload: AnswerFileForm | None = None
) -> str:
    """A section of questions to write; `upload` is the form of a file that was refused."""
    words = {word for field in section.fields for word in field.defines}
    found = {word: find_term(db.session(), word) for word in sorted(words)}
    keys = {field.name: field.label for field in section.fields if field.kind is Kind.FILE}
    uploads = {key: AnswerFileForm.about(int(key.removeprefix("extra-")), label) for key, label in keys.items()}
    if upload is not None:
        uploads = {key: upload if made.file.id == upload.file.id else made for key, made in uploads.items()}
    row = proposal.section(section.name)
    return writing_page(
        "proposals/section.html",
        proposal,
        section.name,
        form=form or _section_form(proposal, section, posted=False),
        facts=profile_facts(proposal.enrollment.affiliate) if section.name == "profile" else (),
        terms={word: term for word, term in found.items() if term is not None},
        uploads=uploads,
        kept_files={key: row.answers.get(key) for key in keys} if row is not None else {},
        is_copied=row is not None and row.is_copied,
    )


def _section(proposal: Proposal, name: str) -> ResponseReturnValue:
    asked = find_section(proposal, name)
    assert asked is not None
    form = _section_form(proposal, asked)

    def page() -> str:
        return section_page(proposal, asked, form)

    if request.method == "GET":
        return page()

    def keep(session: Session) -> Saved:
        look_over(proposal, name)
        return save_section(
            proposal,
            name=name,
            answers=form.answers,
            expected_version=form.expected_version,
            editor=form.page,
            session=session,
            actor=actor(),
            now=utc_now(),
        )

    return save_shared(
        SharedDraft(
            proposal=proposal,
            part=name,
            form=form,
            keep=keep,
            page=page,
            as_saved=lambda saved: _filled_form(proposal, asked, saved.values, saved.version, posted=False),
            onward_url=lambda: onward_url(proposal, name),
        )
    )


def _section_form(proposal: Proposal, section: Section, *, posted: bool = True) -> SectionForm:
    row = proposal.section(section.name)
    return _filled_form(proposal, section, row.answers if row else {}, row.version if row else 1, posted=posted)


def _filled_form(
    proposal: Proposal, section: Section, answers: Mapping[str, Any], version: int, *, posted: bool
) -> SectionForm:
    domains = _domains(proposal, section)
    values = section_values(section, answers, domains) | {"version": version}
    made = section_form(section, domains)
    form = made(data=values) if posted else made(formdata=None, data=values)
    cohort = proposal.enrollment.cohort
    return form.offer_months(months_between(cohort.starts_on, cohort.ends_on))


def _domains(proposal: Proposal, section: Section) -> tuple[str, ...]:
    """The domains of the proposal's framework, where the section asks for them."""
    if all(field.kind is not Kind.DOMAINS for field in section.fields):
        return ()
    return tuple(dict.fromkeys(domain for _, domain in list_domains(db.session(), proposal.framework_id)))
