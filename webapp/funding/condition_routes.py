"""Pages of conditions: another one, other words, and lifting."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.awards import ConditionForm, LiftForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.funding.blueprint import bp
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import transaction
from workflows.funding.conditions.answers import USUAL_APPEAL
from workflows.funding.conditions.lifecycle import CONDITION
from workflows.funding.conditions.models import AwardCondition
from workflows.funding.conditions.operations import (
    add_condition,
    change_condition,
    lift_condition,
    why_not_add,
    why_not_change,
)
from workflows.funding.conditions.queries import get_condition
from workflows.funding.models import Award
from workflows.funding.queries import get_award
from workflows.permissions import Permission


@bp.route("/<int:award_id>/conditions/new", methods=["GET", "POST"])
@guarded(Permission.MANAGE_AWARD, get_award)
def new_condition(award: Award) -> ResponseReturnValue:
    form = ConditionForm(data={"appeal": USUAL_APPEAL})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                add_condition(award, form.answers, session=session, actor=actor(), now=utc_now())
            flash("The condition is added. The affiliate reads it with what lifts it.", "good")
            return _to_award(award)
    reasons = why_not_add(award, actor=actor())
    page = render_template("funding/condition.html", award=award, form=form, title="Add a condition", reasons=reasons)
    return page, status_of(form)


@bp.route("/conditions/<int:condition_id>/change", methods=["GET", "POST"])
@guarded(Permission.MANAGE_AWARD, get_condition)
def reword_condition(condition: AwardCondition) -> ResponseReturnValue:
    form = ConditionForm(obj=condition)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                change_condition(
                    condition,
                    form.answers,
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("The condition has its new words.", "good")
            return _to_award(condition.award)
    title = f"Change condition {condition.number}"
    reasons = why_not_change(condition, actor=actor())
    page = render_template("funding/condition.html", award=condition.award, form=form, title=title, reasons=reasons)
    return page, status_of(form)


@bp.route("/conditions/<int:condition_id>/lift", methods=["GET", "POST"])
@guarded(Permission.MANAGE_AWARD, get_condition)
def lift(condition: AwardCondition) -> ResponseReturnValue:
    form, now = LiftForm(), utc_now()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                lift_condition(condition, words=form.answer, session=session, actor=actor(), now=now)
            flash("The condition is lifted. The affiliate is told.", "good")
            return _to_award(condition.award)
    reasons = CONDITION.why_not(condition, "lift", actor=actor(), now=now, note=None)
    page = render_template("funding/lift.html", condition=condition, form=form, reasons=reasons)
    return page, status_of(form)


def _to_award(award: Award) -> ResponseReturnValue:
    return redirect(url_for(".of_enrollment", enrollment_id=award.enrollment_id, _anchor="conditions"), 303)
