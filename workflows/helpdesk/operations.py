"""What happens to a ticket: asked, answered, replied to, handed on, solved; and a resource made from an answer."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.attached import KeptFile, hold
from workflows.clock import local_date
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Reason, Stale
from workflows.helpdesk import answers
from workflows.helpdesk.business_time import due_after
from workflows.helpdesk.lifecycle import TICKET
from workflows.helpdesk.models import Ticket, TicketMessage, TicketNote, TicketState, Urgency
from workflows.helpdesk.queries import find_cover, find_year_of, list_helpers
from workflows.library.models import ReadBy, Resource, ResourceKind
from workflows.library.operations import WrittenResource, write_resource
from workflows.machine import Transition
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, require


@dataclass(frozen=True, slots=True)
class AskedFrom:
    """Where a question was asked: an address without its query, the page's title, and the year it is about."""

    page: str = ""
    title: str = ""
    enrollment: Enrollment | None = None


@dataclass(frozen=True, slots=True)
class Question:
    subject: str
    text: str
    urgency: Urgency
    file: KeptFile | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers; None is the program managers' queue. `covered_for_id` when somebody stands in."""

    person_id: int | None = None
    covered_for_id: int | None = None


def ask_for_help(
    question: Question,
    *,
    asked_from: AskedFrom,
    time_zone: str,
    session: Session,
    actor: Actor,
    now: datetime,
) -> Ticket:
    """A new ticket with its context, owner and due time; announces it. `time_zone` is the asker's.

    Inside an affiliate the ticket is the affiliate's; what the national office asks belongs to no affiliate.
    Raises Forbidden.
    """
    require(actor, Permission.ASK_FOR_HELP)
    assert actor.id is not None
    affiliate_id = _affiliate_of(actor, asked_from.enrollment)
    year = _year_of(affiliate_id, asked_from.enrollment, session=session)
    owner = find_owner(affiliate_id, year, asker_id=actor.id, session=session, now=now)
    due_at = due_after(now, business_days=question.urgency.business_days, zone=time_zone)
    ticket = Ticket(
        asked_by_id=actor.id,
        affiliate_id=affiliate_id,
        enrollment_id=year.id if year is not None else None,
        subject=question.subject,
        urgency=question.urgency,
        owner_id=owner.person_id,
        covered_for_id=owner.covered_for_id,
        asked_at=now,
        time_zone=time_zone,
        first_due_at=due_at,
        due_at=due_at,
        changed_at=now,
        page=asked_from.page[: answers.PAGE_MAX],
        page_title=asked_from.title[: answers.TITLE_MAX],
        asker_role=actor.holdings[0].role.label if actor.holdings else "",
    )
    ticket.messages = [_message(question.text, question.file, is_answer=False, actor=actor, now=now)]
    session.add(ticket)
    session.flush()  # the announcement names the ticket by its number
    _announce("ticket_asked", ticket, session=session, actor=actor, now=now)
    return ticket


def find_owner(
    affiliate_id: int | None, year: Enrollment | None, *, asker_id: int, session: Session, now: datetime
) -> Owner:
    """The affiliate's coach, or whoever covers for the coach; the program managers' queue without one."""
    coach = year.coach if year is not None and affiliate_id is not None else None
    if coach is None or not coach.is_active or coach.id == asker_id:
        return Owner()
    cover = find_cover(session, coach.id, today=local_date(now, coach.time_zone))
    if cover is None or not cover.covered_by.is_active:
        return Owner(coach.id)
    return Owner(cover.covered_by_id, covered_for_id=coach.id)


def answer(
    ticket: Ticket,
    *,
    text: str,
    file: KeptFile | None,
    asks_back: bool,
    session: Session,
    actor: Actor,
    now: datetime,
) -> TicketMessage:
    """The other side's words; whoever answers a ticket of nobody becomes its owner. Raises Refused."""
    row = TICKET.move(ticket, "ask_back" if asks_back else "answer", actor=actor, now=now)
    ticket.first_answered_at = ticket.first_answered_at or now
    message = _add(ticket, text, file, is_answer=True, session=session, actor=actor, now=now)
    if ticket.owner_id is None:
        ticket.owner_id = actor.id
    _announce_row(row, ticket, session=session, actor=actor, now=now)
    return message


