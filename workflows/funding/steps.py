"""Why a payment may not take a step: its own table, and everything that holds it."""

from collections.abc import Sequence
from datetime import datetime

from workflows.errors import Reason
from workflows.funding.holds.rules import MOVES, Hold, reasons_of
from workflows.funding.lifecycle import PAYMENT
from workflows.funding.models import Payment
from workflows.permissions import Actor

NOT_HELD: tuple[Hold, ...] = ()


def why_not_step(
    payment: Payment, name: str, holds: Sequence[Hold], *, actor: Actor, now: datetime, note: str | None = None
) -> tuple[Reason, ...]:
    """Every reason, each sentence once; `note=None` leaves the note out of the question."""
    found = PAYMENT.why_not(payment, name, actor=actor, now=now, note=note)
    if name in MOVES and payment.state in PAYMENT.row(name).sources:
        said = {reason.sentence for reason in found}
        found += tuple(reason for reason in reasons_of(holds) if reason.sentence not in said)
    return found
