"""Taking back what was paid: one person asks, another confirms with the bank's day and reference."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from workflows.db import lock
from workflows.errors import Reason, Stale
from workflows.funding.answers import CENT
from workflows.funding.ledger.posting import post_reversed
from workflows.funding.lifecycle import ENDED_EARLY
from workflows.funding.locking import hold_payment
from workflows.funding.models import Payment, PaymentState
from workflows.funding.reversals.lifecycle import REVERSAL
from workflows.funding.reversals.models import PaymentReversal, ReversalState
from workflows.machine import Refused, words_of
from workflows.money import dollars
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, why_cannot


def why_not_ask(payment: Payment, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against asking for a reversal of this payment; needs its reversals."""
    found = [why_cannot(actor, Permission.REVERSE_PAYMENT, payment.award)]
    rules = (
        (payment.state is not PaymentState.PAID, "Only a payment that was paid can be reversed."),
        (payment.state is PaymentState.PAID and payment.kept_amount == 0, "All of this payment came back already."),
        (any(one.state is ReversalState.ASKED for one in payment.reversals),
         "A reversal of this payment waits for a second person already."),
    )  # fmt: skip  # broken, sentence
    found += [Reason(sentence) for broken, sentence in rules if broken]
    return tuple(reason for reason in found if reason is not None)


def ask_reversal(
    payment: Payment, *, amount: Decimal, reason: str, session: Session, actor: Actor, now: datetime
) -> PaymentReversal:
    """Ask that `amount` US dollars of a paid payment be taken back. Nothing moves before a second person confirms."""
    hold_payment(payment, session=session)
    session.refresh(payment, ["reversals"])
    reasons = [*why_not_ask(payment, actor=actor), *_why_not_amount(payment, amount)]
    if not reason.strip():
        reasons.append(Reason("Say why in a sentence; it stays with the payment.", "reason"))
    if reasons:
        raise Refused(*reasons)
    assert actor.id is not None
    reversal = PaymentReversal(
        payment=payment, amount=amount, reason=reason.strip(), asked_by_id=actor.id, asked_at=now,
        state=REVERSAL.initial, reference="", refused_because="",
    )  # fmt: skip  # one row
    session.add(reversal)
    session.flush()  # the announcement names the reversal by its number
    _announce("reversal_asked", reversal, note=reversal.reason, session=session, actor=actor, now=now)
    return reversal


def _why_not_amount(payment: Payment, amount: Decimal) -> list[Reason]:
    left = payment.kept_amount
    rules = (
        (amount <= 0, "A reversal has to be more than nothing."),
        (amount != amount.quantize(CENT), "Write the amount in dollars and cents."),
        (0 < left < amount, f"{dollars(left)} of this payment has not come back yet."),
    )
    return [Reason(sentence, "amount") for broken, sentence in rules if broken]


def confirm_reversal(
    reversal: PaymentReversal,
    *,
    reversed_on: date,
    reference: str,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """The money is back on this day, by the bank's reference: the ledger gets its entry, and the amount is free.

    In a year that ended early it goes back to the cohort's budget at once. Raises Refused, Stale.
    """
    payment = reversal.payment
    award, cohort = payment.award, payment.award.enrollment.cohort
    lock(session, cohort)
    _hold_reversal(reversal, expected_version, session=session)
    if not reference.strip():
        raise Refused(Reason("Write the bank’s reference.", "reference"))
    _move(reversal, "confirm", session=session, actor=actor, now=now, note=reversal.reason)
    reversal.confirmed_by_id, reversal.confirmed_at = actor.id, now
    reversal.reversed_on, reversal.reference = reversed_on, reference.strip()
    payment.reversed_amount += reversal.amount
    award.scheduled_amount -= reversal.amount
    post_reversed(
        payment,
        reversal.amount,
        dated_on=reversed_on,
        reference=reversal.reference,
        note=reversal.reason,
        session=session,
        actor=actor,
        now=now,
    )
    if award.enrollment.stage in ENDED_EARLY:
        award.returned_amount += reversal.amount
        cohort.committed_amount -= reversal.amount


def refuse_reversal(
    reversal: PaymentReversal, *, note: str, expected_version: int, session: Session, actor: Actor, now: datetime
) -> None:
    """The payment stays as it was paid, with the reason. Raises Refused, Stale."""
    _hold_reversal(reversal, expected_version, session=session)
    _move(reversal, "refuse", session=session, actor=actor, now=now, note=note)
    reversal.refused_because = note.strip()


def _hold_reversal(reversal: PaymentReversal, expected_version: int, *, session: Session) -> None:
    hold_payment(reversal.payment, session=session)
    lock(session, reversal)
    if reversal.version != expected_version:
        raise Stale(mine={"The reversal": "asked"}, theirs={"The reversal": words_of(reversal.state)})


def _move(reversal: PaymentReversal, name: str, *, session: Session, actor: Actor, now: datetime, note: str) -> None:
    row = REVERSAL.move(reversal, name, actor=actor, now=now, note=note)
    for event in row.announces:
        _announce(event, reversal, note=note, session=session, actor=actor, now=now)


def _announce(
    name: str, reversal: PaymentReversal, *, note: str, session: Session, actor: Actor, now: datetime
) -> None:
    announce(
        session,
        name,
        now=now,
        actor_id=actor.id,
        enrollment_id=reversal.payment.award.enrollment_id,
        subject_id=reversal.id,
        note=note,
        label=reversal.payment.label,
        amount=dollars(reversal.amount),
    )
