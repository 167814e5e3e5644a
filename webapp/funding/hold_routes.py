"""Holds in the browser: the table of rules, putting a payment on hold, and releasing it."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from forms.money import HoldForm, ReleaseForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.funding.blueprint import bp
from webapp.funding.payment_routes import to_award
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import transaction
from workflows.funding.holds.models import PaymentHold
from workflows.funding.holds.operations import hold_payments, release_hold, why_not_release
from workflows.funding.holds.queries import LIVE, get_hold
from workflows.funding.holds.rules import HOLD_RULES
from workflows.funding.models import Award
from workflows.funding.queries import get_award
from workflows.permissions import Permission


@bp.get("/hold-rules")
@guarded(Permission.SEE_FUNDING)
def hold_rules() -> ResponseReturnValue:
    return render_template("funding/hold_rules.html", rules=HOLD_RULES)


@bp.route("/<int:award_id>/hold", methods=["GET", "POST"])
@guarded(Permission.HOLD_PAYMENT, get_award)
def hold(award: Award) -> ResponseReturnValue:
    form = HoldForm(data={"payment_id": request.args.get("payment", "")})
    form.offer((p.id, p.label) for p in award.payments if p.state in LIVE)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                kept = hold_payments(award, form.answers, session=session, actor=actor(), now=utc_now())
            flash(f"{kept.what}: on hold. The affiliate sees why and what has to happen.", "good")
            return to_award(award)
    return render_template("funding/hold.html", award=award, form=form), status_of(form)


@bp.route("/holds/<int:hold_id>/release", methods=["GET", "POST"])
@guarded(Permission.HOLD_PAYMENT, get_hold)
def release(hold: PaymentHold) -> ResponseReturnValue:
    form = ReleaseForm(data={"version": str(hold.version)})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                release_hold(
                    hold,
                    note=form.answer,
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(f"{hold.what}: the hold is released.", "good")
            return to_award(hold.award)
    reasons = why_not_release(hold, actor=actor())
    return render_template("funding/release.html", hold=hold, form=form, reasons=reasons), status_of(form)
