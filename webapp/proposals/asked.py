"""The changes that are asked for: beside the text that they are about, and each answered in a box of its own."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.proposals.revisions import AnswerForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.proposals.blueprint import bp
from webapp.proposals.outline import section_url
from webapp.proposals.saving import Draft, save_draft
from workflows.clock import utc_now
from workflows.db import db
from workflows.errors import Reason
from workflows.permissions import Permission
from workflows.proposals.models import Proposal
from workflows.proposals.revisions.answers import WHOLE
from workflows.proposals.revisions.asked import list_asked, titles_of
from workflows.proposals.revisions.models import ChangeRequest
from workflows.proposals.revisions.operations import answer_request
from workflows.proposals.revisions.queries import get_change_request
from workflows.proposals.writing import why_not_write


@dataclass(frozen=True, slots=True)
class RequestBox:
    """One request with the form that answers it; `form` is None where nothing can be answered."""

    request: ChangeRequest
    title: str
    form: AnswerForm | None
    url: str


def boxes_of(proposal: Proposal, section: str | None = None) -> list[RequestBox]:
    """What is asked for now, about the section and about the whole; every request without a section."""
    titles = titles_of(proposal)
    return [
        _box(one, titles.get(one.section, one.section))
        for one in list_asked(proposal)
        if section is None or one.section in (section, WHOLE)
    ]


def _box(one: ChangeRequest, title: str) -> RequestBox:
    is_open = not why_not_write(one.proposal, one.section, actor=actor())
    url = url_for(".answer", request_id=one.id)
    return RequestBox(one, title, _form_of(one, posted=False) if is_open else None, url)


def _form_of(one: ChangeRequest, *, posted: bool) -> AnswerForm:
    """Several of them stand on one page, so each has its own id."""
    values = {"answer": one.answer, "version": one.version}
    form = AnswerForm(data=values) if posted else AnswerForm(formdata=None, data=values)
    form.answer.id = f"request-{one.id}"
    return form


@bp.route("/requests/<int:request_id>", methods=["GET", "POST"])
@guarded(Permission.WRITE_PROPOSAL, get_change_request)
def answer(one: ChangeRequest) -> ResponseReturnValue:
    proposal = one.proposal
    form = _form_of(one, posted=True)
    onward = url_for(".submit", proposal_id=proposal.id)
    if one.section in titles_of(proposal) and one.section != WHOLE:
        onward = section_url(proposal, one.section)

    def page(reasons: tuple[Reason, ...] = ()) -> str:
        return render_template(
            "proposals/answer.html",
            proposal=proposal,
            request=one,
            title=titles_of(proposal).get(one.section, one.section),
            form=form,
            reasons=reasons,
            onward=onward,
        )

    if request.method == "GET":
        return page(why_not_write(proposal, one.section, actor=actor()))

    def keep(session: Session) -> ChangeRequest:
        return answer_request(
            one,
            answer=form.answer.data or "",
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
            theirs=lambda: _form_of(get_change_request(db.session(), one.id), posted=False),
            onward_url=lambda: onward,
        )
    )


def closed_page(proposal: Proposal, name: str) -> ResponseReturnValue:
    """A section that stays as it was submitted, with the sentence that says which are open, and the way to them."""
    asked = {one.section for one in list_asked(proposal)}
    titles = titles_of(proposal)
    return render_template(
        "proposals/closed.html",
        proposal=proposal,
        title=titles[name],
        reasons=why_not_write(proposal, name, actor=actor()),
        open_sections=[(titles[one], section_url(proposal, one)) for one in titles if one in asked],
    )
