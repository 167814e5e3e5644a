"""A shelf with something on it, and questions in every state."""

from typing import Any

from sqlalchemy.orm import Session

from tests.factories import NOW
from workflows.attached import KeptFile
from workflows.helpdesk.hours import WrittenTime, log_time
from workflows.helpdesk.models import Cover, Ticket, TicketMessage, TimeEntry, Urgency, WorkFunction
from workflows.helpdesk.operations import AskedFrom, Question, add_note, answer, ask_for_help
from workflows.library.models import ExtractionGuide, GlossaryTerm, ReadBy, Resource, ResourceKind
from workflows.library.operations import (
    WrittenFault,
    WrittenGuide,
    WrittenResource,
    WrittenStep,
    WrittenTerm,
    add_term,
    change_publication,
    write_guide,
    write_resource,
)
from workflows.people.models import User
from workflows.permissions import PROGRAM, Actor

ZONE = "America/New_York"
ONE_STEP = (WrittenStep("Open the reports.", "A list of people."),)
ONE_FAULT = (WrittenFault("Accents look odd", "Export it as UTF-8."),)


def acting(person: User) -> Actor:
    return person.as_actor(NOW)


def written(title: str = "Reading small numbers", **values: Any) -> WrittenResource:
    usual: dict[str, Any] = {
        "title": title,
        "summary": "What to say when a group is small.",
        "body": "Count over a **longer** time.",
        "link": "",
        "kind": ResourceKind.GUIDE,
        "language": "en",
        "audience": ReadBy.NETWORK,
        "written_by": "National office",
    }
    return WrittenResource(**usual | values)


def a_resource(
    session: Session, title: str = "Reading small numbers", *, is_draft: bool = False, **values: Any
) -> Resource:
    resource = write_resource(written(title, **values), session=session, actor=PROGRAM, now=NOW)
    if not is_draft:
        change_publication(resource, "publish", actor=PROGRAM, now=NOW)
    session.flush()
    return resource


def written_guide(title: str = "The extract, one row a person", **values: Any) -> WrittenGuide:
    usual: dict[str, Any] = {
        "title": title,
        "report": "All arrivals",
        "summary": "A file that can be uploaded.",
        "before": "",
        "audience": ReadBy.NETWORK,
        "written_by": "National office",
        "steps": ONE_STEP,
        "faults": ONE_FAULT,
    }
    return WrittenGuide(**usual | values)


def a_guide(session: Session, title: str = "The extract, one row a person", **values: Any) -> ExtractionGuide:
    guide = write_guide(written_guide(title, **values), session=session, actor=PROGRAM, now=NOW)
    change_publication(guide, "publish", actor=PROGRAM, now=NOW)
    session.flush()
    return guide


def a_term(session: Session, word: str = "cohort", meaning: str = "Those who go through one year.") -> GlossaryTerm:
    term = WrittenTerm(word, meaning, "", "National office", NOW.date())
    return add_term(term, session=session, actor=PROGRAM, now=NOW)


def a_ticket(
    session: Session,
    asker: User,
    *,
    subject: str = "Which column holds the class start?",
    text: str = "I found two columns and do not know which one counts.",
    urgency: Urgency = Urgency.NORMAL,
    asked_from: AskedFrom | None = None,
    now: Any = NOW,
    file: KeptFile | None = None,
) -> Ticket:
    return ask_for_help(
        Question(subject, text, urgency, file),
        asked_from=asked_from or AskedFrom(),
        time_zone=ZONE,
        session=session,
        actor=asker.as_actor(now),
        now=now,
    )


def an_answer(
    session: Session,
    ticket: Ticket,
    helper: User,
    text: str = "Use the first one.",
    *,
    asks_back: bool = False,
    now: Any = NOW,
) -> TicketMessage:
    message = answer(
        ticket,
        text=text,
        file=None,
        asks_back=asks_back,
        session=session,
        actor=helper.as_actor(now),
        now=now,
    )
    session.flush()
    return message


def some_time(session: Session, person: User, **values: Any) -> TimeEntry:
    usual: dict[str, Any] = {
        "worked_on": NOW.date(),
        "function": WorkFunction.INQUIRIES,
        "affiliate_id": None,
        "minutes": 25,
        "note": "",
    }
    now = values.pop("now", NOW)
    entry = log_time(
        WrittenTime(**usual | values), time_zone=ZONE, session=session, actor=person.as_actor(now), now=now
    )
    session.flush()
    return entry


def help_of(session: Session, asker: User, coach: User, cover: User) -> dict[str, int | str]:
    """The numbers of one affiliate's help desk, for tests that walk every address."""
    ticket = a_ticket(session, asker)
    message = an_answer(session, ticket, coach)
    add_note(ticket, text="Known since the pilot.", session=session, actor=coach.as_actor(NOW), now=NOW)
    entry = some_time(session, coach)
    away = Cover(person_id=coach.id, covered_by_id=cover.id, starts_on=NOW.date(), ends_on=NOW.date(), begun_at=NOW)
    session.add(away)
    session.flush()
    return {
        "ticket_id": ticket.id,
        "message_id": message.id,
        "entry_id": entry.id,
        "cover_id": away.id,
    }
