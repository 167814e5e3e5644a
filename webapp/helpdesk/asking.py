"""Asking for help from any page, without a script."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.helpdesk import AskForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.context import zone_here
from webapp.helpdesk.blueprint import bp
from webapp.helpdesk.page_context import asked_from
from webapp.helpdesk.uploads import kept_file_of
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.helpdesk.answers import PAGE_MAX, SUBJECT_MAX, TITLE_MAX
from workflows.helpdesk.models import Urgency
from workflows.helpdesk.operations import AskedFrom, Question, ask_for_help
from workflows.library.models import Publication
from workflows.library.queries import ResourceFilter, list_resources
from workflows.permissions import Permission

OFFERED = 3  # resources that may answer it already


@bp.route("/ask", methods=["GET", "POST"])
@guarded(Permission.ASK_FOR_HELP)
def ask() -> ResponseReturnValue:
    form = _form()
    where = asked_from(str(form.page.data or "")[:PAGE_MAX], str(form.page_title.data or "")[:TITLE_MAX])
    form.page.data, form.page_title.data = where.page, where.title  # what is sent on is what we looked at
    if form.validate_on_submit():
        with refusals_into(form):
            ticket_id = _ask(form, where)
            flash("Your question is with us. You get a mail when there is an answer, and you find it here.", "good")
            return redirect(url_for(".show", ticket_id=ticket_id), 303)
    page = render_template("helpdesk/ask.html", form=form, where=where, offered=_offered(form))
    return page, status_of(form)


def _form() -> AskForm:
    asked = request.args
    return AskForm(
        data={
            "page": asked.get("page", "")[:PAGE_MAX],
            "page_title": asked.get("title", "")[:TITLE_MAX],
            "subject": asked.get("words", "")[:SUBJECT_MAX],
        }
    )


def _ask(form: AskForm, where: AskedFrom) -> int:
    question = Question(
        subject=str(form.subject.data).strip(),
        text=str(form.text.data).strip(),
        urgency=Urgency(form.urgency.data),
        file=kept_file_of(form.file),
    )
    with transaction() as session:
        ticket = ask_for_help(
            question,
            asked_from=where,
            time_zone=zone_here(),
            session=session,
            actor=actor(),
            now=utc_now(),
        )
    return ticket.id


def _offered(form: AskForm) -> list[tuple[int, str]]:
    """(id, title) of resources with the words of a search that led here by another way than the library."""
    words = str(form.subject.data or "").strip()
    if not words or request.method != "GET":
        return []
    found = list_resources(
        db.session(), ResourceFilter(words=words, state=Publication.PUBLISHED), actor=actor(), offset=0, at_most=OFFERED
    )
    return [(row.id, row.title) for row in found]
