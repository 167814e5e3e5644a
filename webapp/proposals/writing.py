"""Writing a proposal, section by section, each saved on its own."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.proposals.sections import SectionForm, section_form
from webapp.access import guarded
from webapp.actors import actor
from webapp.proposals.blueprint import bp
from webapp.proposals.budget import budget_page
from webapp.proposals.goals import goals_page
from webapp.proposals.pages import onward_url, read_again, writing_page
from webapp.proposals.papers import papers_page
from webapp.proposals.partners import partners_page
from webapp.proposals.saving import Draft, save_draft
from workflows.clock import utc_now
from workflows.errors import NotFound
from workflows.permissions import Permission
from workflows.proposals.answers import SECTION_BY_NAME
from workflows.proposals.lifecycle import OPEN_TO_WRITING
from workflows.proposals.models import Proposal
from workflows.proposals.queries import get_proposal
from workflows.proposals.writing import save_section

_PAGES_OF_ROWS: dict[str, Callable[[Proposal], ResponseReturnValue]] = {
    "goals": goals_page,
    "budget": budget_page,
    "partners": partners_page,
    "papers": papers_page,
}


def get_proposal_for(session: Session, proposal_id: int, name: str) -> Proposal:
    """The proposal whose section the address names; raises NotFound for a section that is not in the table."""
    if name not in SECTION_BY_NAME:
        raise NotFound()
    return get_proposal(session, proposal_id)


@bp.route("/<int:proposal_id>/sections/<name>", methods=["GET", "POST"])
@guarded(Permission.WRITE_PROPOSAL, get_proposal_for)
def section(proposal: Proposal) -> ResponseReturnValue:
    name = str((request.view_args or {})["name"])
    if request.method == "GET" and proposal.state not in OPEN_TO_WRITING:
        return redirect(url_for(".show", proposal_id=proposal.id))
    of_rows = _PAGES_OF_ROWS.get(name)
    return of_rows(proposal) if of_rows is not None else _section(proposal, name)


def _section(proposal: Proposal, name: str) -> ResponseReturnValue:
    form = _section_form(proposal, name)

    def page() -> str:
        return writing_page("proposals/section.html", proposal, name, form=form)

    if request.method == "GET":
        return page()

    def keep(session: Session) -> Any:
        return save_section(
            proposal,
            name=name,
            answers=form.answers,
            expected_version=form.expected_version,
            session=session,
            actor=actor(),
            now=utc_now(),
        )

    return save_draft(
        Draft(
            form=form,
            keep=keep,
            page=page,
            theirs=lambda: _section_form(read_again(proposal), name, posted=False),
            onward_url=lambda: onward_url(proposal, name),
        )
    )


def _section_form(proposal: Proposal, name: str, *, posted: bool = True) -> SectionForm:
    row = proposal.section(name)
    values = {**(row.answers if row else {}), "version": row.version if row else 1}
    form = section_form(name)
    return form(data=values) if posted else form(formdata=None, data=values)
