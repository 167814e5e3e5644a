"""Who gets a message: small functions from what happened to people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from workflows.enrollments.models import Enrollment, Participant
from workflows.outbox import OutboxEvent
from workflows.people.models import RoleAssignment, User
from workflows.permissions import Role
from workflows.proposals.models import Proposal
from workflows.reviews.models import Review


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
        return holders(session, roles, affiliate_id=occasion.enrollment.affiliate_id, at=occasion.event.at)

    return find


def national(*roles: Role) -> Recipients:
    """The people of the national office who hold one of the roles."""

    def find(occasion: Occasion, session: Session) -> Sequence[User]:
        return holders(session, roles, affiliate_id=None, at=occasion.event.at)

    return find


def the_person(occasion: Occasion, _session: Session) -> Sequence[User]:
    return [occasion.subject]


def the_participant(occasion: Occasion, session: Session) -> Sequence[User]:
    """The participant that the record is, if they have an account by now."""
    return _accounts_of(session, occasion.subject)


def who_asked(occasion: Occasion, session: Session) -> Sequence[User]:
    """The participant whom the record is about, and whoever spoke for them."""
    spoke = session.get_one(User, occasion.subject.asked_by_id)
    everyone = {person.id: person for person in (*_accounts_of(session, occasion.subject.participant), spoke)}
    return list(everyone.values())


def who_wrote(occasion: Occasion, session: Session) -> Sequence[User]:
    """The participant whose own words the record holds."""
    return _accounts_of(session, occasion.subject.participant)


def _accounts_of(session: Session, participant: Participant) -> Sequence[User]:
    if participant.user_id is not None:
        return [session.get_one(User, participant.user_id)]
    return session.scalars(select(User).where(func.lower(User.email) == participant.email.lower())).all()


def directors_to_certify(occasion: Occasion, session: Session) -> Sequence[User]:
    """The directors of the affiliate, without the one who pressed submit."""
    found = affiliate(Role.AFFILIATE_DIRECTOR)(occasion, session)
    return [person for person in found if person.id != occasion.event.actor_id]


def who_pressed(occasion: Occasion, session: Session) -> Sequence[User]:
    """Who handed over what came back; nobody when they sent it back themselves."""
    pressed = session.get_one(User, occasion.event.details["presser_id"])
    return [] if pressed.id == occasion.event.actor_id else [pressed]


def who_asked_it(occasion: Occasion, _session: Session) -> Sequence[User]:
    """Who asked the board the question that was answered."""
    return [occasion.subject.question.asked_by]


def the_reviewer(occasion: Occasion, _session: Session) -> Sequence[User]:
    return [occasion.subject.reviewer]


def review_managers(occasion: Occasion, session: Session) -> Sequence[User]:
    """The program managers, without those who review or reviewed the proposal: it may be closed to them."""
    assert occasion.enrollment is not None
    seats = select(Review.reviewer_id).join(Proposal).where(Proposal.enrollment_id == occasion.enrollment.id)
    readers = set(session.scalars(seats))
    return [person for person in national(Role.PROGRAM_MANAGER)(occasion, session) if person.id not in readers]


def the_author(occasion: Occasion, session: Session) -> Sequence[User]:
    """Who began a learning review."""
    return [session.get_one(User, occasion.subject.author_id)]


def learning_approvers(occasion: Occasion, session: Session) -> Sequence[User]:
    """Who may approve what a pilot taught: nobody who wrote in it."""
    found = national(Role.PROGRAM_MANAGER, Role.NETWORK_ADMINISTRATOR)(occasion, session)
    return [person for person in found if person.id not in occasion.subject.reach.author_ids]


def the_interested(occasion: Occasion, session: Session) -> Sequence[User]:
    """The director who said that the affiliate is interested."""
    return [session.get_one(User, occasion.subject.expressed_by_id)]


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


def coach_of_year(occasion: Occasion) -> Sequence[User]:
    """The coach, where the affiliate has one."""
    assert occasion.enrollment is not None
    return [] if occasion.enrollment.coach is None else [occasion.enrollment.coach]


def trainees(occasion: Occasion, session: Session) -> Sequence[User]:
    """The affiliate's participants with an account, and its director and data lead, who tell the others."""
    assert occasion.enrollment is not None
    leaders = affiliate(Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_DATA_LEAD)(occasion, session)
    rows = (
        select(User)
        .join(Participant, or_(Participant.user_id == User.id, func.lower(Participant.email) == User.email))
        .where(Participant.enrollment_id == occasion.enrollment.id)
        .order_by(User.id)
    )
    return list({person.id: person for person in (*session.scalars(rows), *leaders)}.values())


def coach_and_director(occasion: Occasion, session: Session) -> Sequence[User]:
    """Of the affiliate that the data role belongs to, also outside of a year; without the one who did it."""
    directors = holders(
        session, (Role.AFFILIATE_DIRECTOR,), affiliate_id=occasion.subject.affiliate_id, at=occasion.event.at
    )
    coaches = the_coach(occasion, session) if occasion.enrollment is not None else []
    everyone = {person.id: person for person in (*coaches, *directors)}
    return [person for person in everyone.values() if person.id != occasion.event.actor_id]


def the_asker(occasion: Occasion, _session: Session) -> Sequence[User]:
    return [occasion.subject.asked_by]


def the_owner(occasion: Occasion, session: Session) -> Sequence[User]:
    """The ticket's owner; the program managers while it has none who is here. Never the one who did it."""
    owner = occasion.subject.owner
    found = [owner] if owner is not None and owner.is_active else national(Role.PROGRAM_MANAGER)(occasion, session)
    return [person for person in found if person.id != occasion.event.actor_id]


def holders(session: Session, roles: Sequence[Role], *, affiliate_id: int | None, at: datetime) -> Sequence[User]:
    """Those who hold one of the roles, inside the affiliate or nationally, and held it when the thing happened."""
    held = select(RoleAssignment.user_id).where(
        RoleAssignment.role.in_(roles),
        RoleAssignment.affiliate_id == affiliate_id,
        RoleAssignment.ended_at.is_(None),
        or_(RoleAssignment.expires_at.is_(None), RoleAssignment.expires_at > at),
    )
    return session.scalars(select(User).where(User.id.in_(held)).order_by(User.id)).all()
