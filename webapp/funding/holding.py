"""What holds an award's payments as its page shows it: what holds all of them once, the rest beside each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from forms.funding import StepForm
from workflows.errors import Reason
from workflows.funding.holds.rules import Hold, reasons_of
from workflows.funding.lifecycle import PAYMENT
from workflows.funding.models import Award, Payment
from workflows.funding.steps import why_not_step
from workflows.permissions import Actor

NEXT = ("request", "approve", "pay")


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One payment: its own holds, the steps that are open to this person, and why the next one is not."""

    payment: Payment
    holds: tuple[Hold, ...]
    steps: tuple[str, ...]
    why: tuple[Reason, ...]
    form: StepForm

    @property
    def is_held(self) -> bool:
        """By something that nobody planned."""
        return any(not hold.is_planned for hold in self.holds)


def shared_holds(holds: Mapping[int, Sequence[Hold]]) -> tuple[Hold, ...]:
    """What holds every payment that still has to move; nothing where fewer than two are left."""
    if len(holds) < 2:
        return ()
    first, *others = holds.values()
    return tuple(hold for hold in first if all(hold in other for other in others))


def payment_lines(
    award: Award, holds: Mapping[int, Sequence[Hold]], *, actor: Actor, now: datetime
) -> list[PaymentLine]:
    shared = shared_holds(holds)
    return [_line(payment, holds.get(payment.id, ()), shared, actor=actor, now=now) for payment in award.payments]


def _line(
    payment: Payment, holds: Sequence[Hold], shared: Sequence[Hold], *, actor: Actor, now: datetime
) -> PaymentLine:
    asked = {
        row.name: why_not_step(payment, row.name, holds, actor=actor, now=now) for row in PAYMENT.open_to(payment.state)
    }
    held = {reason.sentence for reason in reasons_of(holds)}
    against = next((asked[name] for name in NEXT if name in asked), ())
    return PaymentLine(
        payment=payment,
        holds=tuple(hold for hold in holds if hold not in shared),
        steps=tuple(name for name, reasons in asked.items() if not reasons),
        why=tuple(reason for reason in against if actor.is_national and reason.sentence not in held),
        form=StepForm(payment.version),
    )
