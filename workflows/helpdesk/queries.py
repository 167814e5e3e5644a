"""Tickets, hours and covers as pages need them. Only `list_notes` reads the internal notes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from workflows.enrollments.models import Enrollment
from workflows.errors import NotFound
from workflows.helpdesk.models import (
    OPEN_STATES,
    Cover,
    Ticket,
    TicketMessage,
    TicketNote,
    TicketState,
    Urgency,
)
from workflows.people.models import Affiliate, RoleAssignment, User
from workflows.permissions import GRANTS, Actor, Permission, Role, Scope, require, scopes_of

HELPERS = frozenset(grant.role for grant in GRANTS if Permission.ANSWER_TICKET in grant.permissions)
WAITING_SHOWN = 12  # rows on Home


def visible_tickets(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """The WHERE clause over `help_tickets` for what this actor's grants reach. Every list starts with it."""
    scopes = scopes_of(actor, permission)
    if Scope.ANYWHERE in scopes:
        return true()
    reached: list[ColumnElement[bool]] = [false()]
    if Scope.OWN_AFFILIATE in scopes:
        reached.append(Ticket.affiliate_id.in_(actor.affiliate_ids))
    if Scope.COACHED in scopes:
        coached = select(Enrollment.id).where(Enrollment.coach_id == actor.id)
        reached += [
            Ticket.affiliate_id.is_not(None) & Ticket.enrollment_id.in_(coached),
            Ticket.owner_id == actor.id,
        ]
    if Scope.OWN in scopes:
        reached.append(Ticket.asked_by_id == actor.id)
    return or_(*reached)


