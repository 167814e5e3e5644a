"""What a message is about, and what was sent, as the job and the log page need them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.enrollments.models import Enrollment
from workflows.notifications.models import Delivery
from workflows.notifications.recipients import Occasion
from workflows.outbox import OutboxEvent
from workflows.people.models import User


def get_occasion(session: Session, event_id: int, *, about: type[Any] | None, now: datetime) -> Occasion:
    """The event with its enrollment and, where the message is about one, the record that the event names."""
    event = session.get_one(OutboxEvent, event_id)
    enrollment = None if event.enrollment_id is None else session.get_one(Enrollment, event.enrollment_id)
    subject = None if about is None else session.get_one(about, event.subject_id)
    return Occasion(event, enrollment, subject, now)


def list_served(session: Session, run_id: int) -> frozenset[int]:
    """The ids of the people who have this run's message already."""
    return frozenset(session.scalars(select(Delivery.user_id).where(Delivery.run_id == run_id)))


def list_deliveries(session: Session, *, offset: int, at_most: int) -> Sequence[tuple[str, str, datetime]]:
    """(kind, person's name, when), newest first."""
    wanted = (
        select(Delivery.kind, User.name, Delivery.sent_at)
        .join(User, User.id == Delivery.user_id)
        .order_by(Delivery.sent_at.desc(), Delivery.id.desc())
        .offset(offset)
        .limit(at_most)
    )
    return [(kind, name, sent_at) for kind, name, sent_at in session.execute(wanted)]


def count_deliveries(session: Session) -> int:
    return session.scalar(select(func.count(Delivery.id))) or 0