def reply(
    ticket: Ticket,
    *,
    text: str,
    file: KeptFile | None,
    session: Session,
    actor: Actor,
    now: datetime,
) -> TicketMessage:
    """The asker's side writes again: an answer is awaited anew, with a new due time. Raises Refused."""
    was_waiting = ticket.first_answered_at is not None
    row = TICKET.move(ticket, "reply", actor=actor, now=now)
    message = _add(ticket, text, file, is_answer=False, session=session, actor=actor, now=now)
    if was_waiting:
        ticket.due_at = due_after(now, business_days=ticket.urgency.business_days, zone=ticket.time_zone)
    _announce_row(row, ticket, session=session, actor=actor, now=now)
    return message


def solve(ticket: Ticket, *, actor: Actor, now: datetime) -> None:
    """The asker's side says that it is solved. Raises Refused."""
    TICKET.move(ticket, "solve", actor=actor, now=now)
    ticket.solved_at = ticket.changed_at = now


def settle(ticket: Ticket, *, actor: Actor, now: datetime) -> None:
    """The answering side takes it for solved; the asker can open it again. Raises Refused."""
    TICKET.move(ticket, "settle", actor=actor, now=now)
    ticket.solved_at = ticket.changed_at = now


def reopen(ticket: Ticket, *, text: str, session: Session, actor: Actor, now: datetime) -> None:
    """It was not solved after all: `text` says what is missing and becomes a message. Raises Refused."""
    row = TICKET.move(ticket, "reopen", actor=actor, now=now, note=text)
    ticket.solved_at = None
    ticket.due_at = due_after(now, business_days=ticket.urgency.business_days, zone=ticket.time_zone)
    _add(ticket, text, None, is_answer=False, session=session, actor=actor, now=now)
    _announce_row(row, ticket, session=session, actor=actor, now=now)


def add_note(ticket: Ticket, *, text: str, session: Session, actor: Actor, now: datetime) -> TicketNote:
    """An internal note of the answering side; nobody is written to."""
    require(actor, Permission.ANSWER_TICKET, ticket)
    note = TicketNote(ticket_id=ticket.id, author_id=actor.id, text=text, at=now)
    session.add(note)
    return note


