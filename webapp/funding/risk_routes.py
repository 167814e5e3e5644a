"""Pages of the risk assessment: every version, and the form of the next one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.awards import risk_form, risk_values
from webapp.access import guarded
from webapp.actors import actor
from webapp.funding.blueprint import bp
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import get_enrollment
from workflows.funding.risk.factors import ALL_ITEMS, CURRENT, MONITORING_RULE
from workflows.funding.risk.operations import assess_risk, why_not_assess
from workflows.funding.risk.queries import find_assessment, list_assessments
from workflows.permissions import Permission


@bp.get("/risk/<int:enrollment_id>")
@guarded(Permission.SEE_RISK, get_enrollment)
def risk(enrollment: Enrollment) -> ResponseReturnValue:
    made = list_assessments(db.session(), enrollment.id)
    return render_template(
        "funding/risk.html",
        enrollment=enrollment,
        made=made,
        items=ALL_ITEMS,
        current=CURRENT,
        rule=MONITORING_RULE,
        reasons=why_not_assess(enrollment, actor=actor()),
    )


@bp.route("/risk/<int:enrollment_id>/assess", methods=["GET", "POST"])
@guarded(Permission.ASSESS_RISK, get_enrollment)
def assess(enrollment: Enrollment) -> ResponseReturnValue:
    before = find_assessment(db.session(), enrollment.id)
    values = {} if before is None else {**risk_values(before.answers), "version": before.number}
    form = risk_form()(data={"version": 0, **values})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                made = assess_risk(
                    enrollment,
                    form.answers,
                    expected_number=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(f"Assessed: {made.tier.label.lower()}, {made.points} of {CURRENT.most} points.", "good")
            return redirect(url_for(".risk", enrollment_id=enrollment.id), 303)
    page = render_template(
        "funding/assess.html",
        enrollment=enrollment,
        form=form,
        current=CURRENT,
        before=before,
        reasons=why_not_assess(enrollment, actor=actor()),
    )
    return page, status_of(form)
