"""The attachments of a proposal as pages: the list with a new one, another file in the place of one, and downloads."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.proposals.papers import PaperForm
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.downloads import send_kept
from webapp.proposals.blueprint import bp
from webapp.proposals.outline import section_url
from webapp.proposals.pages import writing_page
from webapp.proposals.uploads import keep_paper
from webapp.refusals import refusals_into, status_of
from webapp.uploads import file_store
from workflows.clock import utc_now
from workflows.db import transaction
from workflows.errors import NotFound
from workflows.permissions import Permission
from workflows.proposals.models import Proposal
from workflows.proposals.papers.answers import PAPERS_MAX, PLEASE_NO_CLIENTS
from workflows.proposals.papers.content import is_sealed, papers_of
from workflows.proposals.papers.models import Paper
from workflows.proposals.papers.operations import SECTION, add_paper, file_of, remove_paper, replace_paper
from workflows.proposals.papers.queries import get_paper


def papers_page(proposal: Proposal) -> ResponseReturnValue:
    """Every paper, and a form for one more; a refused file leaves what was said about it on the page."""
    form = PaperForm()
    if form.validate_on_submit():
        with refusals_into(form):
            kept = keep_paper(form.file)
            with transaction() as session:
                add_paper(proposal, form.answers, kept, session=session, actor=actor(), now=utc_now())
            flash(f"Kept as “{kept.name}”.", "good")
            return redirect(section_url(proposal, SECTION), 303)
    page = writing_page(
        "proposals/papers.html",
        proposal,
        SECTION,
        form=form,
        button=Confirmation(),
        papers=papers_of(proposal),
        most=PAPERS_MAX,
        please=PLEASE_NO_CLIENTS,
    )
    return page, status_of(form)


@bp.route("/papers/<int:paper_id>/replace", methods=["GET", "POST"])
@guarded(Permission.WRITE_PROPOSAL, get_paper)
def change_paper(paper: Paper) -> ResponseReturnValue:
    proposal = paper.proposal
    if paper not in papers_of(proposal):
        raise NotFound
    form = PaperForm.in_place_of(kind=paper.kind.value, note=paper.note)
    if form.validate_on_submit():
        with refusals_into(form):
            kept = keep_paper(form.file) if form.file.data else file_of(paper)
            with transaction() as session:
                replace_paper(paper, form.answers, kept, session=session, actor=actor(), now=utc_now())
            flash(f"Kept as “{kept.name}”.", "good")
            return redirect(section_url(proposal, SECTION), 303)
    page = writing_page("proposals/paper.html", proposal, SECTION, form=form, paper=paper, please=PLEASE_NO_CLIENTS)
    return page, status_of(form)


@bp.post("/papers/<int:paper_id>/remove")
@guarded(Permission.WRITE_PROPOSAL, get_paper)
def drop_paper(paper: Paper) -> ResponseReturnValue:
    proposal, name = paper.proposal, paper.file_name
    with transaction() as session:
        remove_paper(paper, session=session, actor=actor(), now=utc_now())
    flash(f"“{name}” is removed.", "good")
    return redirect(section_url(proposal, SECTION), 303)


@bp.get("/papers/<int:paper_id>")
@guarded(Permission.SEE_PROPOSAL, get_paper)
def paper(paper: Paper) -> ResponseReturnValue:
    """The file. Whoever reads what was submitted gets what that names; whoever writes, also the draft's."""
    proposal = paper.proposal
    if proposal.snapshots and not is_sealed(paper) and not allows(Permission.WRITE_PROPOSAL, proposal):
        raise NotFound
    return send_kept(paper, files=file_store(), back_url=url_for(".show", proposal_id=proposal.id))
