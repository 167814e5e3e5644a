"""The messages about holds and reversals of payments."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from workflows.funding.holds.models import PaymentHold
from workflows.funding.reversals.models import PaymentReversal, ReversalState
from workflows.notifications import still
from workflows.notifications.message import Message
from workflows.notifications.recipients import Occasion, Recipients, affiliate, national
from workflows.people.models import User
from workflows.permissions import Role


def reversal_confirmers(occasion: Occasion, session: Session) -> Sequence[User]:
    """Who may confirm it: never the one who asked."""
    found = national(Role.PROGRAM_MANAGER, Role.FINANCE_OFFICER)(occasion, session)
    return [person for person in found if person.id != occasion.subject.asked_by_id]


def _is_held(occasion: Occasion) -> bool:
    return bool(occasion.subject.is_open)


def _is_released(occasion: Occasion) -> bool:
    return not occasion.subject.is_open


_MONEY: Recipients = affiliate(Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_FINANCE)
_FUNDING = "/funding/of/{enrollment.id}"

PAYMENT_MESSAGES = (
    Message("payment_held", PaymentHold, _MONEY, _is_held, _FUNDING,
        subject="A payment to {affiliate} is on hold",
        text="{about.what} of your award: on hold. The page says why, what has to happen, and who can release it:"
        "\n\n{link}"),
    Message("hold_released", PaymentHold, _MONEY, _is_released, _FUNDING,
        subject="The hold on a payment to {affiliate} is released",
        text="{about.what} of your award: the hold is released. You see here what comes next:\n\n{link}"),
    Message("reversal_to_confirm", PaymentReversal, reversal_confirmers, still.in_state(ReversalState.ASKED), _FUNDING,
        subject="A reversal for {affiliate} waits for a second person",
        text="${about.amount:,.2f} of {about.payment.label} to {affiliate} is to be reversed. A second person confirms "
        "it with the bank’s reference, or refuses:\n\n{link}"),
    Message("payment_reversed", PaymentReversal, _MONEY, still.in_state(ReversalState.CONFIRMED), _FUNDING,
        subject="A payment was reversed",
        text="${about.amount:,.2f} of {about.payment.label} was reversed. Why, and what is planned instead, stands "
        "here:\n\n{link}"),
)  # fmt: skip  # kind, about, to, still true, path; then the words
