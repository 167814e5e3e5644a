"""One payment, from the schedule to the bank, as one table."""

from datetime import datetime

from workflows.errors import Reason
from workflows.funding.models import Payment, PaymentState
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P
from workflows.stages import Stage

ENDED_EARLY = frozenset({Stage.TERMINATED, Stage.WITHDRAWN})
STOPPED = ENDED_EARLY | {Stage.SUSPENDED}


def agreement_is_signed(payment: Payment, now: datetime) -> Reason | None:
    if payment.award.enrollment.agreement_signed_at is not None:
        return None
    return Reason("Both sides have to sign the grant agreement before money moves.", "agreement")


def award_is_running(payment: Payment, now: datetime) -> Reason | None:
    stage = payment.award.enrollment.stage
    if stage not in STOPPED:
        return None
    return Reason(f"The year is {stage.label.lower()}, so no payment moves.")


def year_has_ended(payment: Payment, now: datetime) -> Reason | None:
    if payment.award.enrollment.stage in ENDED_EARLY:
        return None
    return Reason("Payments stop by themselves when the year ends early.")


S, T = PaymentState, Transition
_ELIGIBLE = (agreement_is_signed, award_is_running)

PAYMENT: Machine[PaymentState] = Machine(
    name="payment",
    attribute="state",
    initial=S.SCHEDULED,
    terminal=frozenset({S.PAID, S.CANCELLED}),
    rows=(
        T("request", (S.SCHEDULED,), S.REQUESTED, P.REQUEST_PAYMENT,
          _ELIGIBLE, ("payment_requested",), "Request"),
        T("approve", (S.REQUESTED,), S.APPROVED, P.APPROVE_PAYMENT,
          _ELIGIBLE, ("payment_approved",), "Approve"),
        T("return", (S.REQUESTED,), S.SCHEDULED, P.APPROVE_PAYMENT,
          (), ("payment_returned",), "Return to the schedule", needs_note=True),
        T("pay", (S.APPROVED,), S.PAID, P.RECORD_PAYMENT,
          _ELIGIBLE, ("payment_paid",), "Record as paid"),
        T("cancel", (S.SCHEDULED, S.REQUESTED), S.CANCELLED, P.REQUEST_PAYMENT,
          (), ("payment_cancelled",), "Cancel", needs_note=True),
        T("stop", (S.SCHEDULED, S.REQUESTED, S.APPROVED), S.CANCELLED, None,
          (year_has_ended,), ("payment_cancelled",), "Stop with the year", needs_note=True),
    ),
)  # fmt: skip  # the columns of the table
