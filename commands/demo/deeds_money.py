"""Deeds around payments: one on hold with what releases it, and one of which a part came back."""

from decimal import Decimal

from sqlalchemy import select

from commands.demo.world import Deed, Scene
from workflows.funding.holds.answers import HoldAnswers, Releaser
from workflows.funding.holds.operations import hold_payments
from workflows.funding.models import Award, Payment
from workflows.funding.reversals.models import PaymentReversal, ReversalState
from workflows.funding.reversals.operations import ask_reversal, confirm_reversal


def _payment(scene: Scene, number: int) -> Payment:
    wanted = select(Payment).join(Payment.award).where(Award.enrollment_id == scene.enrollment.id)
    return scene.session.scalars(wanted.where(Payment.number == number)).one()


def hold_one(scene: Scene, *, number: int, reason: str, path: str) -> None:
    payment = _payment(scene, number)
    answers = HoldAnswers(reason, path, Releaser.FINANCE_OFFICER, payment.id)
    hold_payments(payment.award, answers, session=scene.session, actor=scene.actor, now=scene.now)


def ask_back_money(scene: Scene, *, number: int, amount: int, reason: str) -> None:
    ask_reversal(
        _payment(scene, number),
        amount=Decimal(amount),
        reason=reason,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def confirm_money_back(scene: Scene) -> None:
    """The bank's word about the reversal that waits."""
    waits = (
        select(PaymentReversal)
        .join(PaymentReversal.payment)
        .join(Payment.award)
        .where(Award.enrollment_id == scene.enrollment.id, PaymentReversal.state == ReversalState.ASKED)
    )
    reversal = scene.session.scalars(waits).one()
    confirm_reversal(
        reversal,
        reversed_on=scene.now.date(),
        reference=f"RET-{scene.now:%y%m%d}-{scene.enrollment.id:03}",
        expected_version=reversal.version,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


MONEY_DEEDS: dict[str, Deed] = {deed.__name__: deed for deed in (hold_one, ask_back_money, confirm_money_back)}
