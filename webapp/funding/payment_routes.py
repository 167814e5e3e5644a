"""Pages and buttons of payments: schedule, request, approve, return, pay, cancel."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.funding import PaidForm, PaymentForm, ReasonForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.funding.blueprint import bp
from webapp.refusals import refusals_into, status_of
from workflows.clock import local_date, utc_now
from workflows.db import transaction
from workflows.funding.lifecycle import PAYMENT
from workflows.funding.models import Award, Payment
from workflows.funding.payments import (
    approve_payment,
    cancel_payment,
    record_paid,
    request_payment,
    return_payment,
    schedule_payment,
    schedule_suggested,
    why_not_schedule,
)
from workflows.funding.queries import get_award, get_payment
from workflows.permissions import Permission


@bp.post("/<int:award_id>/suggested")
@guarded(Permission.REQUEST_PAYMENT, get_award)
def schedule_usual(award: Award) -> ResponseReturnValue:
    with transaction() as session:
        made = schedule_suggested(award, session=session, actor=actor(), now=utc_now())
    flash(f"{len(made)} payments are scheduled: 50, 40 and 10 percent.", "good")
    return _to_award(award)


@bp.route("/<int:award_id>/payments/new", methods=["GET", "POST"])
@guarded(Permission.REQUEST_PAYMENT, get_award)
def schedule(award: Award) -> ResponseReturnValue:
    form = PaymentForm(data={"amount": award.free_amount, "due_on": award.starts_on})
    if form.validate_on_submit():
        with refusals_into(form):
            given = form.answers
            with transaction() as session:
                schedule_payment(
                    award,
                    label=given.label,
                    amount=given.amount,
                    due_on=given.due_on,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(f"{given.label} is scheduled.", "good")
            return _to_award(award)
    reasons = why_not_schedule(award, actor=actor())
    page = render_template("funding/schedule.html", award=award, form=form, reasons=reasons, free=award.free_amount)
    return page, status_of(form)


@bp.post("/payments/<int:payment_id>/request")
@guarded(Permission.REQUEST_PAYMENT, get_payment)
def request_one(payment: Payment) -> ResponseReturnValue:
    with transaction() as session:
        request_payment(payment, session=session, actor=actor(), now=utc_now())
    flash(f"{payment.label} is requested. Another person approves it.", "good")
    return _to_award(payment.award)


@bp.post("/payments/<int:payment_id>/approve")
@guarded(Permission.APPROVE_PAYMENT, get_payment)
def approve(payment: Payment) -> ResponseReturnValue:
    with transaction() as session:
        approve_payment(payment, session=session, actor=actor(), now=utc_now())
    flash(f"{payment.label} is approved.", "good")
    return _to_award(payment.award)


@bp.route("/payments/<int:payment_id>/return", methods=["GET", "POST"])
@guarded(Permission.APPROVE_PAYMENT, get_payment)
def give_back(payment: Payment) -> ResponseReturnValue:
    return _with_reason(payment, "return", return_payment, said="is back in the schedule")


@bp.route("/payments/<int:payment_id>/cancel", methods=["GET", "POST"])
@guarded(Permission.REQUEST_PAYMENT, get_payment)
def cancel(payment: Payment) -> ResponseReturnValue:
    return _with_reason(payment, "cancel", cancel_payment, said="is cancelled; its amount is free again")


@bp.route("/payments/<int:payment_id>/paid", methods=["GET", "POST"])
@guarded(Permission.RECORD_PAYMENT, get_payment)
def pay(payment: Payment) -> ResponseReturnValue:
    now = utc_now()
    form = PaidForm(data={"paid_on": local_date(now, payment.award.enrollment.cohort.time_zone)})
    if form.validate_on_submit():
        with refusals_into(form):
            given = form.answers
            with transaction() as session:
                record_paid(
                    payment,
                    paid_on=given.paid_on,
                    reference=given.reference,
                    session=session,
                    actor=actor(),
                    now=now,
                )
            flash(f"{payment.label} is recorded as paid.", "good")
            return _to_award(payment.award)
    reasons = PAYMENT.why_not(payment, "pay", actor=actor(), now=now)
    return render_template("funding/paid.html", payment=payment, form=form, reasons=reasons), status_of(form)


def _with_reason(payment: Payment, name: str, operation: Callable[..., Any], *, said: str) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                operation(payment, note=form.answer, session=session, actor=actor(), now=utc_now())
            flash(f"{payment.label} {said}.", "good")
            return _to_award(payment.award)
    reasons = PAYMENT.why_not(payment, name, actor=actor(), now=utc_now(), note=None)
    label = PAYMENT.row(name).label
    page = render_template("funding/reason.html", payment=payment, form=form, label=label, reasons=reasons)
    return page, status_of(form)


def _to_award(award: Award) -> ResponseReturnValue:
    return redirect(url_for(".of_enrollment", enrollment_id=award.enrollment_id), 303)
