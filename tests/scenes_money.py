"""Awards with payments under way, ready to be held, reversed and added up."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_reviews import Scene, a_scene, as_actor, funded
from workflows.funding.models import Award, Payment
from workflows.funding.payments import approve_payment, record_paid, request_payment
from workflows.funding.reversals.models import PaymentReversal
from workflows.funding.reversals.operations import ask_reversal, confirm_reversal
from workflows.funding.schedules.answers import WaitsFor
from workflows.funding.schedules.operations import schedule_payment

PAID_ON = date(2026, 4, 3)


def a_payment(
    session: Session, award: Award, scene: Scene, amount: str = "12000", waits_for: WaitsFor = WaitsFor.AGREEMENT
) -> Payment:
    payment = schedule_payment(
        award, label=f"Payment {len(award.payments) + 1}", amount=Decimal(amount), due_on=date(2026, 4, 1),
        session=session, actor=as_actor(scene.finance[0]), now=NOW, waits_for=waits_for,
    )  # fmt: skip  # one payment
    session.flush()
    return payment


def paid(session: Session, payment: Payment, scene: Scene, reference: str = "ACH 1") -> Payment:
    """Requested by the first finance officer, approved by the second, paid."""
    one, other = (as_actor(person) for person in scene.finance)
    request_payment(payment, session=session, actor=one, now=NOW)
    approve_payment(payment, session=session, actor=other, now=NOW)
    record_paid(payment, paid_on=PAID_ON, reference=reference, session=session, actor=one, now=NOW)
    session.flush()
    return payment


def a_paid_payment(session: Session, amount: str = "12000") -> tuple[Scene, Payment]:
    scene = a_scene(session)
    award = funded(session, scene)
    return scene, paid(session, a_payment(session, award, scene, amount), scene)


def asked_back(session: Session, payment: Payment, scene: Scene, amount: str) -> PaymentReversal:
    """The first finance officer asks."""
    reversal = ask_reversal(
        payment, amount=Decimal(amount), reason="Paid twice.", session=session, actor=as_actor(scene.finance[0]),
        now=NOW,
    )  # fmt: skip  # one reversal
    session.flush()
    return reversal


def confirmed(session: Session, reversal: PaymentReversal, scene: Scene) -> None:
    """The second finance officer confirms."""
    confirm_reversal(
        reversal, reversed_on=date(2026, 4, 20), reference="RET 1", expected_version=reversal.version,
        session=session, actor=as_actor(scene.finance[1]), now=NOW,
    )  # fmt: skip  # one reversal
    session.flush()
