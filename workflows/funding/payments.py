"""What happens to the payments of an award: requested, approved by another person, paid, or cancelled."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.advance import advance_if_ready
from workflows.errors import Reason, Stale
from workflows.funding.holds.queries import list_holds
from workflows.funding.holds.rules import MOVES
from workflows.funding.ledger.posting import post_paid
from workflows.funding.lifecycle import PAYMENT
from workflows.funding.locking import hold_payment, hold_schedule
from workflows.funding.models import Award, Payment, PaymentState
from workflows.funding.schedules.answers import WaitsFor
from workflows.funding.slower import refuse_slower_step
from workflows.funding.steps import NOT_HELD, why_not_step
from workflows.machine import Refused, words_of
from workflows.money import dollars
from workflows.outbox import announce
from workflows.permissions import PROGRAM, Actor


def request_payment(
    payment: Payment,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    evidence: str = "",
    expected_version: int | None = None,
) -> None:
    """Ask for the approval of another person; `evidence` says what shows that its milestone is reached."""
    _hold(payment, "request", expected_version, session=session, actor=actor)
    if payment.waits_for is WaitsFor.MILESTONE and not evidence.strip():
        raise Refused(Reason("Say what shows that the milestone is reached.", "note"))
    _move(payment, "request", session=session, actor=actor, now=now)
    payment.requested_by_id, payment.requested_at = actor.id, now
    payment.evidence = evidence.strip()


def approve_payment(
    payment: Payment, *, session: Session, actor: Actor, now: datetime, expected_version: int | None = None
) -> None:
    """Release the payment; the first one of an award lets the project year begin when its day has come."""
    _hold(payment, "approve", expected_version, session=session, actor=actor)
    _move(payment, "approve", session=session, actor=actor, now=now)
    payment.approved_by_id, payment.approved_at = actor.id, now
    enrollment = payment.award.enrollment
    if enrollment.first_payment_approved_at is None:
        enrollment.first_payment_approved_at = now
        advance_if_ready(enrollment, "begin_project_year", session=session, actor=PROGRAM, now=now)


def return_payment(
    payment: Payment, *, note: str, session: Session, actor: Actor, now: datetime, expected_version: int | None = None
) -> None:
    """Give a requested payment back to the schedule, with the reason."""
    _hold(payment, "return", expected_version, session=session, actor=actor, note=note)
    _move(payment, "return", session=session, actor=actor, now=now, note=note)
    payment.requested_by_id = payment.requested_at = None


def record_paid(
    payment: Payment,
    *,
    paid_on: date,
    reference: str,
    session: Session,
    actor: Actor,
    now: datetime,
    same_transfer: bool = False,
    expected_version: int | None = None,
) -> None:
    """The bank's day and reference, and the ledger's entry. The same day and reference again change nothing.

    A reference that another payment has is refused unless `same_transfer` says that one transfer paid both.
    """
    hold_payment(payment, session=session)
    if payment.state is PaymentState.PAID and (payment.paid_on, payment.reference) == (paid_on, reference):
        return
    said = {"Paid on": paid_on.isoformat(), "Reference": reference}
    _expect(payment, "pay", expected_version, said=said, session=session, actor=actor)
    if not same_transfer and (other := find_same_reference(session, payment, reference)) is not None:
        raise Refused(Reason(_already_used(other), "same_transfer"))
    _move(payment, "pay", session=session, actor=actor, now=now)
    payment.paid_on, payment.reference = paid_on, reference
    post_paid(payment, session=session, actor=actor, now=now)


def find_same_reference(session: Session, payment: Payment, reference: str) -> Payment | None:
    """Another paid payment with this reference of the bank, whatever its capitals; with its award."""
    same = select(Payment).where(
        func.lower(Payment.reference) == reference.strip().lower(),
        Payment.state == PaymentState.PAID,
        Payment.id != payment.id,
    )
    return session.scalar(same.order_by(Payment.id).limit(1))


def _already_used(other: Payment) -> str:
    assert other.paid_on is not None
    day = f"{other.paid_on.day} {other.paid_on:%B %Y}"
    return (
        f"{other.label} of {dollars(other.amount)} in award {other.award.number}, paid on {day}, has this reference. "
        "Check the statement, or tick that one transfer paid both."
    )


def cancel_payment(
    payment: Payment, *, note: str, session: Session, actor: Actor, now: datetime, expected_version: int | None = None
) -> None:
    """Take a payment out of the schedule; its amount is free again."""
    _hold(payment, "cancel", expected_version, session=session, actor=actor, note=note)
    _move(payment, "cancel", session=session, actor=actor, now=now, note=note)
    payment.award.scheduled_amount -= payment.amount


def stop_payments(award: Award, *, note: str, session: Session, now: datetime) -> None:
    """Cancel everything that is not paid, because the year has ended; `note` is the reason it ended."""
    hold_schedule(award, session=session)
    for payment in award.payments:
        if payment.state in PAYMENT.row("stop").sources:
            _move(payment, "stop", session=session, actor=PROGRAM, now=now, note=note)
            award.scheduled_amount -= payment.amount


def _hold(
    payment: Payment, name: str, expected_version: int | None, *, session: Session, actor: Actor, note: str = ""
) -> None:
    hold_payment(payment, session=session)
    _expect(payment, name, expected_version, said={"Why": note}, session=session, actor=actor)


def _expect(
    payment: Payment, name: str, version: int | None, *, said: Mapping[str, str], session: Session, actor: Actor
) -> None:
    """Raise Stale when somebody moved the payment since its page was read; `said` is what was typed, by label.

    A `version` of None asks only for the step that another person took first.
    """
    row = PAYMENT.row(name)
    refuse_slower_step(payment, row, said=said, session=session, actor=actor)
    if version is not None and payment.version != version:
        where = f"{payment.label}, {dollars(payment.amount)}"
        raise Stale(mine={where: row.label}, theirs={where: words_of(payment.state).capitalize()})


def _move(payment: Payment, name: str, *, session: Session, actor: Actor, now: datetime, note: str = "") -> None:
    holds = list_holds(session, payment, now=now) if name in MOVES else NOT_HELD
    reasons = why_not_step(payment, name, holds, actor=actor, now=now, note=note)
    if reasons:
        raise Refused(*reasons)
    row = PAYMENT.move(payment, name, actor=actor, now=now, note=note)
    for event in row.announces:
        announce_payment(payment, event, session=session, actor=actor, now=now, note=note)


def announce_payment(
    payment: Payment, event: str, *, session: Session, actor: Actor, now: datetime, note: str = ""
) -> None:
    announce(
        session,
        event,
        now=now,
        actor_id=actor.id,
        enrollment_id=payment.award.enrollment_id,
        subject_id=payment.id,
        note=note,
        label=payment.label,
        amount=dollars(payment.amount),
    )
