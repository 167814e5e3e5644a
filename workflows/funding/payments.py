"""What happens to the payments of an award: scheduled, requested, approved by another person, paid."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from workflows.advance import advance_if_ready
from workflows.db import lock
from workflows.errors import Reason
from workflows.funding.answers import CENT, suggest_schedule
from workflows.funding.lifecycle import PAYMENT, STOPPED
from workflows.funding.models import Award, Payment, PaymentState
from workflows.funding.slower import refuse_slower_step
from workflows.machine import Refused
from workflows.money import dollars
from workflows.outbox import announce
from workflows.permissions import PROGRAM, Actor, Permission, why_cannot


def why_not_schedule(award: Award, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against another payment of this award by this person."""
    found = [why_cannot(actor, Permission.REQUEST_PAYMENT, award)]
    if award.enrollment.stage in STOPPED:
        found.append(Reason(f"The year is {award.enrollment.stage.label.lower()}, so nothing more is scheduled."))
    elif award.free_amount <= 0:
        found.append(Reason("All of the award is scheduled. Cancel a payment first to plan it anew."))
    return tuple(reason for reason in found if reason is not None)


def schedule_payment(
    award: Award, *, label: str, amount: Decimal, due_on: date, session: Session, actor: Actor, now: datetime
) -> Payment:
    """Plan one payment in US dollars; raises Refused when it would exceed what is free of the award."""
    _hold_award(award, session=session)
    reasons = [*why_not_schedule(award, actor=actor), *_why_not_amount(award, amount)]
    if reasons:
        raise Refused(*reasons)
    payment = Payment(
        number=max((p.number for p in award.payments), default=0) + 1,
        label=label,
        amount=amount,
        due_on=due_on,
        state=PAYMENT.initial,
    )
    award.payments.append(payment)
    award.scheduled_amount += amount
    session.flush()  # the announcement names the payment by its number
    _announce(payment, "payment_scheduled", session=session, actor=actor, now=now)
    return payment


def _why_not_amount(award: Award, amount: Decimal) -> list[Reason]:
    free = award.free_amount
    rules = (
        (amount <= 0, "A payment has to be more than nothing."),
        (amount != amount.quantize(CENT), "Write the amount in dollars and cents."),
        (0 < free < amount, f"{dollars(free)} of the award of {dollars(award.amount)} is still free."),
    )
    return [Reason(sentence, "amount") for broken, sentence in rules if broken]


def why_not_suggested(award: Award, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against taking the usual schedule: it is for an award with nothing scheduled."""
    found = why_not_schedule(award, actor=actor)
    if not found and award.scheduled_amount > 0:
        return (Reason("Some payments are scheduled already. Add the others by hand."),)
    return found


def schedule_suggested(award: Award, *, session: Session, actor: Actor, now: datetime) -> list[Payment]:
    """The usual three payments, 50, 40 and 10 percent, in one step."""
    _hold_award(award, session=session)
    reasons = why_not_suggested(award, actor=actor)
    if reasons:
        raise Refused(*reasons)
    lines = suggest_schedule(award.amount, starts_on=award.starts_on, ends_on=award.ends_on)
    return [
        schedule_payment(
            award,
            label=line.label,
            amount=line.amount,
            due_on=line.due_on,
            session=session,
            actor=actor,
            now=now,
        )
        for line in lines
    ]


def request_payment(payment: Payment, *, session: Session, actor: Actor, now: datetime) -> None:
    """Ask for the approval of another person."""
    _hold(payment, session=session)
    _move(payment, "request", session=session, actor=actor, now=now)
    payment.requested_by_id, payment.requested_at = actor.id, now


def approve_payment(payment: Payment, *, session: Session, actor: Actor, now: datetime) -> None:
    """Release the payment; the first one of an award lets the project year begin when its day has come."""
    _hold(payment, session=session)
    _move(payment, "approve", session=session, actor=actor, now=now)
    payment.approved_by_id, payment.approved_at = actor.id, now
    enrollment = payment.award.enrollment
    if enrollment.first_payment_approved_at is None:
        enrollment.first_payment_approved_at = now
        advance_if_ready(enrollment, "begin_project_year", session=session, actor=PROGRAM, now=now)


def return_payment(payment: Payment, *, note: str, session: Session, actor: Actor, now: datetime) -> None:
    """Give a requested payment back to the schedule, with the reason."""
    _hold(payment, session=session)
    _move(payment, "return", session=session, actor=actor, now=now, note=note)
    payment.requested_by_id = payment.requested_at = None


def record_paid(
    payment: Payment, *, paid_on: date, reference: str, session: Session, actor: Actor, now: datetime
) -> None:
    """The bank's day and reference. The same day and reference a second time change nothing."""
    _hold(payment, session=session)
    if payment.state is PaymentState.PAID and (payment.paid_on, payment.reference) == (paid_on, reference):
        return
    said = {"Paid on": paid_on.isoformat(), "Reference": reference}
    _move(payment, "pay", session=session, actor=actor, now=now, said=said)
    payment.paid_on, payment.reference = paid_on, reference


def cancel_payment(payment: Payment, *, note: str, session: Session, actor: Actor, now: datetime) -> None:
    """Take a payment out of the schedule; its amount is free again."""
    _hold(payment, session=session)
    _move(payment, "cancel", session=session, actor=actor, now=now, note=note)
    payment.award.scheduled_amount -= payment.amount


def stop_payments(award: Award, *, note: str, session: Session, now: datetime) -> None:
    """Cancel everything that is not paid, because the year has ended; `note` is the reason it ended."""
    _hold_award(award, session=session)
    for payment in award.payments:
        if payment.state in PAYMENT.row("stop").sources:
            lock(session, payment)
            _move(payment, "stop", session=session, actor=PROGRAM, now=now, note=note)
            award.scheduled_amount -= payment.amount


def _hold(payment: Payment, *, session: Session) -> None:
    _hold_award(payment.award, session=session)
    lock(session, payment)


def _hold_award(award: Award, *, session: Session) -> None:
    """The year first, then its award: everybody takes them in this order, so that nobody waits in a circle."""
    lock(session, award.enrollment)
    lock(session, award)


def _move(
    payment: Payment,
    name: str,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    note: str = "",
    said: Mapping[str, str] | None = None,
) -> None:
    """Take the step, or raise Stale when somebody else took one first; `said` is what was typed beside the note."""
    refuse_slower_step(payment, PAYMENT.row(name), said={"Why": note, **(said or {})}, session=session, actor=actor)
    row = PAYMENT.move(payment, name, actor=actor, now=now, note=note)
    for event in row.announces:
        _announce(payment, event, session=session, actor=actor, now=now, note=note)


def _announce(payment: Payment, event: str, *, session: Session, actor: Actor, now: datetime, note: str = "") -> None:
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