def get_ticket(session: Session, ticket_id: int) -> Ticket:
    """With everybody in it and its messages, never the internal notes; raises NotFound."""
    loading = (
        joinedload(Ticket.asked_by, innerjoin=True),
        joinedload(Ticket.owner),
        joinedload(Ticket.covered_for),
        joinedload(Ticket.affiliate),
        joinedload(Ticket.enrollment),
        joinedload(Ticket.resource),
        selectinload(Ticket.messages).options(joinedload(TicketMessage.author, innerjoin=True)),
    )
    found = session.scalar(select(Ticket).where(Ticket.id == ticket_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def get_message(session: Session, message_id: int) -> TicketMessage:
    """With its ticket and author; raises NotFound."""
    loading = (
        joinedload(TicketMessage.author, innerjoin=True),
        joinedload(TicketMessage.ticket, innerjoin=True).options(
            joinedload(Ticket.enrollment), joinedload(Ticket.asked_by), joinedload(Ticket.affiliate)
        ),
    )
    found = session.scalar(select(TicketMessage).where(TicketMessage.id == message_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def list_notes(session: Session, ticket: Ticket, *, actor: Actor) -> Sequence[TicketNote]:
    """What staff told each other, oldest first; raises Forbidden for everyone else."""
    require(actor, Permission.SEE_TICKET_NOTES, ticket)
    loading = (joinedload(TicketNote.author), joinedload(TicketNote.handed_to))
    rows = select(TicketNote).where(TicketNote.ticket_id == ticket.id).options(*loading).order_by(TicketNote.id)
    return session.scalars(rows).all()


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """What a list of tickets shows. `state` may be `open`; `owner` is a person's id, or 0 for nobody's."""

    state: str = "open"
    urgency: Urgency | None = None
    owner: int | None = None
    affiliate_id: int | None = None
    words: str = ""
    sort: str = "due"
    descending: bool = False


_SORTS: Mapping[str, Any] = {
    "due": Ticket.due_at.expression,
    "asked": Ticket.asked_at.expression,
    "affiliate": Affiliate.name,
    "state": Ticket.state.expression,
}
SORTS = tuple(_SORTS)


def list_tickets(
    session: Session, wanted: TicketFilter, *, actor: Actor, offset: int = 0, at_most: int = 25
) -> Sequence[Ticket]:
    """One page of what this actor may see, with asker, owner and affiliate; by due time those that wait come first."""
    column = _SORTS[wanted.sort]
    order = (column.desc() if wanted.descending else column.asc()).nulls_last()
    awaited = [] if wanted.sort != "due" else [case((Ticket.state == TicketState.NEW, 0), else_=1)]
    rows = _chosen(select(Ticket), wanted, actor).options(
        contains_eager(Ticket.affiliate),
        joinedload(Ticket.owner),
        joinedload(Ticket.asked_by, innerjoin=True),
    )
    return session.scalars(rows.order_by(*awaited, order, Ticket.id).offset(offset).limit(at_most)).all()


def iterate_tickets(session: Session, wanted: TicketFilter, *, actor: Actor, size: int = 500) -> Iterator[Ticket]:
    """All of them, read a few hundred at a time."""
    offset = 0
    while rows := list_tickets(session, wanted, actor=actor, offset=offset, at_most=size):
        yield from rows
        offset += size


def count_tickets(session: Session, wanted: TicketFilter, *, actor: Actor) -> int:
    return session.scalar(_chosen(select(func.count(Ticket.id)), wanted, actor)) or 0


def _chosen(rows: Select[Any], wanted: TicketFilter, actor: Actor) -> Select[Any]:
    rows = rows.outerjoin(Affiliate, Affiliate.id == Ticket.affiliate_id)
    rows = rows.where(visible_tickets(actor, Permission.SEE_TICKETS))
    if wanted.state == "open":
        rows = rows.where(Ticket.state.in_(OPEN_STATES))
    elif wanted.state in set(TicketState):
        rows = rows.where(Ticket.state == TicketState(wanted.state))
    if wanted.urgency is not None:
        rows = rows.where(Ticket.urgency == wanted.urgency)
    if wanted.affiliate_id is not None:
        rows = rows.where(Ticket.affiliate_id == wanted.affiliate_id)
    if wanted.owner is not None:
        rows = rows.where(_is_nobodys() if wanted.owner == 0 else Ticket.owner_id == wanted.owner)
    for word in wanted.words.split():
        columns = (Ticket.subject, Affiliate.name)
        rows = rows.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return rows


def _is_nobodys() -> ColumnElement[bool]:
    """The queue: tickets without an owner, and those whose owner has left."""
    gone = select(User.id).where(User.is_active.is_(False))
    return Ticket.owner_id.is_(None) | Ticket.owner_id.in_(gone)


def list_waiting_for(session: Session, actor: Actor, *, at_most: int = WAITING_SHOWN) -> Sequence[Ticket]:
    """What this person should answer now, by due time: their own, and the queue's for a program manager."""
    mine = [Ticket.owner_id == actor.id]
    if actor.holds(Role.PROGRAM_MANAGER):
        mine.append(_is_nobodys())
    rows = (
        select(Ticket)
        .where(
            visible_tickets(actor, Permission.ANSWER_TICKET),
            Ticket.state == TicketState.NEW,
            Ticket.asked_by_id != actor.id,
            or_(*mine),
        )
        .options(joinedload(Ticket.affiliate), joinedload(Ticket.asked_by, innerjoin=True))
        .order_by(Ticket.due_at, Ticket.id)
        .limit(at_most)
    )
    return session.scalars(rows).all()


def list_own_open(session: Session, actor: Actor, *, at_most: int = 5) -> Sequence[Ticket]:
    """The open questions that this person asked: what they should read or answer first."""
    rows = (
        select(Ticket)
        .where(Ticket.asked_by_id == actor.id, Ticket.state.in_(OPEN_STATES))
        .order_by(Ticket.changed_at.desc(), Ticket.id.desc())
        .limit(at_most)
    )
    return session.scalars(rows).all()


def find_year_of(session: Session, affiliate_id: int) -> Enrollment | None:
    """The affiliate's newest enrollment that has a coach, with them; its newest one where none has."""
    rows = select(Enrollment).where(Enrollment.affiliate_id == affiliate_id).options(joinedload(Enrollment.coach))
    return session.scalar(rows.order_by(Enrollment.coach_id.is_(None), Enrollment.id.desc()).limit(1))


def list_helpers(session: Session, *, now: datetime) -> Sequence[User]:
    """Everyone who may answer tickets, by name."""
    held = select(RoleAssignment.user_id).where(
        RoleAssignment.role.in_(HELPERS),
        RoleAssignment.ended_at.is_(None),
        or_(RoleAssignment.expires_at.is_(None), RoleAssignment.expires_at > now),
    )
    return session.scalars(select(User).where(User.id.in_(held), User.is_active).order_by(User.name, User.id)).all()


def list_owners(session: Session, *, actor: Actor) -> Sequence[tuple[int, str]]:
    """(id, name) of those who own a ticket that this actor may see."""
    owned = select(Ticket.owner_id).where(visible_tickets(actor, Permission.SEE_TICKETS))
    return [
        (row.id, row.name)
        for row in session.execute(select(User.id, User.name).where(User.id.in_(owned)).order_by(User.name))
    ]


def list_asking_affiliates(session: Session, *, actor: Actor) -> Sequence[tuple[int, str]]:
    """(id, name) of the affiliates with a ticket that this actor may see."""
    asked = select(Ticket.affiliate_id).where(visible_tickets(actor, Permission.SEE_TICKETS))
    rows = select(Affiliate.id, Affiliate.name).where(Affiliate.id.in_(asked)).order_by(Affiliate.name)
    return [(row.id, row.name) for row in session.execute(rows)]


def get_cover(session: Session, cover_id: int) -> Cover:
    """With both people; raises NotFound."""
    loading = (joinedload(Cover.person, innerjoin=True), joinedload(Cover.covered_by, innerjoin=True))
    found = session.scalar(select(Cover).where(Cover.id == cover_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def list_covers(session: Session, person_id: int | None) -> Sequence[Cover]:
    """The covers of this person that are planned or under way, by first day."""
    rows = select(Cover).where(Cover.person_id == person_id, Cover.ended_at.is_(None))
    return session.scalars(rows.options(joinedload(Cover.covered_by, innerjoin=True)).order_by(Cover.starts_on)).all()


def find_cover(session: Session, person_id: int, *, today: date) -> Cover | None:
    """Who answers for this person on that day."""
    rows = select(Cover).where(
        Cover.person_id == person_id, Cover.ended_at.is_(None), Cover.starts_on <= today, Cover.ends_on >= today
    )
    return session.scalar(rows.options(joinedload(Cover.covered_by, innerjoin=True)).order_by(Cover.id).limit(1))


def list_unended_covers(session: Session) -> Sequence[Cover]:
    """Every cover that still has something to do: to begin or to end."""
    loading = (joinedload(Cover.person, innerjoin=True), joinedload(Cover.covered_by, innerjoin=True))
    return session.scalars(select(Cover).where(Cover.ended_at.is_(None)).options(*loading).order_by(Cover.id)).all()


def list_open_of(session: Session, owner_id: int, *, covered_for_id: int | None = None) -> Sequence[Ticket]:
    """The open tickets of this owner, or only those that they keep for a colleague."""
    rows = select(Ticket).where(Ticket.owner_id == owner_id, Ticket.state.in_(OPEN_STATES))
    if covered_for_id is not None:
        rows = rows.where(Ticket.covered_for_id == covered_for_id)
    return session.scalars(rows.order_by(Ticket.id)).all()


def list_response_times(session: Session, *, since: datetime) -> Sequence[tuple[datetime, datetime, datetime | None]]:
    """(asked at, first answer due at, first answered at) of every ticket since then, oldest first."""
    rows = (
        select(Ticket.asked_at, Ticket.first_due_at, Ticket.first_answered_at)
        .where(Ticket.asked_at >= since)
        .order_by(Ticket.asked_at)
    )
    return [(asked, due, answered) for asked, due, answered in session.execute(rows)]


def list_kept_digests(session: Session) -> frozenset[str]:
    """The files that messages hold, for the sweep that removes what nothing needs."""
    held = session.scalars(select(TicketMessage.file_sha256).where(TicketMessage.file_sha256.is_not(None)))
    return frozenset(digest for digest in held if digest is not None)
