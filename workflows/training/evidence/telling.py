"""Announcing what happened to a record of one person and session; its words stay with it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.outbox import announce
from workflows.permissions import Actor
from workflows.training.evidence.models import Excuse, MakeUp, Reflection


def tell(
    record: Reflection | Excuse | MakeUp, events: Sequence[str], *, session: Session, actor: Actor, now: datetime
) -> None:
    """Write the events about this record in the caller's transaction; no reason and no comment goes with them."""
    session.flush()  # a message is about the record's key
    for name in events:
        announce(
            session,
            name,
            now=now,
            actor_id=actor.id,
            enrollment_id=record.participant.enrollment_id,
            subject_id=record.id,
            name=record.participant.name,
            number=record.session.number,
        )
