"""Who gets a message: small functions from what happened to people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workflows.enrollments.models import Enrollment
from workflows.outbox import OutboxEvent
from workflows.people.models import RoleAssignment, User
from workflows.permissions import Role


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a message is about: the event, its enrollment, and the record that it names (a payment, a check-in, …)."""

    event: OutboxEvent
    enrollment: Enrollment | None
    subject: Any
    now: datetime


Recipients = Callable[[Occasion, Session], Sequence[User]]


def affiliate(*roles: Role) -> Recipients:
    """The people of the enrollment's affiliate who hold one of the roles."""

    def find(occasion: Occasion, session: Session) -> Sequence[User]:
        assert occasion.enrollment is not None
        return _holders(session, roles, affiliate_id=occasion.enrollment.affiliate_id, at=occasion.event.at)

    return find


def national(*roles: Role) -> Recipients:
    """The people of the national office who hold one of the roles."""

    def find(occasion: Occasion, session: Session) -> Sequence[User]:
        return _holders(session, roles, affiliate_id=None, at=occasion.event.at)

    return find


def the_person(occasion: Occasion, _session: Session) -> Sequence[User]:
    return [occasion.subject]


def the_asker(occasion: Occasion, _session: Session) -> Sequence[User]:
    """Who asked the question that was answered."""
    return [occasion.subject.question.asked_by]


def the_reviewer(occasion: Occasion, _session: Session) -> Sequence[User]:
    return [occasion.subject.reviewer]


def payment_approvers(occasion: Occasion, session: Session) -> Sequence[User]:
    """Who may approve it: never the one who asked."""
    found = national(Role.PROGRAM_MANAGER, Role.FINANCE_OFFICER)(occasion, session)
    return [person for person in found if person.id != occasion.subject.requested_by_id]


def both_sides(occasion: Occasion, session: Session) -> Sequence[User]:
    """The coach and the affiliate's director and data lead, without the one who did it."""
    there = affiliate(Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_DATA_LEAD)(occasion, session)
    everyone = {person.id: person for person in (occasion.subject.coach, *there)}
    return [person for person in everyone.values() if person.id != occasion.event.actor_id]


def the_coach(occasion: Occasion, session: Session) -> Sequence[User]:
    """The coach; the program managers while nobody coaches the affiliate."""
    assert occasion.enrollment is not None
    coach = occasion.enrollment.coach
    return [coach] if coach is not None else national(Role.PROGRAM_MANAGER)(occasion, session)


def _holders(session: Session, roles: Sequence[Role], *, affiliate_id: int | None, at: datetime) -> Sequence[User]:
    """Those who hold one of the roles and held it when the thing happened."""
    held = select(RoleAssignment.user_id).where(
        RoleAssignment.role.in_(roles),
        RoleAssignment.affiliate_id == affiliate_id,
        RoleAssignment.ended_at.is_(None),
        or_(RoleAssignment.expires_at.is_(None), RoleAssignment.expires_at > at),
    )
    return session.scalars(select(User).where(User.id.in_(held)).order_by(User.id)).all()
