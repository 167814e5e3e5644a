"""Whatever people do to payments, in whatever order: 0 ≤ paid − reversed ≤ scheduled ≤ award."""

from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_reviews import Scene, a_scene, as_actor, funded
from workflows.errors import DomainError
from workflows.funding.holds.answers import HoldAnswers
from workflows.funding.holds.models import PaymentHold
from workflows.funding.holds.operations import hold_payments, release_hold
from workflows.funding.ledger.models import LedgerEntry
from workflows.funding.ledger.queries import ledger_of
from workflows.funding.models import Award, Payment, PaymentState
from workflows.funding.payments import approve_payment, cancel_payment, record_paid, request_payment, return_payment
from workflows.funding.reversals.models import PaymentReversal
from workflows.funding.reversals.operations import ask_reversal, confirm_reversal, refuse_reversal
from workflows.funding.schedules.answers import Method, ScheduleLine
from workflows.funding.schedules.operations import edition_of, lines_of, save_schedule, schedule_payment
from workflows.funding.schedules.queries import find_plan

NAMES = ("request", "approve", "pay", "cancel", "return", "ask", "confirm", "refuse", "hold", "release", "replan")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("schedule"), st.integers(1, 1_500_000)),
        st.tuples(st.sampled_from(NAMES), st.integers(0, 900_000)),
        st.tuples(st.just("through"), st.integers(0, 5)),
    ),
    max_size=16,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_money_stays_within_the_award_whatever_happens(session: Session, steps: list[tuple[str, int]]) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    for name, number in steps:
        for step in ("request", "approve", "pay") if name == "through" else (name,):
            try:
                with session.begin_nested():
                    _take(step, number, award, scene, session)
            except DomainError:
                pass
        session.flush()
        _check(award, session)
    session.rollback()


def _check(award: Award, session: Session) -> None:
    cash = ledger_of(session, award).cash
    alive = sum((p.kept_amount for p in award.payments if p.state is not PaymentState.CANCELLED), Decimal(0))
    assert 0 <= award.paid_amount <= award.scheduled_amount == alive <= award.amount
    parts = (cash.given_back, cash.scheduled, cash.requested, cash.approved, cash.paid, cash.free)
    assert sum(parts) == award.amount
    posted = session.scalars(select(LedgerEntry.amount).where(LedgerEntry.award_id == award.id)).all()
    assert sum(posted, Decimal(0)) == award.paid_amount
    assert all(p.approved_by_id != p.requested_by_id for p in award.payments if p.approved_by_id)


def _take(name: str, number: int, award: Award, scene: Scene, session: Session) -> None:
    one, other = (as_actor(person) for person in scene.finance)
    asked = {"session": session, "actor": one, "now": NOW}
    answered = {**asked, "actor": other}
    day = date(2026, 4, 1)
    if name == "schedule":
        schedule_payment(award, label="Part", amount=Decimal(number) / 100, due_on=day, **asked)
    elif name == "replan":
        lines = [*lines_of(award)[1:], ScheduleLine("New", Decimal(number + 1) / 100, day)]
        edition = edition_of(award, find_plan(session, award))
        save_schedule(award, Method.ADVANCE, lines, expected_edition=edition, **asked)
    elif name in ("confirm", "refuse"):
        _answer(name, award, session, answered, day)
    elif name == "release":
        for hold in session.scalars(select(PaymentHold).where(PaymentHold.award_id == award.id)):
            release_hold(hold, note="Done.", expected_version=hold.version, **asked)
    elif award.payments:
        _move(name, award.payments[number % len(award.payments)], number, asked=asked, answered=answered, day=day)


def _answer(name: str, award: Award, session: Session, answered: dict[str, object], day: date) -> None:
    own = select(PaymentReversal).join(PaymentReversal.payment).where(Payment.award_id == award.id)
    for one in session.scalars(own):
        if name == "confirm":
            confirm_reversal(one, reversed_on=day, reference="R", expected_version=one.version, **answered)  # type: ignore[arg-type]
        else:
            refuse_reversal(one, note="No.", expected_version=one.version, **answered)  # type: ignore[arg-type]


def _move(
    name: str, payment: Payment, number: int, *, asked: dict[str, object], answered: dict[str, object], day: date
) -> None:
    if name == "request":
        request_payment(payment, **asked)  # type: ignore[arg-type]
    elif name == "approve":
        approve_payment(payment, **answered)  # type: ignore[arg-type]
    elif name == "pay":
        record_paid(payment, paid_on=day, reference="A", same_transfer=True, **asked)  # type: ignore[arg-type]
    elif name == "cancel":
        cancel_payment(payment, note="Anew.", **asked)  # type: ignore[arg-type]
    elif name == "return":
        return_payment(payment, note="Anew.", **answered)  # type: ignore[arg-type]
    elif name == "ask":
        ask_reversal(payment, amount=Decimal(number + 1) / 100, reason="Wrong.", **asked)  # type: ignore[arg-type]
    elif name == "hold":
        hold_payments(payment.award, HoldAnswers("Wait.", "Soon.", payment_id=payment.id), **asked)  # type: ignore[arg-type]
