"""The steps of a payment in the browser: request, approve, return, pay, cancel."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.base import VersionedForm
from forms.funding import PaidForm, ReasonForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.funding.blueprint import bp
from webapp.refusals import refusals_into, status_of
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.errors import Reason
from workflows.funding.holds.queries import list_holds
from workflows.funding.lifecycle import PAYMENT
from workflows.funding.models import Award, Payment
from workflows.funding.payments import (
    approve_payment,
    cancel_payment,
    record_paid,
    request_payment,
    return_payment,
)
from workflows.funding.queries import get_award, get_payment
from workflows.funding.schedules.answers import WaitsFor
from workflows.funding.schedules.operations import schedule_suggested
from workflows.funding.steps import why_not_step
from workflows.permissions import Permission


@bp.post("/<int:award_id>/suggested")
@guarded(Permission.REQUEST_PAYMENT, get_award)
def schedule_usual(award: Award) -> ResponseReturnValue:
    with transaction() as session:
        made = schedule_suggested(award, session=session, actor=actor(), now=utc_now())
    flash(f"{len(made)} payments are scheduled: 50, 40 and 10 percent.", "good")
    return to_award(award)


@bp.route("/payments/<int:payment_id>/request", methods=["GET", "POST"])
@guarded(Permission.REQUEST_PAYMENT, get_payment)
def request_one(payment: Payment) -> ResponseReturnValue:
    """With a page of its own where somebody has to say what shows that a milestone is reached."""
    if payment.waits_for is WaitsFor.MILESTONE:
        label = f"What shows that it is reached: {payment.milestone}?"
        return _with_reason(payment, "request", _request_with_evidence, said=_REQUESTED, label=label)
    form = _button(payment)
    if form.is_submitted():
        with transaction() as session:
            request_payment(payment, session=session, actor=actor(), now=utc_now(), expected_version=_version(form))
        flash(f"{payment.label} {_REQUESTED}.", "good")
    return to_award(payment.award)


_REQUESTED = "is requested; another person approves it"


def _request_with_evidence(payment: Payment, *, note: str, **values: Any) -> None:
    request_payment(payment, evidence=note, **values)


@bp.post("/payments/<int:payment_id>/approve")
@guarded(Permission.APPROVE_PAYMENT, get_payment)
def approve(payment: Payment) -> ResponseReturnValue:
    version = _version(_button(payment))
    with transaction() as session:
        approve_payment(payment, session=session, actor=actor(), now=utc_now(), expected_version=version)
    flash(f"{payment.label} is approved.", "good")
    return to_award(payment.award)


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
    today = local_date(now, payment.award.enrollment.cohort.time_zone)
    form = PaidForm(data={"paid_on": today, "version": str(payment.version)})
    if form.validate_on_submit():
        with refusals_into(form):
            given = form.answers
            with transaction() as session:
                record_paid(
                    payment,
                    paid_on=given.paid_on,
                    reference=given.reference,
                    same_transfer=given.same_transfer,
                    expected_version=_version(form),
                    session=session,
                    actor=actor(),
                    now=now,
                )
            flash(f"{payment.label} is recorded as paid.", "good")
            return to_award(payment.award)
    reasons = _why_not(payment, "pay")
    return render_template("funding/paid.html", payment=payment, form=form, reasons=reasons), status_of(form)


def _with_reason(
    payment: Payment, name: str, operation: Callable[..., Any], *, said: str, label: str = ""
) -> ResponseReturnValue:
    form = ReasonForm(data={"version": str(payment.version)})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                operation(
                    payment,
                    note=form.answer,
                    expected_version=_version(form),
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(f"{payment.label} {said}.", "good")
            return to_award(payment.award)
    page = render_template(
        "funding/reason.html",
        payment=payment,
        form=form,
        label=PAYMENT.row(name).label,
        question=label,
        reasons=_why_not(payment, name),
    )
    return page, status_of(form)


def _why_not(payment: Payment, name: str) -> tuple[Reason, ...]:
    now = utc_now()
    return why_not_step(payment, name, list_holds(db.session(), payment, now=now), actor=actor(), now=now)


def _button(payment: Payment) -> VersionedForm:
    return VersionedForm(data={"version": str(payment.version)})


def _version(form: VersionedForm) -> int | None:
    """The version that the page showed; None where the form carries none."""
    return form.expected_version or None


def to_award(award: Award) -> ResponseReturnValue:
    return redirect(url_for(".of_enrollment", enrollment_id=award.enrollment_id), 303)
