"""Payments: never more than the award, never by one person alone, never without the agreement."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_reviews import a_scene, as_actor, awarded, funded
from workflows.errors import Stale
from workflows.funding.answers import months_after, next_month, year_end
from workflows.funding.jobs import begin_project_years
from workflows.funding.lifecycle import PAYMENT
from workflows.funding.models import Award, Payment, PaymentState
from workflows.funding.payments import (
    approve_payment,
    cancel_payment,
    record_paid,
    request_payment,
    return_payment,
)
from workflows.funding.schedules.answers import Method, suggest
from workflows.funding.schedules.operations import schedule_payment, schedule_suggested
from workflows.machine import Refused
from workflows.outbox import JobContext
from workflows.permissions import Actor
from workflows.stages import Stage

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
MONEY = st.decimals(Decimal("0.01"), Decimal(50_000), places=2)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2026, 7, 1), date(2027, 6, 30)),
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_a_project_year_is_twelve_months_minus_one_day(starts_on: date, ends_on: date) -> None:
    assert year_end(starts_on) == ends_on


@given(DAYS)
def test_next_month_is_the_nearest_first_day_ahead(day: date) -> None:
    found = next_month(day)
    assert (found.day, (found - day).days in range(1, 32)) == (1, True)


@given(DAYS, st.integers(0, 40))
def test_months_after_keeps_the_day_or_ends_the_month(day: date, months: int) -> None:
    found = months_after(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@given(st.sampled_from(Method), MONEY)
def test_every_suggested_schedule_adds_up_to_the_cent(method: Method, amount: Decimal) -> None:
    lines = suggest(method, amount, starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31))
    assert sum(line.amount for line in lines) == amount
    assert all(line.amount > 0 for line in lines)


def test_the_usual_schedule_is_50_40_10(session: Session) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    schedule_suggested(award, session=session, actor=as_actor(scene.finance[0]), now=NOW)
    assert [(p.number, p.label, p.amount, p.due_on) for p in award.payments] == [
        (1, "First payment", Decimal(12_000), date(2026, 4, 1)),
        (2, "Second payment", Decimal(9_600), date(2026, 11, 1)),
        (3, "Final payment", Decimal(2_400), date(2027, 6, 29)),
    ]
    assert award.free_amount == 0


def _payment(session: Session, award: Award, actor: Actor, amount: str = "12000") -> Payment:
    return schedule_payment(
        award,
        label="First payment",
        amount=Decimal(amount),
        due_on=date(2026, 4, 1),
        session=session,
        actor=actor,
        now=NOW,
    )


def test_finance_requests_another_person_approves_and_it_is_paid(session: Session) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    one, other = (as_actor(person) for person in scene.finance)
    payment = _payment(session, award, one)
    request_payment(payment, session=session, actor=one, now=NOW)
    approve_payment(payment, session=session, actor=other, now=NOW)
    record_paid(payment, paid_on=date(2026, 3, 3), reference="ACH 881", session=session, actor=one, now=NOW)
    record_paid(payment, paid_on=date(2026, 3, 3), reference="ACH 881", session=session, actor=one, now=NOW)
    assert (payment.state, payment.reference) == (PaymentState.PAID, "ACH 881")
    assert (payment.requested_by_id, payment.approved_by_id) == (one.id, other.id)
    assert scene.enrollment.first_payment_approved_at == NOW
    assert scene.enrollment.stage is Stage.FUNDED  # the year begins on 1 April
    with pytest.raises(Refused, match="now it is paid"):
        record_paid(payment, paid_on=date(2026, 3, 4), reference="ACH 882", session=session, actor=one, now=NOW)


def test_whoever_requested_does_not_approve_or_return(session: Session) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    one = as_actor(scene.finance[0])
    payment = _payment(session, award, one)
    request_payment(payment, session=session, actor=one, now=NOW)
    for attempt in (
        lambda: approve_payment(payment, session=session, actor=one, now=NOW),
        lambda: return_payment(payment, note="Wrong date.", session=session, actor=one, now=NOW),
    ):
        with pytest.raises(Refused, match="You requested this payment, so someone else approves it"):
            attempt()
    assert (payment.state, payment.approved_by_id) == (PaymentState.REQUESTED, None)


def test_the_manager_approves_but_does_not_schedule_or_request(session: Session) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    one, manager = as_actor(scene.finance[0]), as_actor(scene.managers[0])
    with pytest.raises(Refused, match="The finance officer can"):
        _payment(session, award, manager)
    payment = _payment(session, award, one)
    with pytest.raises(Refused, match="The finance officer can"):
        request_payment(payment, session=session, actor=manager, now=NOW)
    request_payment(payment, session=session, actor=one, now=NOW)
    approve_payment(payment, session=session, actor=manager, now=NOW)
    assert payment.approved_by_id == manager.id


def test_no_signed_agreement_no_payment(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    payment = _payment(session, award, as_actor(scene.finance[0]))
    with pytest.raises(Refused, match="Both sides have to sign the grant agreement before money moves"):
        request_payment(payment, session=session, actor=as_actor(scene.finance[0]), now=NOW)


def test_a_suspended_year_pays_nothing(session: Session) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    one = as_actor(scene.finance[0])
    payment = _payment(session, award, one)
    scene.enrollment.first_payment_approved_at = NOW
    setattr(scene.enrollment, "stage", Stage.SUSPENDED)  # noqa: B010  only the engine assigns a stage
    with pytest.raises(Refused, match="The year is suspended, so no payment moves"):
        request_payment(payment, session=session, actor=one, now=NOW)
    with pytest.raises(Refused, match="The year is suspended, so nothing more is scheduled"):
        _payment(session, award, one)


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("0", "A payment has to be more than nothing."),
        ("-5", "A payment has to be more than nothing."),
        ("10.005", "Write the amount in dollars and cents."),
        ("12000.01", "$12,000 of the award of $24,000 is still free."),
    ],
)
def test_an_amount_that_does_not_fit_is_refused(session: Session, amount: str, sentence: str) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    _payment(session, award, as_actor(scene.finance[0]))
    with pytest.raises(Refused) as refusal:
        _payment(session, award, as_actor(scene.finance[0]), amount)
    assert [(r.sentence, r.where) for r in refusal.value.reasons] == [(sentence, "amount")]


def test_a_full_schedule_takes_no_more_and_a_started_one_no_suggestion(session: Session) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    one = as_actor(scene.finance[0])
    _payment(session, award, one)
    with pytest.raises(Refused, match="Some payments are scheduled already"):
        schedule_suggested(award, session=session, actor=one, now=NOW)
    _payment(session, award, one)
    with pytest.raises(Refused, match="All of the award is scheduled"):
        _payment(session, award, one, "1")


def test_returning_and_cancelling_ask_why_and_free_the_money(session: Session) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    one, other = (as_actor(person) for person in scene.finance)
    payment = _payment(session, award, one)
    request_payment(payment, session=session, actor=one, now=NOW)
    with pytest.raises(Refused, match="Say why in a sentence"):
        return_payment(payment, note="", session=session, actor=other, now=NOW)
    return_payment(payment, note="The account changed.", session=session, actor=other, now=NOW)
    assert (payment.state, payment.requested_by_id) == (PaymentState.SCHEDULED, None)
    cancel_payment(payment, note="Planned anew.", session=session, actor=one, now=NOW)
    assert (payment.state, award.free_amount) == (PaymentState.CANCELLED, Decimal(24_000))
    with pytest.raises(Refused, match="now it is cancelled"):
        request_payment(payment, session=session, actor=one, now=NOW)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("schedule"), st.integers(1, 1_500_000)),
        st.tuples(st.sampled_from(["request", "approve", "pay", "cancel", "return"]), st.integers(0, 5)),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_payments_never_pass_the_award_whatever_happens(session: Session, steps: list[tuple[str, int]]) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    one, other = (as_actor(person) for person in scene.finance)
    for name, number in steps:
        payments = list(award.payments)
        try:
            if name == "schedule":
                _payment(session, award, one, str(Decimal(number) / 100))
            elif payments:
                _take(name, payments[number % len(payments)], session=session, one=one, other=other)
        except (Refused, Stale):
            pass
        session.flush()
        alive = [p.amount for p in award.payments if p.state is not PaymentState.CANCELLED]
        assert award.scheduled_amount == sum(alive, Decimal(0)) <= award.amount
        assert all(p.approved_by_id != p.requested_by_id for p in award.payments if p.approved_by_id)
    session.rollback()


def _take(name: str, payment: Payment, *, session: Session, one: Actor, other: Actor) -> None:
    if name == "request":
        request_payment(payment, session=session, actor=one, now=NOW)
    elif name == "approve":
        approve_payment(payment, session=session, actor=other, now=NOW)
    elif name == "pay":
        record_paid(
            payment, paid_on=date(2026, 4, 1), reference="A", same_transfer=True, session=session, actor=one, now=NOW
        )
    elif name == "cancel":
        cancel_payment(payment, note="Anew.", session=session, actor=one, now=NOW)
    else:
        return_payment(payment, note="Anew.", session=session, actor=other, now=NOW)


def _approved(session: Session, **values: date) -> Award:
    scene = a_scene(session)
    award = funded(session, scene, **values)
    one, other = (as_actor(person) for person in scene.finance)
    payment = _payment(session, award, one)
    request_payment(payment, session=session, actor=one, now=NOW)
    approve_payment(payment, session=session, actor=other, now=NOW)
    return award


def test_the_year_begins_with_the_approval_when_its_day_has_come(session: Session) -> None:
    assert _approved(session, starts_on=date(2026, 3, 2)).enrollment.stage is Stage.IMPLEMENTING


@pytest.mark.parametrize(
    ("now", "stage"),
    [
        (datetime(2026, 4, 1, 3, 59, tzinfo=UTC), Stage.FUNDED),  # still March in New York
        (datetime(2026, 4, 1, 4, 1, tzinfo=UTC), Stage.IMPLEMENTING),
    ],
)
def test_the_clock_begins_the_year_on_its_day_where_the_affiliate_is(
    session: Session, now: datetime, stage: Stage
) -> None:
    award = _approved(session, starts_on=date(2026, 4, 1))
    session.flush()
    begin_project_years(cast(JobContext, SimpleNamespace(now=now)))(session)
    begin_project_years(cast(JobContext, SimpleNamespace(now=now)))(session)
    assert award.enrollment.stage is stage


def test_every_state_of_a_payment_is_reached_and_paid_or_cancelled_end_it() -> None:
    assert {row.target for row in PAYMENT.rows} | {PAYMENT.initial} == set(PaymentState)
    assert {state for state in PaymentState if not PAYMENT.open_to(state)} == PAYMENT.terminal
