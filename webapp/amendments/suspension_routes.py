"""A project year rests and goes on."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.amendments import NoteForm, SuspensionForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.amendments.blueprint import bp
from webapp.refusals import refusals_into, status_of
from workflows.amendments.queries import find_suspension, get_award_with_year
from workflows.amendments.suspending import resume_year, suspend_year
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.funding.models import Award
from workflows.lifecycle import why_not
from workflows.permissions import Permission


@bp.route("/award/<int:award_id>/suspend", methods=["GET", "POST"])
@guarded(Permission.CLOSE_AWARD, get_award_with_year)
def suspend(award: Award) -> ResponseReturnValue:
    now, enrollment = utc_now(), award.enrollment
    form = SuspensionForm(data={"begins_on": local_date(now, enrollment.affiliate.time_zone)})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                suspend_year(award, form.answers, session=session, actor=actor(), now=now)
            flash("Suspended. The affiliate is told why, and what lifts it.", "good")
            return redirect(url_for(".of_enrollment", enrollment_id=enrollment.id), 303)
    reasons = why_not(enrollment, "suspend", actor=actor(), now=now, note=None)
    page = render_template("amendments/suspend.html", award=award, enrollment=enrollment, form=form, reasons=reasons)
    return page, status_of(form)


@bp.route("/award/<int:award_id>/resume", methods=["GET", "POST"])
@guarded(Permission.CLOSE_AWARD, get_award_with_year)
def resume(award: Award) -> ResponseReturnValue:
    now, enrollment = utc_now(), award.enrollment
    form = NoteForm()
    form.note.label.text = "What has changed?"
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                resume_year(award, because=form.answer, session=session, actor=actor(), now=now)
            flash("The project year goes on. The affiliate is told.", "good")
            return redirect(url_for(".of_enrollment", enrollment_id=enrollment.id), 303)
    going = find_suspension(db.session(), award.id)
    page = render_template(
        "amendments/note.html",
        enrollment=enrollment,
        heading="Let the project year go on",
        button="Resume the year",
        note=f"It rests because: {going.reason} It was to be lifted by: {going.lifts_when}" if going else "",
        back=url_for(".of_enrollment", enrollment_id=enrollment.id),
        form=form,
        reasons=why_not(enrollment, "resume", actor=actor(), now=now, note=None),
    )
    return page, status_of(form)
