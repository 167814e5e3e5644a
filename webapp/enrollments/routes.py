"""The enrollment's page, and the commitment."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.enrollments import CommitmentForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.enrollments.answers import COMMITMENT_TEXT
from workflows.enrollments.models import Enrollment
from workflows.enrollments.operations import sign_commitment
from workflows.enrollments.queries import get_enrollment, list_timeline
from workflows.lifecycle import why_not
from workflows.people.queries import list_people_of
from workflows.permissions import Permission

bp = Blueprint("enrollments", __name__, url_prefix="/enrollments")


@bp.get("/")
@guarded(Permission.SEE_ENROLLMENT)
def index() -> ResponseReturnValue:
    return render_template("enrollments/index.html")


@bp.get("/<int:enrollment_id>")
@guarded(Permission.SEE_ENROLLMENT, get_enrollment)
def show(enrollment: Enrollment) -> ResponseReturnValue:
    entries = list_timeline(db.session(), enrollment, actor=actor())
    return render_template("enrollments/show.html", enrollment=enrollment, entries=entries)


@bp.route("/<int:enrollment_id>/commitment", methods=["GET", "POST"])
@guarded(Permission.COMMIT, get_enrollment)
def commit(enrollment: Enrollment) -> ResponseReturnValue:
    people = list_people_of(db.session(), enrollment.affiliate_id)
    form = CommitmentForm.for_people([(person.id, person.name) for person in people])
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                given = form.answers
                sign_commitment(
                    enrollment,
                    typed_name=given.typed_name,
                    data_lead_id=given.data_lead_id,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("Thank you. The national office confirms your place next.", "success")
            return redirect(url_for(".show", enrollment_id=enrollment.id), 303)
    reasons = [r for r in why_not(enrollment, "commit", actor=actor(), now=utc_now()) if r.where != "commitment"]
    page = render_template(
        "enrollments/commit.html", enrollment=enrollment, form=form, reasons=reasons, text=COMMITMENT_TEXT
    )
    return page, status_of(form)
