"""Reversals in the browser: asked for by one person, confirmed or refused by another."""

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from forms.funding import ReasonForm
from forms.money import ConfirmReversalForm, ReversalForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.funding.blueprint import bp
from webapp.funding.payment_routes import to_award
from webapp.refusals import refusals_into, status_of
from workflows.clock import local_date, utc_now
from workflows.db import transaction
from workflows.funding.models import Payment
from workflows.funding.queries import get_payment
from workflows.funding.reversals.lifecycle import REVERSAL
from workflows.funding.reversals.models import PaymentReversal
from workflows.funding.reversals.operations import ask_reversal, confirm_reversal, refuse_reversal, why_not_ask
from workflows.funding.reversals.queries import get_reversal
from workflows.permissions import Permission


@bp.route("/payments/<int:payment_id>/reverse", methods=["GET", "POST"])
@guarded(Permission.REVERSE_PAYMENT, get_payment)
def reverse(payment: Payment) -> ResponseReturnValue:
    form = ReversalForm(data={"amount": payment.kept_amount})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                ask_reversal(
                    payment,
                    amount=form.amount.data,
                    reason=form.reason.data or "",
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("The reversal is asked for. Another person confirms it.", "good")
            return to_award(payment.award)
    reasons = why_not_ask(payment, actor=actor())
    return render_template("funding/reverse.html", payment=payment, form=form, reasons=reasons), status_of(form)


@bp.route("/reversals/<int:reversal_id>/confirm", methods=["GET", "POST"])
@guarded(Permission.CONFIRM_REVERSAL, get_reversal)
def confirm(reversal: PaymentReversal) -> ResponseReturnValue:
    now, award = utc_now(), reversal.payment.award
    today = local_date(now, award.enrollment.cohort.time_zone)
    form = ConfirmReversalForm(data={"version": str(reversal.version), "reversed_on": today})
    if form.validate_on_submit():
        with refusals_into(form):
            given = form.answers
            with transaction() as session:
                confirm_reversal(
                    reversal,
                    reversed_on=given.reversed_on,
                    reference=given.reference,
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=now,
                )
            flash("The reversal is confirmed. Its amount can be scheduled again.", "good")
            return to_award(award)
    reasons = REVERSAL.why_not(reversal, "confirm", actor=actor(), now=now)
    page = render_template("funding/confirm_reversal.html", reversal=reversal, form=form, reasons=reasons)
    return page, status_of(form)


@bp.route("/reversals/<int:reversal_id>/refuse", methods=["GET", "POST"])
@guarded(Permission.CONFIRM_REVERSAL, get_reversal)
def refuse(reversal: PaymentReversal) -> ResponseReturnValue:
    now = utc_now()
    form = ReasonForm(data={"version": str(reversal.version)})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                refuse_reversal(
                    reversal,
                    note=form.answer,
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=now,
                )
            flash("The reversal is refused. The payment stays as it was paid.", "good")
            return to_award(reversal.payment.award)
    label = REVERSAL.row("refuse").label
    reasons = REVERSAL.why_not(reversal, "refuse", actor=actor(), now=now, note=None)
    page = render_template(
        "funding/reason.html", payment=reversal.payment, form=form, label=label, question="", reasons=reasons
    )
    return page, status_of(form)
