"""The one message about threads: at most once an hour for each side, and without a word of what was written."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.conversation.answers import Topic
from workflows.conversation.models import Thread, ThreadMessage
from workflows.notifications.message import Message
from workflows.notifications.recipients import Occasion, holders
from workflows.people.models import User
from workflows.permissions import Permission, Role, can
from workflows.signing.models import Side

_LEADERS = (Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_DATA_LEAD)


def thread_readers(occasion: Occasion, session: Session) -> Sequence[User]:
    """Of the side that is told: who answers for it, and who wrote in the thread; only those who may still read it."""
    thread: Thread = occasion.subject
    side = Side(str(occasion.event.details["side"]))
    wrote = select(ThreadMessage.author_id).where(ThreadMessage.thread_id == thread.id, ThreadMessage.side == side)
    writers = session.scalars(select(User).where(User.id.in_(wrote)).order_by(User.id))
    people = {person.id: person for person in (*_answering(thread, side, occasion, session), *writers)}
    return [p for p in people.values() if can(p.as_actor(occasion.now), Permission.SEE_MESSAGES, thread)]


def _answering(thread: Thread, side: Side, occasion: Occasion, session: Session) -> Sequence[User]:
    """The director and data lead; or the coach, else the program managers, with finance where it is about money."""
    at = occasion.event.at
    if side is Side.AFFILIATE:
        return holders(session, _LEADERS, affiliate_id=thread.enrollment.affiliate_id, at=at)
    coach = thread.enrollment.coach
    has_coach = coach is not None and coach.is_active
    roles = [] if has_coach else [Role.PROGRAM_MANAGER]
    if thread.topic is Topic.PAYMENT:
        roles.append(Role.FINANCE_OFFICER)
    first = [coach] if coach is not None and has_coach else []
    return [*first, *holders(session, roles, affiliate_id=None, at=at)]


def still_awaited(occasion: Occasion) -> bool:
    """The side that is told has not answered meanwhile, and nobody closed the thread."""
    return occasion.subject.awaits is not None and occasion.subject.awaits.value == occasion.event.details["side"]


THREAD_MESSAGES = (
    Message("thread_to_read", Thread, thread_readers, still_awaited, "/messages/{about.id}",
        subject="A message about the year of {about.enrollment.affiliate.name}",
        text="Somebody wrote to you and waits for your answer. What was written, and everything before it, stands "
        "here:\n\n{link}"),
)  # fmt: skip  # kind, about, to, still true, path; then the words
