"""Two people take a step with the money of one award at once: one of them did, and never more than the award."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.two_at_once import at_once
from tests.workflows.funding.at_once_scenes import saved_scene, was_first
from workflows.db import Origin, db, originating, transaction
from workflows.errors import Stale
from workflows.funding.ending import end_year
from workflows.funding.holds.answers import HoldAnswers
from workflows.funding.holds.operations import hold_payments
from workflows.funding.ledger.models import LedgerEntry
from workflows.funding.models import Award, Payment, PaymentState
from workflows.funding.payments import approve_payment, record_paid, request_payment
from workflows.funding.queries import get_award, get_payment
from workflows.funding.reversals.operations import ask_reversal, confirm_reversal
from workflows.funding.reversals.queries import get_reversal
from workflows.funding.schedules.answers import Method, ScheduleLine
from workflows.funding.schedules.operations import save_schedule, schedule_payment, schedule_suggested
from workflows.people.models import User
from workflows.permissions import Actor

pytestmark = pytest.mark.postgres


def test_two_people_approve_a_payment_at_once_and_one_of_them_did(postgres_app: Flask) -> None:
    _, managers, finance, award_id = saved_scene(postgres_app)
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        requester = session.get_one(User, finance[0]).as_actor(NOW)
        award = get_award(session, award_id)
        payment = schedule_payment(
            award,
            label="First payment",
            amount=Decimal(12_000),
            due_on=date(2026, 4, 1),
            session=session,
            actor=requester,
            now=NOW,
        )
        request_payment(payment, session=session, actor=requester, now=NOW)
        payment_id = payment.id

    def approve(session: Session, wanted: int, actor: Actor) -> None:
        approve_payment(get_payment(session, wanted), session=session, actor=actor, now=NOW)

    heard = at_once(postgres_app, get_payment, approve, [(payment_id, managers[0]), (payment_id, finance[1])])
    with postgres_app.app_context():
        first = db.session.get_one(Payment, payment_id).approved_by_id
        assert sorted(heard) == sorted(["done", was_first(first)])


def test_two_schedules_at_once_never_pass_the_award(postgres_app: Flask) -> None:
    _, _, finance, award_id = saved_scene(postgres_app)

    def schedule(session: Session, wanted: int, actor: Actor) -> None:
        schedule_payment(
            get_award(session, wanted),
            label="Half and more",
            amount=Decimal(14_000),
            due_on=date(2026, 4, 1),
            session=session,
            actor=actor,
            now=NOW,
        )

    heard = at_once(postgres_app, get_award, schedule, [(award_id, who) for who in finance])
    assert heard == ["$10,000 of the award of $24,000 is still free.", "done"]
    with postgres_app.app_context():
        assert db.session.scalar(select(func.sum(Payment.amount))) == Decimal(14_000)
        assert db.session.scalars(select(Award.scheduled_amount)).one() == Decimal(14_000)


def test_a_payment_is_not_approved_while_the_year_is_terminated(postgres_app: Flask) -> None:
    _, managers, finance, award_id = saved_scene(postgres_app)
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        requester = session.get_one(User, finance[0]).as_actor(NOW)
        award = get_award(session, award_id)
        payment = schedule_suggested(award, session=session, actor=requester, now=NOW)[0]
        request_payment(payment, session=session, actor=requester, now=NOW)
        payment_id = payment.id

    def approve_or_end(session: Session, wanted: int, actor: Actor) -> None:
        if actor.id == managers[0]:
            end_year(get_award(session, award_id).enrollment, "terminate", note="They closed.",
                     session=session, actor=actor, now=NOW)  # fmt: skip  # one step of two
        else:
            approve_payment(get_payment(session, wanted), session=session, actor=actor, now=NOW)

    heard = at_once(postgres_app, get_payment, approve_or_end, [(payment_id, who) for who in (managers[0], finance[1])])
    assert heard[-1] == "done"
    with postgres_app.app_context():
        assert {p.state for p in db.session.scalars(select(Payment))} == {PaymentState.CANCELLED}
        award = db.session.get_one(Award, award_id)
        assert (award.scheduled_amount, award.returned_amount) == (Decimal(0), Decimal(24_000))
        assert award.enrollment.cohort.committed_amount == Decimal(0)


def test_two_people_with_the_page_of_before_one_of_them_is_told_who_was_faster(postgres_app: Flask) -> None:
    _, managers, finance, award_id = saved_scene(postgres_app)
    payment_id, version = _requested(postgres_app, award_id, finance[0])

    def approve(session: Session, wanted: int, actor: Actor) -> None:
        payment = get_payment(session, wanted)
        approve_payment(payment, session=session, actor=actor, now=NOW, expected_version=version)

    heard = at_once(postgres_app, get_payment, approve, [(payment_id, managers[0]), (payment_id, finance[1])])
    with postgres_app.app_context():
        first = db.session.get_one(Payment, payment_id).approved_by_id
        assert heard == [was_first(first), "done"]


def _requested(app: Flask, award_id: int, finance_id: int, *, is_paid_by: int | None = None) -> tuple[int, int]:
    """A requested payment of $12,000, or a paid one; its id and version."""
    with app.app_context(), originating(Origin(writes=True)), transaction() as session:
        asks = session.get_one(User, finance_id).as_actor(NOW)
        payment = schedule_payment(
            get_award(session, award_id), label="First payment", amount=Decimal(12_000), due_on=date(2026, 4, 1),
            session=session, actor=asks, now=NOW,
        )  # fmt: skip  # one payment
        request_payment(payment, session=session, actor=asks, now=NOW)
        if is_paid_by is not None:
            approver = session.get_one(User, is_paid_by).as_actor(NOW)
            approve_payment(payment, session=session, actor=approver, now=NOW)
            record_paid(payment, paid_on=date(2026, 4, 3), reference="A", session=session, actor=asks, now=NOW)
        session.flush()
        return payment.id, payment.version


def test_a_reversal_is_confirmed_once_while_two_confirm_it(postgres_app: Flask) -> None:
    _, managers, finance, award_id = saved_scene(postgres_app)
    payment_id, _ = _requested(postgres_app, award_id, finance[0], is_paid_by=managers[0])
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        asks = session.get_one(User, finance[0]).as_actor(NOW)
        reversal = ask_reversal(
            get_payment(session, payment_id), amount=Decimal(12_000), reason="Twice.", session=session, actor=asks,
            now=NOW,
        )  # fmt: skip  # one reversal
        reversal_id = reversal.id

    def confirm(session: Session, wanted: int, actor: Actor) -> None:
        confirm_reversal(
            get_reversal(session, wanted), reversed_on=date(2026, 4, 9), reference="R", expected_version=1,
            session=session, actor=actor, now=NOW,
        )  # fmt: skip  # one reversal

    pairs = [(reversal_id, managers[1]), (reversal_id, finance[1])]
    assert at_once(postgres_app, get_reversal, confirm, pairs) == [str(Stale()), "done"]
    with postgres_app.app_context():
        award = db.session.get_one(Award, award_id)
        assert (award.scheduled_amount, award.paid_amount) == (Decimal(0), Decimal(0))
        assert sum(db.session.scalars(select(LedgerEntry.amount))) == 0


def test_a_payment_is_paid_or_held_but_never_paid_while_held(postgres_app: Flask) -> None:
    _, managers, finance, award_id = saved_scene(postgres_app)
    payment_id, _ = _requested(postgres_app, award_id, finance[0])
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        approver = session.get_one(User, managers[0]).as_actor(NOW)
        approve_payment(get_payment(session, payment_id), session=session, actor=approver, now=NOW)

    def pay_or_hold(session: Session, wanted: int, actor: Actor) -> None:
        payment = get_payment(session, wanted)
        if actor.id == managers[0]:
            hold_payments(payment.award, HoldAnswers("Wait.", "Soon.", payment_id=wanted), session=session,
                          actor=actor, now=NOW)  # fmt: skip  # one hold
        else:
            record_paid(payment, paid_on=date(2026, 4, 3), reference="A", session=session, actor=actor, now=NOW)

    heard = at_once(postgres_app, get_payment, pay_or_hold, [(payment_id, managers[0]), (payment_id, finance[1])])
    assert heard[-1] == "done"
    assert len([one for one in heard if one == "done"]) == 1


def test_two_whole_schedules_at_once_keep_one(postgres_app: Flask) -> None:
    _, _, finance, award_id = saved_scene(postgres_app)

    def save(session: Session, wanted: int, actor: Actor) -> None:
        line = ScheduleLine("All of it", Decimal(24_000), date(2026, 4, 1))
        save_schedule(get_award(session, wanted), Method.ADVANCE, [line], expected_edition=0, session=session,
                      actor=actor, now=NOW)  # fmt: skip  # one schedule

    heard = at_once(postgres_app, get_award, save, [(award_id, who) for who in finance])
    assert heard == [str(Stale()), "done"]
    with postgres_app.app_context():
        assert db.session.scalar(select(func.sum(Payment.amount))) == Decimal(24_000)
