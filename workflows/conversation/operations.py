"""What happens to a thread: begun, written in, closed, opened again; and when the other side hears of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.clock import local_date
from workflows.conversation.answers import TELL_AGAIN_AFTER, Opening, Topic
from workflows.conversation.lifecycle import THREAD
from workflows.conversation.models import Thread, ThreadMessage
from workflows.conversation.queries import list_subjects
from workflows.db import lock
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Reason
from workflows.outbox import announce_for
from workflows.permissions import Actor, Permission, require
from workflows.personal_data import require_no_personal_data
from workflows.signing.models import Side


def begin_thread(
    enrollment: Enrollment, opening: Opening, *, is_checked: bool, session: Session, actor: Actor, now: datetime
) -> Thread:
    """A thread with its first message; tells the other side. Raises DomainError, Forbidden."""
    require(actor, Permission.WRITE_MESSAGES, enrollment)
    texts = (opening.subject, opening.text)
    require_no_personal_data(texts, is_checked=is_checked, today=local_date(now, enrollment.affiliate.time_zone))
    about = opening.about
    if about not in {subject.about for subject in list_subjects(session, enrollment, actor=actor)}:
        raise DomainError(Reason("Choose something that belongs to this year.", "about"))
    thread = Thread(
        enrollment=enrollment,
        subject=opening.subject,
        topic=about.topic,
        payment_id=about.record_id if about.topic is Topic.PAYMENT else None,
        report_id=about.record_id if about.topic is Topic.REPORT else None,
        begun_side=side_of(actor, enrollment),
        begun_at=now,
        changed_at=now,
    )
    session.add(thread)
    session.flush()  # its first message and the announcement name it by its number
    _add(thread, opening.text, session=session, actor=actor, now=now)
    return thread


def write_message(
    thread: Thread, *, text: str, is_checked: bool, session: Session, actor: Actor, now: datetime
) -> ThreadMessage:
    """One more message; tells the other side, once an hour at most. Raises Refused, DomainError."""
    lock(session, thread)
    THREAD.move(thread, "write", actor=actor, now=now)
    today = local_date(now, thread.enrollment.affiliate.time_zone)
    require_no_personal_data((text,), is_checked=is_checked, today=today)
    return _add(thread, text, session=session, actor=actor, now=now)


def close_thread(thread: Thread, *, session: Session, actor: Actor, now: datetime) -> None:
    """Nothing more is awaited; everything stays to be read. Raises Refused."""
    lock(session, thread)
    THREAD.move(thread, "close", actor=actor, now=now)
    thread.closed_at = thread.changed_at = now
    thread.awaits = thread.awaited_since = None


def reopen_thread(thread: Thread, *, session: Session, actor: Actor, now: datetime) -> None:
    """It can be written in again; an answer is awaited from the next message on. Raises Refused."""
    lock(session, thread)
    THREAD.move(thread, "reopen", actor=actor, now=now)
    thread.closed_at, thread.changed_at = None, now


def side_of(actor: Actor, enrollment: Enrollment) -> Side:
    """For whom this person speaks in the year: its affiliate, where they hold a role in it."""
    return Side.AFFILIATE if enrollment.affiliate_id in actor.affiliate_ids else Side.NETWORK


def other_side(side: Side) -> Side:
    return Side.NETWORK if side is Side.AFFILIATE else Side.AFFILIATE


def next_notice_at(last: datetime | None, *, now: datetime) -> datetime | None:
    """When a side is told of what is written now; None where a notice lies ahead that will tell it with the rest."""
    if last is None:
        return now
    return None if last > now else max(now, last + TELL_AGAIN_AFTER)


def _add(thread: Thread, text: str, *, session: Session, actor: Actor, now: datetime) -> ThreadMessage:
    assert actor.id is not None
    side = side_of(actor, thread.enrollment)
    message = ThreadMessage(thread=thread, author_id=actor.id, side=side, text=text, at=now)
    session.add(message)
    thread.changed_at = now
    if thread.awaits is not other_side(side):
        thread.awaits, thread.awaited_since = other_side(side), now
    if side is not thread.begun_side and thread.first_answered_at is None:
        thread.first_answered_at = now
    _tell(thread, other_side(side), session=session, actor=actor, now=now)
    return message


def _tell(thread: Thread, side: Side, *, session: Session, actor: Actor, now: datetime) -> None:
    """Without the enrollment, so that no timeline tells it: a thread is the affair of those who may read it."""
    column = f"told_{side.value}_at"
    due_at = next_notice_at(getattr(thread, column), now=now)
    if due_at is None:
        return
    setattr(thread, column, due_at)
    for event in THREAD.row("write").announces:
        announce_for(session, event, due_at=due_at, now=now, actor_id=actor.id, subject_id=thread.id, side=side.value)
