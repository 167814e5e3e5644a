"""What one data lead passes on to the next: a list of steps from a table, begun once for each change."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from workflows.affiliates.answers import HANDOVER_STEPS
from workflows.affiliates.models import DataRole, Handover, HandoverStep
from workflows.affiliates.operations import tell
from workflows.affiliates.queries import list_open_handovers
from workflows.clock import local_date
from workflows.db import lock
from workflows.people.models import Affiliate
from workflows.permissions import Actor


def open_handover(
    affiliate: Affiliate, former: DataRole, *, successor: DataRole | None, session: Session, now: datetime
) -> Handover:
    """The steps with their days, counted from today. Call it under the affiliate's lock, when `former` ends."""
    today = local_date(now, affiliate.time_zone)
    handover = Handover(affiliate_id=affiliate.id, role=former, successor=successor, opened_at=now)
    handover.steps = [
        HandoverStep(position=position, text=row.text, owner=row.owner, due_on=today + timedelta(days=row.days))
        for position, row in enumerate(HANDOVER_STEPS, 1)
    ]
    session.add(handover)
    return handover


def find_successor_for(affiliate: Affiliate, successor: DataRole, *, session: Session) -> bool:
    """Give the handovers that wait for somebody their new data lead; whether there was one."""
    waiting = [handover for handover in list_open_handovers(session, affiliate.id) if handover.successor_id is None]
    for handover in waiting:
        handover.successor = successor
    return bool(waiting)


def finish_step(step: HandoverStep, *, session: Session, actor: Actor, now: datetime) -> None:
    """Ticked off, once; with the last step the handover is finished."""
    handover = step.handover
    lock(session, handover)  # two people who tick the last two steps finish it once
    session.refresh(step)
    if step.done_at is not None:
        return
    step.done_at, step.done_by_id = now, actor.id
    session.flush()  # the others are read again below
    for other in handover.steps:
        session.refresh(other)
    if all(other.done_at is not None for other in handover.steps):
        handover.finished_at = now
        name = handover.role.name
        tell(handover.affiliate, "handover_finished", session=session, actor=actor, now=now, name=name)


def reopen_step(step: HandoverStep, *, session: Session) -> None:
    """Ticked by mistake: open again, and the handover with it."""
    lock(session, step.handover)
    session.refresh(step)
    step.done_at, step.done_by_id = None, None
    step.handover.finished_at = None