def hand_on(
    ticket: Ticket,
    *,
    to_id: int,
    note: str,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Another owner, with a note that only staff read; tells the new owner. Raises DomainError, Stale, Forbidden."""
    require(actor, Permission.ANSWER_TICKET, ticket)
    if ticket.version != expected_version:
        raise Stale()
    if not ticket.is_open:
        raise DomainError("This is solved, so nobody needs to own it.")
    if to_id == ticket.owner_id:
        raise DomainError(Reason("They own it already. Choose somebody else.", "to"))
    if to_id == ticket.asked_by_id:
        raise DomainError(Reason("They asked it, so somebody else answers.", "to"))
    if to_id not in {helper.id for helper in list_helpers(session, now=now)}:
        raise DomainError(Reason("Choose somebody who answers questions.", "to"))
    give_to(ticket, Owner(to_id), note=note, session=session, actor=actor, now=now)


def give_to(ticket: Ticket, owner: Owner, *, note: str, session: Session, actor: Actor, now: datetime) -> None:
    """Set the owner, write the note of it, and announce it; who may do it is the caller's to ask."""
    ticket.owner_id, ticket.covered_for_id = owner.person_id, owner.covered_for_id
    ticket.changed_at = now
    session.add(TicketNote(ticket_id=ticket.id, author_id=actor.id, text=note, at=now, handed_to_id=owner.person_id))
    _announce("ticket_handed_on", ticket, session=session, actor=actor, now=now)


def draft_resource(message: TicketMessage, *, session: Session, actor: Actor, now: datetime) -> Resource:
    """A draft for the library from one answer: the answer's words, without who asked and from where.

    Raises DomainError for the asker's own words, and Forbidden.
    """
    require(actor, Permission.ANSWER_TICKET, message)
    if not message.is_answer:
        raise DomainError("Only an answer can become a resource: the question is the asker’s own.")
    ticket = message.ticket
    names = [ticket.asked_by.name, ticket.asked_by.email, ticket.affiliate.name if ticket.affiliate else ""]
    written = WrittenResource(
        title="Draft from an answer of the help desk",
        summary="Say in one sentence whom this helps, and with what.",
        body=without_names(message.text, names),
        link="",
        kind=ResourceKind.GUIDE,
        language="en",
        audience=ReadBy.NETWORK,
        written_by=message.author.name,
    )
    resource = write_resource(written, session=session, actor=actor, now=now)
    ticket.resource_id = resource.id
    return resource


def without_names(text: str, names: list[str]) -> str:
    """The text with each name, and each of its longer parts, left out: `Hello Samir` becomes `Hello …`."""
    words = {part for name in names for part in (name, *re.split(r"[\s@.]+", name)) if len(part) > 2}
    for word in sorted(words - _EVERYDAY, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "…", text)
    return text


# Parts of names of organizations and addresses that are words of the language.
_EVERYDAY = frozenset(
    {"and", "for", "the", "org", "com", "net", "example", "data", "director", "staff", "finance", "Center", "House",
     "Services", "Support", "Network", "Welcome", "Community", "Family", "Refugee", "Resettlement", "Newcomer",
     "Newcomers", "Immigrant", "Partners", "Partnership", "Neighbors", "Alliance", "Project", "Arrivals", "Street"}
)  # fmt: skip


def _affiliate_of(actor: Actor, enrollment: Enrollment | None) -> int | None:
    """Whose question it is: the page's affiliate when it is the asker's own, else their first; None nationally."""
    own = [holding.affiliate_id for holding in actor.holdings if holding.affiliate_id is not None]
    if enrollment is not None and enrollment.affiliate_id in own:
        return enrollment.affiliate_id
    return own[0] if own else None


def _year_of(affiliate_id: int | None, about: Enrollment | None, *, session: Session) -> Enrollment | None:
    """The page's year; for an affiliate only its own, and its newest where the page has none."""
    if affiliate_id is None:
        return about
    if about is not None and about.affiliate_id == affiliate_id:
        return about
    return find_year_of(session, affiliate_id)


def _add(
    ticket: Ticket,
    text: str,
    file: KeptFile | None,
    *,
    is_answer: bool,
    session: Session,
    actor: Actor,
    now: datetime,
) -> TicketMessage:
    message = _message(text, file, is_answer=is_answer, actor=actor, now=now)
    message.ticket_id = ticket.id
    ticket.changed_at = now
    ticket.messages.append(message)
    session.add(message)
    session.flush()  # a resource or an entry of hours may name it
    return message


def _message(text: str, file: KeptFile | None, *, is_answer: bool, actor: Actor, now: datetime) -> TicketMessage:
    assert actor.id is not None
    message = TicketMessage(author_id=actor.id, is_answer=is_answer, text=text, at=now)
    if file is not None:
        hold(message, file)
    return message


def _announce_row(
    row: Transition[TicketState], ticket: Ticket, *, session: Session, actor: Actor, now: datetime
) -> None:
    for event in row.announces:
        _announce(event, ticket, session=session, actor=actor, now=now)


def _announce(event: str, ticket: Ticket, *, session: Session, actor: Actor, now: datetime) -> None:
    """Without the enrollment: a question is nobody's affair but of those who may read it, so no timeline tells it."""
    announce(session, event, now=now, actor_id=actor.id, subject_id=ticket.id)
