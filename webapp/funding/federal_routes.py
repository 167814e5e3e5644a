"""Pages of federal awards: the fourteen elements, and the check for exclusions."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.awards import ExclusionForm, federal_form, federal_values
from webapp.access import guarded
from webapp.actors import actor
from webapp.funding.blueprint import bp
from webapp.refusals import refusals_into, status_of
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.funding.federal.answers import ELEMENTS, PartKind
from workflows.funding.federal.checks import list_gaps
from workflows.funding.federal.operations import (
    record_exclusion_check,
    save_elements,
    why_not_check,
    why_not_federal,
)
from workflows.funding.federal.prefill import prefill
from workflows.funding.models import Award
from workflows.funding.queries import get_award
from workflows.permissions import Permission


@bp.route("/<int:award_id>/federal", methods=["GET", "POST"])
@guarded(Permission.KEEP_FEDERAL, get_award)
def federal(award: Award) -> ResponseReturnValue:
    known = prefill(db.session(), award)
    version = award.federal.version if award.federal is not None else 0
    form = federal_form()(data={**federal_values({n: k.value for n, k in known.items()}), "version": version})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                save_elements(
                    award,
                    form.answers,
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            gaps = len(list_gaps(award))
            flash(
                "The federal information is complete." if not gaps else f"Saved. {gaps} of 14 elements are open.",
                "good",
            )
            return _to_award(award)
    page = render_template(
        "funding/federal.html",
        award=award,
        form=form,
        elements=ELEMENTS,
        known=known,
        PartKind=PartKind,
        reasons=why_not_federal(award, actor=actor()),
    )
    return page, status_of(form)


@bp.route("/<int:award_id>/exclusion", methods=["GET", "POST"])
@guarded(Permission.KEEP_FEDERAL, get_award)
def exclusion(award: Award) -> ResponseReturnValue:
    now = utc_now()
    form = ExclusionForm(data={"checked_on": local_date(now, award.enrollment.cohort.time_zone)})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                record_exclusion_check(award, form.answers, session=session, actor=actor(), now=now)
            flash("The check is recorded.", "good")
            return _to_award(award)
    reasons = why_not_check(award, actor=actor())
    return render_template("funding/exclusion.html", award=award, form=form, reasons=reasons), status_of(form)


def _to_award(award: Award) -> ResponseReturnValue:
    return redirect(url_for(".of_enrollment", enrollment_id=award.enrollment_id, _anchor="federal"), 303)
