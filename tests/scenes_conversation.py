"""A year with both sides of a conversation, and people who rate the support."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from workflows.conversation.answers import About, Opening, Rating
from workflows.conversation.models import Thread, ThreadMessage
from workflows.conversation.operations import begin_thread, write_message
from workflows.conversation.support import rate_support
from workflows.enrollments.models import Enrollment
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage


@dataclass(frozen=True)
class Talk:
    """Harbor's year, two of its people, its coach and a manager; and people of Prairie, who have no part in it."""

    year: Enrollment
    director: User
    staff: User
    coach: User
    manager: User
    stranger: User
    other_coach: User


def a_talk(session: Session) -> Talk:
    harbor, prairie = an_affiliate(session, "Harbor"), an_affiliate(session, "Prairie")
    coach, other = a_person(session, Role.COACH, name="Amara Diallo"), a_person(session, Role.COACH)
    year = an_enrollment(session, Stage.IMPLEMENTING, affiliate=harbor, coach=coach)
    an_enrollment(session, Stage.TRAINING, affiliate=prairie, coach=other)
    return Talk(
        year,
        director=a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor, name="Dana Ortiz"),
        staff=a_person(session, Role.AFFILIATE_STAFF, affiliate=harbor, name="Samir Haddad"),
        coach=coach,
        manager=a_person(session, Role.PROGRAM_MANAGER),
        stranger=a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=prairie),
        other_coach=other,
    )


def a_thread(
    session: Session,
    enrollment: Enrollment,
    writer: User,
    *,
    subject: str = "The second payment",
    text: str = "When can we expect it?",
    about: About | None = None,
    now: datetime = NOW,
) -> Thread:
    opening = Opening(subject, text, about or About())
    thread = begin_thread(enrollment, opening, is_checked=False, session=session, actor=writer.as_actor(now), now=now)
    session.flush()
    return thread


def a_message(
    session: Session, thread: Thread, writer: User, text: str = "Next week.", *, now: datetime = NOW
) -> ThreadMessage:
    actor = writer.as_actor(now)
    message = write_message(thread, text=text, is_checked=False, session=session, actor=actor, now=now)
    session.flush()
    return message


def a_rating(
    session: Session,
    enrollment: Enrollment,
    person: User,
    rating: Rating = Rating(4, 4, 5),  # noqa: B008  frozen
    *,
    now: datetime = NOW,
) -> None:
    actor = person.as_actor(now)
    rate_support(enrollment, rating, is_checked=False, session=session, actor=actor, now=now)
    session.flush()
