"""Files that answer a question of the staff, and the way between the short and the long form."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.proposals.questions import AnswerFileForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.downloads import send_kept
from webapp.proposals.blueprint import bp
from webapp.proposals.outline import first_open_url, section_url
from webapp.proposals.writing import section_page
from webapp.refusals import refusals_into
from webapp.uploads import file_store, has_upload, read_upload
from workflows.attached import Attachment
from workflows.clock import utc_now
from workflows.db import transaction
from workflows.errors import NotFound
from workflows.permissions import Permission
from workflows.proposals.extra.answers import FILE_MAX_BYTES
from workflows.proposals.extra.files import answer_with_file, keep_first, section_asking, take_file_away
from workflows.proposals.extra.models import ExtraFile
from workflows.proposals.extra.queries import get_file
from workflows.proposals.models import Proposal
from workflows.proposals.operations import switch_form
from workflows.proposals.queries import get_proposal


def get_proposal_asking(session: Session, proposal_id: int, question_id: int) -> Proposal:
    """The proposal whose form asks for this file; raises NotFound."""
    proposal = get_proposal(session, proposal_id)
    section_asking(proposal, question_id)
    return proposal


def get_proposal_to_switch(session: Session, proposal_id: int, to: str) -> Proposal:
    """The proposal, once `to` is known to be a form; raises NotFound."""
    if to not in ("short", "long"):
        raise NotFound()
    return get_proposal(session, proposal_id)


@bp.post("/<int:proposal_id>/questions/<int:question_id>/file")
@guarded(Permission.WRITE_PROPOSAL, get_proposal_asking)
def keep_answer_file(proposal: Proposal) -> ResponseReturnValue:
    question_id = int((request.view_args or {})["question_id"])
    section = section_asking(proposal, question_id)
    label = next(field.label for field in section.fields if field.name == f"extra-{question_id}")
    form = AnswerFileForm.about(question_id, label)
    if form.validate():
        with refusals_into(form):
            kept = keep_first(_attachment(form.file), files=file_store())
            with transaction() as session:
                answer_with_file(proposal, question_id, kept, session=session, actor=actor(), now=utc_now())
            flash("The file is kept.", "good")
            return redirect(f"{section_url(proposal, section.name)}#extra-{question_id}", 303)
    return section_page(proposal, section, upload=form), 422


@bp.post("/<int:proposal_id>/questions/<int:question_id>/file/remove")
@guarded(Permission.WRITE_PROPOSAL, get_proposal_asking)
def remove_answer_file(proposal: Proposal) -> ResponseReturnValue:
    question_id = int((request.view_args or {})["question_id"])
    section = section_asking(proposal, question_id)
    with transaction() as session:
        take_file_away(proposal, question_id, session=session, actor=actor(), now=utc_now())
    flash("The file is gone.", "good")
    return redirect(f"{section_url(proposal, section.name)}#extra-{question_id}", 303)


@bp.get("/files/<int:file_id>")
@guarded(Permission.SEE_PROPOSAL, get_file)
def answer_file(file: ExtraFile) -> ResponseReturnValue:
    back_url = url_for(".show", proposal_id=file.proposal_id)
    return send_kept(file, files=file_store(), back_url=back_url)


@bp.post("/<int:proposal_id>/form/<to>")
@guarded(Permission.WRITE_PROPOSAL, get_proposal_to_switch)
def switch(proposal: Proposal) -> ResponseReturnValue:
    is_short = (request.view_args or {})["to"] == "short"
    with transaction() as session:
        switch_form(proposal, is_short=is_short, session=session, actor=actor())
    what = "short form: fewer questions" if is_short else "long form"
    flash(f"You write in the {what} now. Nothing you wrote is lost.", "good")
    return redirect(first_open_url(proposal), 303)


def _attachment(field: Any) -> Attachment | None:
    return read_upload(field, at_most=FILE_MAX_BYTES) if has_upload(field) else None
