"""What administrators do with people: invite, give and end roles, deactivate, help with a lost phone."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.errors import DomainError, Reason
from workflows.outbox import announce
from workflows.people.accounts import turn_off_two_steps
from workflows.people.models import RoleAssignment, User
from workflows.people.queries import count_administrators, find_by_email, hold_administrators
from workflows.permissions import Actor, Permission, Role, can, require

LAST_ADMINISTRATOR = (
    "This is the only administrator who can sign in. Make somebody else administrator first, and let them join."
)


def invite_person(
    *,
    email: str,
    name: str,
    role: Role,
    affiliate_id: int | None,
    session: Session,
    actor: Actor,
    now: datetime,
    expires_at: datetime | None = None,
    is_told: bool = True,
) -> User:
    """The person with this address, holding the role; a new person gets the invitation by mail.

    Somebody who has an account only gets the role, and doing it twice changes nothing. Whoever invites affiliates
    may give roles inside them; national roles are the administrator's. With `is_told` False another message brings
    the link, as the invitation into a cohort does. Raises Forbidden, or DomainError with what does not fit.
    """
    if role.is_national or not can(actor, Permission.INVITE_AFFILIATE):
        require(actor, Permission.MANAGE_USERS)
    user = find_by_email(session, email)
    if user is not None and not user.is_active:
        raise DomainError(Reason(f"{user.name} has an account that is deactivated. Reactivate it first.", "email"))
    if user is None:
        user = User(email=email.strip().lower(), name=name.strip(), invited_at=now)
        session.add(user)
        session.flush()  # the announcement and the role name the person by number
        if is_told:
            announce(session, "person_invited", now=now, actor_id=actor.id, subject_id=user.id, name=user.name)
    if find_held(user, role, affiliate_id, now=now) is None:
        give_role(
            user,
            role=role,
            affiliate_id=affiliate_id,
            expires_at=expires_at,
            session=session,
            actor=actor,
            now=now,
        )
    return user


def find_held(user: User, role: Role, affiliate_id: int | None, *, now: datetime) -> RoleAssignment | None:
    """The assignment by which the person holds this role now."""
    return next((r for r in list_held(user, now=now) if (r.role, r.affiliate_id) == (role, affiliate_id)), None)


def list_held(user: User, *, now: datetime) -> list[RoleAssignment]:
    """The person's roles that are neither ended nor expired, in the order they were given."""
    return [r for r in user.roles if r.ended_at is None and (r.expires_at is None or r.expires_at > now)]


def give_role(
    user: User,
    *,
    role: Role,
    affiliate_id: int | None,
    session: Session,
    actor: Actor,
    now: datetime,
    expires_at: datetime | None = None,
) -> RoleAssignment:
    """One more role; an expired one of the same kind is ended first. Raises DomainError with what does not fit."""
    reasons = _why_not_role(user, role, affiliate_id, expires_at=expires_at, now=now)
    if reasons:
        raise DomainError(*reasons)
    for expired in (r for r in user.roles if r.ended_at is None and (r.role, r.affiliate_id) == (role, affiliate_id)):
        expired.ended_at = expired.expires_at
    session.flush()  # the database lets a role be held once: the expired one ends before the new one begins
    given = RoleAssignment(
        user=user,
        role=role,
        affiliate_id=affiliate_id,
        granted_by_id=actor.id,
        granted_at=now,
        expires_at=expires_at,
    )
    session.add(given)
    return given


def _why_not_role(
    user: User, role: Role, affiliate_id: int | None, *, expires_at: datetime | None, now: datetime
) -> list[Reason]:
    reasons = []
    if not role.is_national and affiliate_id is None:
        reasons.append(Reason(f"Choose the affiliate that this {role.label.lower()} works for.", "affiliate"))
    if role.is_national and affiliate_id is not None:
        reasons.append(Reason(f"A {role.label.lower()} works for the national office: leave the affiliate empty.",
                              "affiliate"))  # fmt: skip
    if role is Role.AUDITOR and expires_at is None:
        reasons.append(Reason("An auditor reads for a limited time: say until which day.", "expires_on"))
    if expires_at is not None and expires_at <= now:
        reasons.append(Reason("This day is over. Choose a later one.", "expires_on"))
    if find_held(user, role, affiliate_id, now=now) is not None:
        reasons.append(Reason(f"{user.name} has this role already.", "role"))
    return reasons


def why_not_end_role(held: RoleAssignment, *, session: Session, now: datetime) -> tuple[Reason, ...]:
    """Every reason against ending the role now: somebody must be left who can administer."""
    if held.role is Role.NETWORK_ADMINISTRATOR and not count_administrators(session, now=now, besides=held.user_id):
        return (Reason(LAST_ADMINISTRATOR),)
    return ()


def end_role(held: RoleAssignment, *, session: Session, actor: Actor, now: datetime) -> None:
    """The person no longer holds it from this moment; raises DomainError for the last administrator."""
    hold_administrators(session)
    reasons = why_not_end_role(held, session=session, now=now)
    if reasons:
        raise DomainError(*reasons)
    if held.ended_at is not None:
        return
    held.ended_at = now
    name, role = held.user.name, held.role.label.lower()
    announce(session, "role_ended", now=now, actor_id=actor.id, subject_id=held.user_id, name=name, role=role)


def why_not_deactivate(user: User, *, session: Session, actor: Actor, now: datetime) -> tuple[Reason, ...]:
    if user.id == actor.id:
        return (Reason("This is your own account. Another administrator can deactivate it."),)
    administers = find_held(user, Role.NETWORK_ADMINISTRATOR, None, now=now) is not None
    if administers and not count_administrators(session, now=now, besides=user.id):
        return (Reason(LAST_ADMINISTRATOR),)
    return ()


def deactivate(user: User, *, session: Session, actor: Actor, now: datetime) -> None:
    """The person can no longer sign in, and every open session of theirs ends; raises DomainError with the reasons."""
    hold_administrators(session)
    reasons = why_not_deactivate(user, session=session, actor=actor, now=now)
    if reasons:
        raise DomainError(*reasons)
    user.is_active = False
    user.session_epoch += 1
    announce(session, "account_deactivated", now=now, actor_id=actor.id, subject_id=user.id, name=user.name)


def reactivate(user: User) -> None:
    """The person can sign in again, with the roles that they still hold."""
    user.is_active = True


def why_not_invite_again(user: User) -> tuple[Reason, ...]:
    if not user.is_active:
        return (Reason(f"{user.name}’s account is deactivated. Reactivate it first."),)
    if user.joined_at is not None:
        return (Reason(f"{user.name} has joined already and can ask for a new password on the sign-in page."),)
    return ()


def invite_again(user: User, *, session: Session, actor: Actor, now: datetime) -> None:
    """Owe the invitation once more; raises DomainError when the person has joined."""
    reasons = why_not_invite_again(user)
    if reasons:
        raise DomainError(*reasons)
    user.invited_at = now
    announce(session, "person_invited", now=now, actor_id=actor.id, subject_id=user.id, name=user.name)


def reset_two_steps(user: User, *, session: Session) -> None:
    """For a lost phone: the person sets the app up again after their next sign-in. Ends every session of theirs."""
    if not user.has_two_steps:
        raise DomainError(f"{user.name} has no two-step sign-in to reset.")
    turn_off_two_steps(user, session=session)
