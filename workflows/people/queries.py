"""People and affiliates as the pages and the other slices need them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from workflows.errors import NotFound
from workflows.people.models import Affiliate, RecoveryCode, RoleAssignment, User
from workflows.permissions import Role


def list_people_of(session: Session, affiliate_id: int) -> Sequence[User]:
    """Active users with a role in the affiliate, by name."""
    holds = select(RoleAssignment.user_id).where(
        RoleAssignment.affiliate_id == affiliate_id, RoleAssignment.ended_at.is_(None)
    )
    return session.scalars(select(User).where(User.id.in_(holds), User.is_active).order_by(User.name)).all()


def find_by_email(session: Session, email: str) -> User | None:
    """The person with this e-mail address, whatever its capitals; with roles."""
    return session.scalar(select(User).where(User.email == email.strip().lower()))


def find_person(session: Session, person_id: int | None) -> User | None:
    """With roles; None for nobody."""
    return None if person_id is None else session.get(User, person_id)


def names_of(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """The names of these people by id."""
    if not person_ids:
        return {}
    return {row.id: row.name for row in session.execute(select(User.id, User.name).where(User.id.in_(person_ids)))}


def get_person(session: Session, person_id: int) -> User:
    """With roles and their affiliates; raises NotFound."""
    found = session.scalar(select(User).where(User.id == person_id).options(_with_roles()))
    if found is None:
        raise NotFound()
    return found


def get_role_assignment(session: Session, assignment_id: int) -> RoleAssignment:
    """With its person; raises NotFound."""
    loading = joinedload(RoleAssignment.user)
    found = session.scalar(select(RoleAssignment).where(RoleAssignment.id == assignment_id).options(loading))
    if found is None:
        raise NotFound()
    return found


def _with_roles() -> ORMOption:
    """A function, as the mappers of every slice are not there yet while this module is read."""
    return selectinload(User.roles).options(joinedload(RoleAssignment.affiliate))


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Which people a list shows: part of a name or address, and a role, `without_role` or `inactive`."""

    text: str = ""
    role: str = ""


WITHOUT_ROLE = "without_role"
INACTIVE = "inactive"


def list_people(
    session: Session, wanted: PeopleFilter, *, now: datetime, offset: int, at_most: int, newest_first: bool = False
) -> Sequence[User]:
    """One page of people, by name or the newest first, with roles and their affiliates."""
    order = (User.id.desc(),) if newest_first else (func.lower(User.name), User.id)
    page = _filtered(select(User), wanted, now=now).order_by(*order).offset(offset).limit(at_most)
    return session.scalars(page.options(_with_roles())).all()


def count_people(session: Session, wanted: PeopleFilter, *, now: datetime) -> int:
    return session.scalar(_filtered(select(func.count(User.id)), wanted, now=now)) or 0


def _filtered(people: Select[Any], wanted: PeopleFilter, *, now: datetime) -> Select[Any]:
    holds = exists().where(
        RoleAssignment.user_id == User.id,
        RoleAssignment.ended_at.is_(None),
        or_(RoleAssignment.expires_at.is_(None), RoleAssignment.expires_at > now),
    )
    if wanted.text.strip():
        text = wanted.text.strip()
        people = people.where(
            or_(User.name.icontains(text, autoescape=True), User.email.icontains(text, autoescape=True))
        )
    if wanted.role == INACTIVE:
        return people.where(User.is_active.is_(False))
    if wanted.role == WITHOUT_ROLE:
        return people.where(User.is_active, ~holds)
    if wanted.role in set(Role):
        return people.where(holds.where(RoleAssignment.role == Role(wanted.role)))
    return people


def count_administrators(session: Session, *, now: datetime, besides: int | None = None) -> int:
    """People who can sign in and administer now, not counting the person `besides`."""
    administrators = (
        select(func.count(func.distinct(User.id)))
        .join(RoleAssignment, RoleAssignment.user_id == User.id)
        .where(
            RoleAssignment.role == Role.NETWORK_ADMINISTRATOR,
            RoleAssignment.ended_at.is_(None),
            or_(RoleAssignment.expires_at.is_(None), RoleAssignment.expires_at > now),
            User.is_active,
            User.password_hash.is_not(None),
        )
    )
    if besides is not None:
        administrators = administrators.where(User.id != besides)
    return session.scalar(administrators) or 0


def hold_administrators(session: Session) -> None:
    """Until the transaction ends nobody else ends an administrator's role: two who remove each other leave one."""
    held = RoleAssignment.role == Role.NETWORK_ADMINISTRATOR, RoleAssignment.ended_at.is_(None)
    session.execute(select(RoleAssignment.id).where(*held).order_by(RoleAssignment.id).with_for_update())


def list_affiliates(session: Session) -> Sequence[Affiliate]:
    """All of the network, by name."""
    return session.scalars(select(Affiliate).order_by(Affiliate.name)).all()


def find_affiliate_by_code(session: Session, code: str) -> Affiliate | None:
    return session.scalar(select(Affiliate).where(func.lower(Affiliate.code) == code.strip().lower()))


def count_recovery_codes(session: Session, user_id: int) -> int:
    """How many of the person's recovery codes are left."""
    left = select(func.count(RecoveryCode.id)).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return session.scalar(left) or 0
