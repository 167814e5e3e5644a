"""Who is there at an affiliate to press submit and to certify; sentences that name them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from workflows.people.models import RoleAssignment, User
from workflows.permissions import Actor, Permission, Role, can
from workflows.proposals.models import Proposal

_FIRST = (Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_DATA_LEAD, Role.AFFILIATE_STAFF, Role.AFFILIATE_FINANCE)


@dataclass(frozen=True, slots=True)
class Member:
    """An active person of the affiliate; `role` is the first of their roles, in plain words."""

    id: int
    name: str
    role: str
    certifies: bool

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody of one affiliate who can press submit, directors first."""

    members: tuple[Member, ...]

    def is_alone(self, actor: Actor) -> bool:
        """Whether this person is the only one there, so that nobody else could press or certify."""
        return [member.id for member in self.members] == [actor.id]

    def others(self, person_id: int | None) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.id != person_id)

    def certifiers(self, *, but: int | None = None) -> tuple[Member, ...]:
        return tuple(member for member in self.others(but) if member.certifies)


def list_team(session: Session, proposal: Proposal, *, now: datetime) -> Team:
    """The active people with a role at the proposal's affiliate now; two queries."""
    affiliate_id = proposal.enrollment.affiliate_id
    held = select(RoleAssignment.user_id).where(
        RoleAssignment.affiliate_id == affiliate_id,
        RoleAssignment.ended_at.is_(None),
        or_(RoleAssignment.expires_at.is_(None), RoleAssignment.expires_at > now),
    )
    people = session.scalars(
        select(User).where(User.id.in_(held), User.is_active).options(selectinload(User.roles)).order_by(User.name)
    ).all()
    members = [_member(person, proposal, now=now) for person in people]
    return Team(tuple(sorted(members, key=lambda member: not member.certifies)))


def _member(person: User, proposal: Proposal, *, now: datetime) -> Member:
    actor = person.as_actor(now)
    role = next(role for role in _FIRST if actor.holds(role))
    words = role.label.removeprefix("Affiliate ")
    return Member(person.id, person.name, words, can(actor, Permission.SUBMIT_PROPOSAL, proposal))


def named(members: Sequence[Member]) -> str:
    """`Lee Abara (data lead) or Bo Lee (staff)`."""
    if not members:
        return ""
    *first, last = map(str, members)
    return f"{', '.join(first)} or {last}" if first else last
