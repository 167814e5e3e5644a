"""Sending what is owed: each person once, whatever fails on the way."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.notifications.mail import AddressRefused
from workflows.notifications.messages import MESSAGES, Letter, Message, write_letter
from workflows.notifications.models import Delivery
from workflows.notifications.queries import get_occasion, list_served
from workflows.notifications.recipients import Occasion
from workflows.outbox import Effect, JobContext
from workflows.people.models import User


def send_message(context: JobContext) -> Effect:
    """Send the run's kind of message to everyone who did not get it yet; nothing when it is no longer true.

    Each delivery is recorded in a transaction of its own, right after the mail has left: a run that fails at the
    third person does not mail the first two again. One refused address holds up nobody else.
    Raises MailProblem, so that the run is tried again for those who are left.
    """
    run_id, kind = context.run.id, str(context.run.arguments["kind"])
    letters = _letters(context, kind)
    refused: AddressRefused | None = None
    for number, letter in enumerate(letters, start=1):
        try:
            context.mailer.send(to=letter.to, subject=letter.subject, text=letter.text)
        except AddressRefused as problem:
            refused = problem
            continue
        _record(run_id, letter.user_id, kind)
        context.report(100 * number // len(letters), f"Sent to {number} of {len(letters)}")
    if refused is not None:
        raise refused
    return _nothing_more


def _letters(context: JobContext, kind: str) -> list[Letter]:
    """Written before the first one leaves, as every record of a delivery ends the reading."""
    session, run, message = db.session(), context.run, MESSAGES[kind]
    assert run.event_id is not None
    occasion = get_occasion(session, run.event_id, about=message.about, now=context.now)
    if not message.is_still_true(occasion):
        return []
    served = list_served(session, run.id)
    people = [p for p in message.to(occasion, session) if p.is_active and p.id not in served]
    return [write_letter(message, occasion, p, link=_link(context, message, occasion, p)) for p in people]


def _link(context: JobContext, message: Message, occasion: Occasion, person: User) -> str:
    path = message.path.format(enrollment=occasion.enrollment, about=occasion.subject)
    if message.signed_for:
        path += context.sign(message.signed_for, {"user": person.id, "epoch": person.session_epoch})
    return context.base_url + path


def _record(run_id: int, user_id: int, kind: str) -> None:
    """Keep that the mail has left, once, even when another attempt told it first."""
    same = select(Delivery.id).where(Delivery.run_id == run_id, Delivery.user_id == user_id)
    with transaction() as session:
        if session.scalar(same) is None:
            session.add(Delivery(run_id=run_id, user_id=user_id, kind=kind, sent_at=utc_now()))


def _nothing_more(_session: Session) -> None:
    """Every delivery is recorded already."""
