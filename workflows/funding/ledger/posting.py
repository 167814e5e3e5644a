"""Adding entries to the ledger: cash with its payment, spending with its report, corrections with their reason."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.db import lock
from workflows.errors import DomainError, Reason
from workflows.funding.answers import CENT
from workflows.funding.ledger.categories import CATEGORIES
from workflows.funding.ledger.models import SPENDING, EntryKind, LedgerEntry
from workflows.funding.models import Award, Payment
from workflows.money import dollars
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, require


def post_paid(payment: Payment, *, session: Session, actor: Actor, now: datetime) -> None:
    """The day, the amount and the bank's reference of a payment that has just been paid."""
    assert payment.paid_on is not None
    _add(session, payment.award, EntryKind.PAID, payment.amount, dated_on=payment.paid_on, actor=actor, now=now,
         payment=payment, reference=payment.reference)  # fmt: skip  # one entry


def post_reversed(
    payment: Payment,
    amount: Decimal,
    *,
    dated_on: date,
    reference: str,
    note: str,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """So much of a payment came back: the same amount below zero."""
    _add(session, payment.award, EntryKind.REVERSED, -amount, dated_on=dated_on, actor=actor, now=now,
         payment=payment, reference=reference, note=note)  # fmt: skip  # one entry


def post_spending(
    award: Award,
    lines: Iterable[tuple[str, Decimal, str]],
    *,
    report_id: int,
    dated_on: date,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """What an accepted report tells: (category, US dollars, reason) a line. Nothing is posted for what is zero."""
    for category, amount, note in lines:
        if amount:
            _add(session, award, EntryKind.SPENT, amount, dated_on=dated_on, actor=actor, now=now,
                 category=category, report_id=report_id, note=note)  # fmt: skip  # one entry


def correct_spending(
    award: Award,
    *,
    category: str,
    amount: Decimal,
    note: str,
    dated_on: date,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Add `amount` US dollars (below zero: take away) to what was spent. Raises DomainError with every reason."""
    require(actor, Permission.CORRECT_SPENDING, award)
    lock(session, award.enrollment)
    lock(session, award)
    reasons = _why_not_correct(award, category=category, amount=amount, note=note, session=session)
    if reasons:
        raise DomainError(*reasons)
    _add(session, award, EntryKind.CORRECTED, amount, dated_on=dated_on, actor=actor, now=now,
         category=category, note=note)  # fmt: skip  # one entry
    announce(
        session,
        "spending_corrected",
        now=now,
        actor_id=actor.id,
        enrollment_id=award.enrollment_id,
        subject_id=award.id,
        note=note,
        category=CATEGORIES[category].lower(),
        amount=dollars(amount),
    )


def _why_not_correct(award: Award, *, category: str, amount: Decimal, note: str, session: Session) -> list[Reason]:
    if category not in CATEGORIES:
        return [Reason("Choose a budget category.", "category")]
    posted = select(LedgerEntry.category, LedgerEntry.amount).where(
        LedgerEntry.award_id == award.id, LedgerEntry.kind.in_(SPENDING)
    )
    rows = session.execute(posted).all()
    spent = sum((row.amount for row in rows), Decimal(0))
    in_category = sum((row.amount for row in rows if row.category == category), Decimal(0))
    most = award.amount - award.returned_amount
    rules = (
        (amount == 0, "amount", "A correction of nothing changes nothing."),
        (amount != amount.quantize(CENT), "amount", "Write the amount in dollars and cents."),
        (in_category + amount < 0, "amount", f"Only {dollars(in_category)} of this category is in the ledger."),
        (spent + amount > most, "amount", f"With this, spending would be more than the award of {dollars(most)}."),
        (not note.strip(), "note", "Say why in a sentence; it stays with the entry."),
    )
    return [Reason(sentence, where) for broken, where, sentence in rules if broken]


def _add(
    session: Session,
    award: Award,
    kind: EntryKind,
    amount: Decimal,
    *,
    dated_on: date,
    actor: Actor,
    now: datetime,
    category: str = "",
    payment: Payment | None = None,
    report_id: int | None = None,
    reference: str = "",
    note: str = "",
) -> None:
    session.add(
        LedgerEntry(
            award_id=award.id,
            kind=kind,
            amount=amount,
            dated_on=dated_on,
            category=category,
            payment_id=None if payment is None else payment.id,
            report_id=report_id,
            reference=reference,
            note=note,
            posted_by_id=actor.id,
            posted_at=now,
        )
    )
