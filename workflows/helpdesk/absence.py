"""Who answers while somebody is away: their open tickets go to a colleague, and come back afterwards."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from workflows.clock import local_date
from workflows.errors import DomainError, Reason
from workflows.helpdesk.answers import AWAY_DAYS_MAX
from workflows.helpdesk.models import Cover
from workflows.helpdesk.operations import Owner, give_to
from workflows.helpdesk.queries import list_covers, list_helpers, list_open_of, list_unended_covers
from workflows.people.models import User
from workflows.permissions import PROGRAM, Actor, Permission, require


@dataclass(frozen=True, slots=True)
class Absence:
    """From the first to the last day away, both included."""

    starts_on: date
    ends_on: date
    covered_by_id: int


def plan_cover(person: User, absence: Absence, *, session: Session, actor: Actor, now: datetime) -> Cover:
    """Write down who answers for the person; begins at once when the first day has come.

    Whoever assigns coaches may do it for a colleague who cannot. Raises DomainError, Forbidden.
    """
    require(actor, Permission.ANSWER_TICKET if person.id == actor.id else Permission.ASSIGN_COACH)
    today = local_date(now, person.time_zone)
    _check(absence, today=today, person_id=person.id, session=session)
    helpers = {helper.id for helper in list_helpers(session, now=now)}
    if person.id not in helpers:
        raise DomainError(Reason("This person answers no questions.", "person"))
    if absence.covered_by_id not in helpers or absence.covered_by_id == person.id:
        raise DomainError(Reason("Choose a colleague who answers questions.", "covered_by"))
    cover = Cover(
        person_id=person.id,
        covered_by_id=absence.covered_by_id,
        starts_on=absence.starts_on,
        ends_on=absence.ends_on,
    )
    session.add(cover)
    session.flush()  # its people are loaded below
    if absence.starts_on <= today:
        _begin(cover, session=session, actor=actor, now=now)
    return cover


def end_cover(cover: Cover, *, session: Session, actor: Actor, now: datetime) -> None:
    """Back again, or not away after all: what the colleague still keeps open comes back."""
    if not actor.is_program and cover.person_id != actor.id:
        require(actor, Permission.ASSIGN_COACH)
    if cover.ended_at is not None:
        raise DomainError("This has ended already.")
    cover.ended_at = now
    note = f"{cover.person.name} is back."
    for ticket in list_open_of(session, cover.covered_by_id, covered_for_id=cover.person_id):
        give_to(ticket, Owner(cover.person_id), note=note, session=session, actor=actor, now=now)


def keep_covers(*, session: Session, now: datetime) -> int:
    """Begin and end what the calendar asks for; returns how many covers began or ended."""
    changed = 0
    for cover in list_unended_covers(session):
        today = local_date(now, cover.person.time_zone)
        if cover.ends_on < today:
            end_cover(cover, session=session, actor=PROGRAM, now=now)
            changed += 1
        elif cover.starts_on <= today and cover.begun_at is None:
            _begin(cover, session=session, actor=PROGRAM, now=now)
            changed += 1
    return changed


def _begin(cover: Cover, *, session: Session, actor: Actor, now: datetime) -> None:
    cover.begun_at = now
    last = f"{cover.ends_on.day} {cover.ends_on:%B}"
    note = f"{cover.person.name} is away until {last}; {cover.covered_by.name} answers."
    for ticket in list_open_of(session, cover.person_id):
        if ticket.asked_by_id != cover.covered_by_id:  # nobody answers what they asked
            owner = Owner(cover.covered_by_id, covered_for_id=cover.person_id)
            give_to(ticket, owner, note=note, session=session, actor=actor, now=now)


def _check(absence: Absence, *, today: date, person_id: int, session: Session) -> None:
    if absence.ends_on < absence.starts_on:
        raise DomainError(Reason("The last day is before the first one.", "ends_on"))
    if absence.ends_on < today:
        raise DomainError(Reason("These days are over.", "ends_on"))
    if absence.ends_on - absence.starts_on > timedelta(days=AWAY_DAYS_MAX):
        raise DomainError(Reason(f"Up to {AWAY_DAYS_MAX} days. For longer, hand your tickets on.", "ends_on"))
    for other in list_covers(session, person_id):
        if other.starts_on <= absence.ends_on and absence.starts_on <= other.ends_on:
            raise DomainError(Reason("It is settled already who answers in some of these days.", "starts_on"))
