"""Reversals: entry against entry, by two people, and the amount is free again."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_money import PAID_ON, a_paid_payment, a_payment, asked_back, confirmed, paid
from tests.scenes_reviews import as_actor
from workflows.by_hand import get_by_hand
from workflows.errors import Stale
from workflows.funding.ledger.models import EntryIsFinal, LedgerEntry
from workflows.funding.models import PaymentState
from workflows.funding.payments import record_paid
from workflows.funding.reversals.lifecycle import REVERSAL
from workflows.funding.reversals.models import ReversalState
from workflows.funding.reversals.operations import ask_reversal, confirm_reversal, refuse_reversal
from workflows.machine import Refused


def _entries(session: Session) -> list[tuple[str, Decimal, date]]:
    rows = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id))
    return [(entry.kind.value, entry.amount, entry.dated_on) for entry in rows]


def test_a_reversal_is_an_entry_of_its_own_and_frees_the_amount(session: Session) -> None:
    scene, payment = a_paid_payment(session)
    award = payment.award
    assert (award.free_amount, award.paid_amount) == (Decimal(12_000), Decimal(12_000))
    reversal = asked_back(session, payment, scene, "5000")
    assert (award.free_amount, award.paid_amount) == (Decimal(12_000), Decimal(12_000))
    confirmed(session, reversal, scene)
    assert (payment.state, payment.amount, payment.paid_on) == (PaymentState.PAID, Decimal(12_000), PAID_ON)
    assert (award.free_amount, award.paid_amount, award.scheduled_amount) == (17_000, 7000, 7000)
    assert _entries(session) == [
        ("paid", Decimal(12_000), PAID_ON),
        ("reversed", Decimal(-5000), date(2026, 4, 20)),
    ]
    again = a_payment(session, award, scene, "17000")
    assert (again.state, award.free_amount) == (PaymentState.SCHEDULED, 0)


def test_whoever_asked_does_not_confirm_or_refuse(session: Session) -> None:
    scene, payment = a_paid_payment(session)
    reversal = asked_back(session, payment, scene, "5000")
    asker = as_actor(scene.finance[0])
    with pytest.raises(Refused, match="You asked for this reversal, so someone else confirms it"):
        confirm_reversal(reversal, reversed_on=PAID_ON, reference="R", expected_version=1, session=session,
                         actor=asker, now=NOW)  # fmt: skip  # one attempt
    with pytest.raises(Refused, match="You asked for this reversal"):
        refuse_reversal(reversal, note="No.", expected_version=1, session=session, actor=asker, now=NOW)
    assert reversal.state is ReversalState.ASKED


def test_a_refused_reversal_leaves_the_payment_and_says_why(session: Session) -> None:
    scene, payment = a_paid_payment(session)
    reversal = asked_back(session, payment, scene, "5000")
    manager = as_actor(scene.managers[0])
    with pytest.raises(Refused, match="Say why"):
        refuse_reversal(reversal, note="", expected_version=1, session=session, actor=manager, now=NOW)
    refuse_reversal(reversal, note="It was right.", expected_version=1, session=session, actor=manager, now=NOW)
    session.flush()
    assert (reversal.state, reversal.refused_because) == (ReversalState.REFUSED, "It was right.")
    assert payment.kept_amount == 12_000
    with pytest.raises(Stale):
        confirm_reversal(reversal, reversed_on=PAID_ON, reference="R", expected_version=1, session=session,
                         actor=manager, now=NOW)  # fmt: skip  # one attempt


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("0", "A reversal has to be more than nothing."),
        ("0.001", "Write the amount in dollars and cents."),
        ("12000.01", "$12,000 of this payment has not come back yet."),
    ],
)
def test_no_more_comes_back_than_was_paid(session: Session, amount: str, sentence: str) -> None:
    scene, payment = a_paid_payment(session)
    with pytest.raises(Refused) as refusal:
        asked_back(session, payment, scene, amount)
    assert refusal.value.sentences == (sentence,)


def test_only_one_reversal_waits_and_only_for_what_was_paid(session: Session) -> None:
    scene, payment = a_paid_payment(session)
    first = asked_back(session, payment, scene, "12000")
    with pytest.raises(Refused, match="waits for a second person already"):
        asked_back(session, payment, scene, "1")
    confirmed(session, first, scene)
    with pytest.raises(Refused, match="All of this payment came back already"):
        asked_back(session, payment, scene, "1")
    other = a_payment(session, payment.award, scene, "10")
    with pytest.raises(Refused, match="Only a payment that was paid can be reversed"):
        asked_back(session, other, scene, "1")
    with pytest.raises(Refused, match="The finance officer can"):
        ask_reversal(payment, amount=Decimal(1), reason="Why.", session=session, actor=as_actor(scene.managers[0]),
                     now=NOW)  # fmt: skip  # one attempt


def test_what_comes_back_after_the_year_ended_goes_to_the_cohort(session: Session) -> None:
    scene, payment = a_paid_payment(session)
    award, cohort = payment.award, payment.award.enrollment.cohort
    change = get_by_hand("terminate")
    change.change(award.enrollment, note="Closed.", session=session, actor=as_actor(scene.managers[0]), now=NOW)
    session.flush()
    assert (award.returned_amount, cohort.committed_amount) == (12_000, 12_000)
    confirmed(session, asked_back(session, payment, scene, "12000"), scene)
    assert (award.returned_amount, award.scheduled_amount, award.free_amount) == (24_000, 0, 0)
    assert cohort.committed_amount == 0


def test_a_second_payment_with_the_same_reference_is_asked_about(session: Session) -> None:
    scene, first = a_paid_payment(session)
    second = a_payment(session, first.award, scene, "100")
    with pytest.raises(Refused) as refusal:
        paid(session, second, scene, "ach 1")
    assert [reason.where for reason in refusal.value.reasons] == ["same_transfer"]
    assert "has this reference" in str(refusal.value)
    record_paid(second, paid_on=PAID_ON, reference="ACH 1", same_transfer=True, session=session,
                actor=as_actor(scene.finance[0]), now=NOW)  # fmt: skip  # one payment
    assert second.state is PaymentState.PAID


def test_an_entry_is_never_changed_or_deleted(session: Session) -> None:
    a_paid_payment(session)
    entry = session.scalars(select(LedgerEntry)).one()
    entry.amount = Decimal(1)
    with pytest.raises(EntryIsFinal):
        session.flush()
    session.rollback()


def test_a_moved_payment_is_stale_for_the_slower_person(session: Session) -> None:
    scene, payment = a_paid_payment(session)
    with pytest.raises(Stale) as stale:
        record_paid(payment, paid_on=PAID_ON, reference="X", expected_version=1, session=session,
                    actor=as_actor(scene.finance[0]), now=NOW)  # fmt: skip  # one attempt
    assert stale.value.theirs == {"Payment 1, $12,000": "Paid"}


def test_confirmed_and_refused_end_a_reversal() -> None:
    assert {row.target for row in REVERSAL.rows} == REVERSAL.terminal
