"""Who answers while somebody is away."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.helpdesk import AwayForm
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.helpdesk.blueprint import bp, list_parts
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.helpdesk.absence import end_cover, plan_cover
from workflows.helpdesk.models import Cover
from workflows.helpdesk.queries import get_cover, list_covers, list_helpers, list_unended_covers
from workflows.people.queries import get_person
from workflows.permissions import Permission


@bp.route("/away", methods=["GET", "POST"])
@guarded(Permission.ANSWER_TICKET)
def away() -> ResponseReturnValue:
    form = _form()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                person = get_person(session, int(form.person.data))
                plan_cover(person, form.answers, session=session, actor=actor(), now=utc_now())
            flash("Settled. Open questions go over on the first day, and come back after the last.", "good")
            return redirect(url_for(".away"), 303)
    for_all = allows(Permission.ASSIGN_COACH)
    covers = list_unended_covers(db.session()) if for_all else list_covers(db.session(), actor().id)
    page = render_template(
        "helpdesk/away.html", form=form, covers=covers, parts=list_parts("Away"), confirmation=Confirmation()
    )
    return page, status_of(form)


@bp.post("/away/<int:cover_id>/end")
@guarded(Permission.ANSWER_TICKET, get_cover)
def come_back(cover: Cover) -> ResponseReturnValue:
    with transaction() as session:
        end_cover(cover, session=session, actor=actor(), now=utc_now())
    flash("Ended. What was still open is back.", "good")
    return redirect(url_for(".away"), 303)


def _form() -> AwayForm:
    helpers = [(helper.id, helper.name) for helper in list_helpers(db.session(), now=utc_now())]
    me = [pair for pair in helpers if pair[0] == actor().id]
    others = [pair for pair in helpers if pair[0] != actor().id]
    if allows(Permission.ASSIGN_COACH):
        return AwayForm.among([*me, *others], [*others, *me])
    return AwayForm.among(me, others)
