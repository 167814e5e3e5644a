"""A reversal, from the question to the second person's answer, as one table."""

from datetime import datetime

from workflows.errors import Reason
from workflows.funding.models import PaymentState
from workflows.funding.reversals.models import PaymentReversal, ReversalState
from workflows.machine import Machine, Transition
from workflows.money import dollars
from workflows.permissions import Permission as P


def enough_is_left(reversal: PaymentReversal, now: datetime) -> Reason | None:
    left = reversal.payment.kept_amount
    if reversal.payment.state is PaymentState.PAID and reversal.amount <= left:
        return None
    return Reason(f"{dollars(left)} of this payment has not come back yet.", "amount")


S, T = ReversalState, Transition

REVERSAL: Machine[ReversalState] = Machine(
    name="reversal",
    attribute="state",
    initial=S.ASKED,
    terminal=frozenset({S.CONFIRMED, S.REFUSED}),
    rows=(
        T("confirm", (S.ASKED,), S.CONFIRMED, P.CONFIRM_REVERSAL,
          (enough_is_left,), ("payment_reversed",), "Confirm the reversal"),
        T("refuse", (S.ASKED,), S.REFUSED, P.CONFIRM_REVERSAL,
          (), ("reversal_refused",), "Refuse the reversal", needs_note=True),
    ),
)  # fmt: skip  # the columns of the table
