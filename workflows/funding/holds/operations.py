"""Putting payments on hold, and releasing them with words."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.db import lock
from workflows.errors import DomainError, Reason, Stale
from workflows.funding.holds.answers import RELEASERS, HoldAnswers, Releaser
from workflows.funding.holds.models import PaymentHold
from workflows.funding.lifecycle import ENDED_EARLY
from workflows.funding.models import Award, Payment, PaymentState
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, Role, why_cannot

_ENDED = frozenset({PaymentState.PAID, PaymentState.CANCELLED})
_ROLES: dict[Releaser, tuple[Role, ...]] = {
    Releaser.EITHER: (Role.FINANCE_OFFICER, Role.PROGRAM_MANAGER),
    Releaser.FINANCE_OFFICER: (Role.FINANCE_OFFICER,),
    Releaser.PROGRAM_MANAGER: (Role.PROGRAM_MANAGER,),
}


def hold_payments(award: Award, answers: HoldAnswers, *, session: Session, actor: Actor, now: datetime) -> PaymentHold:
    """Hold one payment, or all of them, until somebody releases it. Raises DomainError with every reason."""
    lock(session, award.enrollment)
    lock(session, award)
    payment = _find(award, answers.payment_id)
    if payment is not None:
        lock(session, payment)
    reasons = _why_not_hold(award, payment, answers, actor=actor)
    if reasons:
        raise DomainError(*reasons)
    assert actor.id is not None
    hold = PaymentHold(
        award=award,
        payment=payment,
        reason=answers.reason.strip(),
        release_path=answers.release_path.strip(),
        releaser=answers.releaser,
        held_by_id=actor.id,
        held_at=now,
    )
    session.add(hold)
    session.flush()  # the announcement names the hold by its number
    _announce("payment_held", hold, note=hold.reason, session=session, actor=actor, now=now)
    return hold


def _find(award: Award, payment_id: int | None) -> Payment | None:
    if payment_id is None:
        return None
    found = next((payment for payment in award.payments if payment.id == payment_id), None)
    if found is None:
        raise DomainError(Reason("Choose one of the payments of this award.", "payment_id"))
    return found


def _why_not_hold(award: Award, payment: Payment | None, answers: HoldAnswers, *, actor: Actor) -> list[Reason]:
    found = [why_cannot(actor, Permission.HOLD_PAYMENT, award)]
    rules = (
        (award.enrollment.stage in ENDED_EARLY, "", "The year ended early, so no payment is left to hold."),
        (
            payment is not None and payment.state in _ENDED,
            "payment_id",
            "This payment is over; nothing of it can wait.",
        ),
        (not answers.reason.strip(), "reason", "Say why in a sentence; the affiliate reads it."),
        (not answers.release_path.strip(), "release_path", "Say what has to happen; the affiliate reads it."),
    )
    found += [Reason(sentence, where) for broken, where, sentence in rules if broken]
    return [reason for reason in found if reason is not None]


def why_not_release(hold: PaymentHold, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against this person's release of this hold."""
    found = [why_cannot(actor, Permission.HOLD_PAYMENT, hold)]
    if not hold.is_open:
        found.append(Reason("It is released already."))
    elif found == [None] and not actor.is_program and not actor.holds(*_ROLES[hold.releaser]):
        found.append(Reason(f"{RELEASERS[hold.releaser]} can release it."))
    return tuple(reason for reason in found if reason is not None)


def release_hold(
    hold: PaymentHold, *, note: str, expected_version: int, session: Session, actor: Actor, now: datetime
) -> None:
    """Let the money move again; the hold stays as a row. Raises DomainError, and Stale when somebody was faster."""
    lock(session, hold.award.enrollment)
    lock(session, hold.award)
    lock(session, hold)
    if hold.version != expected_version:
        raise Stale(mine={"Release": note}, theirs={"Release": hold.release_note})
    reasons = why_not_release(hold, actor=actor)
    if not note.strip():
        reasons = (*reasons, Reason("Say what happened, in a sentence.", "note"))
    if reasons:
        raise DomainError(*reasons)
    hold.released_by_id, hold.released_at, hold.release_note = actor.id, now, note.strip()
    _announce("hold_released", hold, note=hold.release_note, session=session, actor=actor, now=now)


def _announce(name: str, hold: PaymentHold, *, note: str, session: Session, actor: Actor, now: datetime) -> None:
    announce(
        session,
        name,
        now=now,
        actor_id=actor.id,
        enrollment_id=hold.award.enrollment_id,
        subject_id=hold.id,
        note=note,
        what=hold.what,
    )
