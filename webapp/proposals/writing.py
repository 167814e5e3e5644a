"""Writing a proposal, section by section, each saved on its own."""

from collections.abc import Callable

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.proposals.sections import SectionForm, section_form
from webapp.access import guarded
from webapp.actors import actor
from webapp.proposals.blueprint import bp
from webapp.proposals.budget import budget_page
from webapp.proposals.goals import goals_page
from webapp.proposals.pages import onward_url, writing_page
from webapp.proposals.saving import is_automatic
from webapp.proposals.shared import SharedDraft, save_shared
from workflows.clock import utc_now
from workflows.errors import NotFound
from workflows.permissions import Permission
from workflows.proposals.answers import SECTION_BY_NAME
from workflows.proposals.lifecycle import OPEN_TO_WRITING
from workflows.proposals.models import Proposal
from workflows.proposals.queries import get_proposal, get_proposal_at_the_gate
from workflows.proposals.together.answers import Saved
from workflows.proposals.writing import save_section

_PAGES_OF_ROWS: dict[str, Callable[[Proposal], ResponseReturnValue]] = {"goals": goals_page, "budget": budget_page}


def get_proposal_for(session: Session, proposal_id: int, name: str) -> Proposal:
    """The proposal whose section the address names; raises NotFound for a section that is not in the table.

    A save by itself shows no page, so it needs no more than the section.
    """
    if name not in SECTION_BY_NAME:
        raise NotFound()
    saves_itself = is_automatic() and SECTION_BY_NAME[name].fields
    return get_proposal_at_the_gate(session, proposal_id) if saves_itself else get_proposal(session, proposal_id)


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

    def keep(session: Session) -> Saved:
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
            as_saved=lambda saved: section_form(name)(formdata=None, data={**saved.values, "version": saved.version}),
            onward_url=lambda: onward_url(proposal, name),
        )
    )


def _section_form(proposal: Proposal, name: str) -> SectionForm:
    row = proposal.section(name)
    return section_form(name)(data={**(row.answers if row else {}), "version": row.version if row else 1})
