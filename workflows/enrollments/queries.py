"""Enrollments as pages and rules need them, each with its loading stated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session, selectinload

from workflows.enrollments.models import Enrollment
from workflows.errors import NotFound
from workflows.events import EVENTS, Audience
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.permissions import Actor, Permission, Scope, scopes_of
from workflows.proposals.models import Proposal
from workflows.reviews.models import Review


def visible_to(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """The WHERE clause over `enrollments` for what this actor's grants reach. Every list starts with it."""
    scopes = scopes_of(actor, permission)
    if Scope.ANYWHERE in scopes:
        return true()
    reached: list[ColumnElement[bool]] = [false()]
    if Scope.OWN_AFFILIATE in scopes:
        reached.append(Enrollment.affiliate_id.in_(actor.affiliate_ids))
    if Scope.COACHED in scopes:
        reached.append(Enrollment.coach_id == actor.id)
    if Scope.ASSIGNED in scopes:
        assigned = select(Proposal.enrollment_id).join(Review).where(Review.reviewer_id == actor.id)
        reached.append(Enrollment.id.in_(assigned))
    return or_(*reached)


def get_enrollment(session: Session, enrollment_id: int) -> Enrollment:
    """With cohort, affiliate, coach, data lead, commitment and participants; raises NotFound."""
    loading = (
        selectinload(Enrollment.coach),
        selectinload(Enrollment.data_lead),
        selectinload(Enrollment.commitment),
        selectinload(Enrollment.participants),
    )
    found = session.scalar(select(Enrollment).where(Enrollment.id == enrollment_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def find_own_enrollment(session: Session, actor: Actor) -> Enrollment | None:
    """The newest enrollment of the actor's own affiliate."""
    mine = select(Enrollment).where(Enrollment.affiliate_id.in_(actor.affiliate_ids))
    return session.scalar(mine.order_by(Enrollment.id.desc()).limit(1))


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of the shared record, ready to show."""

    at: datetime
    sentence: str
    actor: str
    note: str
    name: str


def list_timeline(
    session: Session, enrollment: Enrollment, *, actor: Actor, at_most: int = 50
) -> Sequence[TimelineEntry]:
    """What happened, newest first; what is the national office's alone stays there."""
    heard = [e.name for e in EVENTS.values() if actor.is_national or e.audience is Audience.EVERYONE]
    happened = (
        select(OutboxEvent, User.name)
        .outerjoin(User, User.id == OutboxEvent.actor_id)
        .where(OutboxEvent.enrollment_id == enrollment.id, OutboxEvent.name.in_(heard))
        .order_by(OutboxEvent.at.desc(), OutboxEvent.id.desc())
        .limit(at_most)
    )
    return [
        TimelineEntry(
            at=row.at,
            sentence=EVENTS[row.name].sentence.format_map(row.details),
            actor=who or "Accompany",
            note=row.note,
            name=row.name,
        )
        for row, who in session.execute(happened)
    ]
