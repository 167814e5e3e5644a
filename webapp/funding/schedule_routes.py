"""The schedule of an award in the browser: every payment that is not requested yet, edited as one table."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from forms.money import ScheduleForm, fill_of
from webapp.access import guarded
from webapp.actors import actor
from webapp.funding.blueprint import bp
from webapp.funding.payment_routes import to_award
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.funding.models import Award, PaymentState
from workflows.funding.queries import get_award
from workflows.funding.schedules.answers import METHOD_NAMES, Method, ScheduleLine, suggest
from workflows.funding.schedules.models import PaymentPlan
from workflows.funding.schedules.operations import edition_of, lines_of, save_schedule, why_not_edit
from workflows.funding.schedules.queries import find_plan
from workflows.permissions import Permission


@bp.route("/<int:award_id>/schedule", methods=["GET", "POST"])
@guarded(Permission.REQUEST_PAYMENT, get_award)
def schedule(award: Award) -> ResponseReturnValue:
    plan = find_plan(db.session(), award)
    method = _asked_method(plan)
    form = ScheduleForm(
        data={"version": str(edition_of(award, plan)), "method": method.value, "lines": fill_of(_lines(award, method))}
    )
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                save_schedule(
                    award,
                    Method(form.method.data),
                    form.answers,
                    expected_edition=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("The schedule is saved.", "good")
            return to_award(award)
    if not form.is_submitted():
        form.add_blank_lines()
    page = render_template(
        "funding/schedule.html",
        award=award,
        form=form,
        fixed=[p for p in award.payments if p.state not in (PaymentState.SCHEDULED, PaymentState.CANCELLED)],
        reasons=why_not_edit(award, actor=actor()),
        suggests=not lines_of(award),
        methods=Method,
        method_names=METHOD_NAMES,
    )
    return page, status_of(form)


def _asked_method(plan: PaymentPlan | None) -> Method:
    """The one in the address, else the kept one, else installments."""
    asked = request.args.get("method", "")
    if asked in list(Method):
        return Method(asked)
    return Method.INSTALMENTS if plan is None else plan.method


def _lines(award: Award, method: Method) -> tuple[ScheduleLine, ...]:
    """What is scheduled; where nothing is, what the method suggests for all that is free."""
    kept = lines_of(award)
    if kept or award.free_amount <= 0:
        return kept
    return suggest(method, award.free_amount, starts_on=award.starts_on, ends_on=award.ends_on)
