"""The table of questions as its URL asks for it; page and CSV share it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for
from sqlalchemy.orm import Session

from webapp.filters import due_in, short_date_time
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_number, asked_page
from workflows.helpdesk.models import Ticket, TicketState, Urgency
from workflows.helpdesk.queries import (
    SORTS,
    TicketFilter,
    count_tickets,
    list_asking_affiliates,
    list_owners,
    list_tickets,
)
from workflows.permissions import Actor

QUEUE = "queue"
STATES = (("open", "Everything open"), *((state.value, state.words) for state in TicketState), ("all", "Every state"))
EXPORT_HEADER = (
    *("Number", "Asked", "Affiliate", "Asked by", "About", "Urgency", "State", "Owner"),
    *("Answer due", "First answered"),
)
_STATES, _URGENCIES = {value for value, _ in STATES}, set(Urgency)
TONES = {"new": "watch", "answered": "good", "waiting": "wait", "solved": "good"}


@dataclass(frozen=True, slots=True)
class TicketTable:
    rows: Sequence[Ticket]
    page: TablePage
    filters: Sequence[TableFilter]
    columns: Sequence[Mapping[str, object]]


def read_filter(actor: Actor) -> TicketFilter:
    """What the URL asks for; what it asks wrongly is left open."""
    asked = request.args
    state, urgency = asked.get("state", ""), asked.get("urgency", "")
    return TicketFilter(
        state=state if state in _STATES else "open",
        urgency=Urgency(urgency) if urgency in _URGENCIES else None,
        owner=_owner(asked.get("owner", ""), actor),
        affiliate_id=asked_number("affiliate"),
        words=asked.get("q", "")[:80],
        sort=asked.get("sort", "") if asked.get("sort") in SORTS else "due",
        descending=asked.get("direction") == "desc",
    )


def _owner(asked: str, actor: Actor) -> int | None:
    return {"me": actor.id, QUEUE: 0}.get(asked, asked_number("owner"))


def build_table(session: Session, *, actor: Actor) -> TicketTable:
    wanted = read_filter(actor)
    total = count_tickets(session, wanted, actor=actor)
    number = asked_page(total)
    kept = {name: request.args.get(name, "") for name in ("state", "urgency", "owner", "affiliate", "q")}
    page = TablePage(
        path=request.path,
        number=number,
        total=total,
        sort=wanted.sort,
        direction="desc" if wanted.descending else "asc",
        filters=kept,
        export_url=url_for("helpdesk.export", **{name: value for name, value in kept.items() if value}),
    )
    rows = list_tickets(session, wanted, actor=actor, offset=(number - 1) * PAGE_SIZE, at_most=PAGE_SIZE)
    return TicketTable(rows, page, _filters(session, wanted, actor), _columns(actor))


def export_rows(tickets: Iterator[Ticket], *, zone: str) -> Iterator[tuple[object, ...]]:
    """What the page shows, one question a row: neither its messages nor the notes of staff."""
    for row in tickets:
        yield (
            row.id,
            short_date_time(row.asked_at, zone),
            row.affiliate.name if row.affiliate else "National office",
            row.asked_by.name,
            row.subject,
            row.urgency.words,
            row.state.words,
            row.owner.name if row.owner else "",
            short_date_time(row.due_at, zone),
            short_date_time(row.first_answered_at, zone) if row.first_answered_at else "",
        )


def due_words(ticket: Ticket, now: datetime, zone: str) -> tuple[str, str]:
    """(words, tone) of the answer that is awaited; a dash while none is."""
    if ticket.state is not TicketState.NEW:
        return "–", ""
    return due_in(ticket.due_at, now, zone), "late" if ticket.due_at < now else "open"


def _filters(session: Session, wanted: TicketFilter, actor: Actor) -> list[TableFilter]:
    filters = [
        TableFilter("state", "State", wanted.state, STATES),
        TableFilter(
            "urgency", "Urgency", wanted.urgency or "", [("", "Every urgency"), *((u.value, u.words) for u in Urgency)]
        ),
    ]
    if actor.is_national:
        people = [(str(key), name) for key, name in list_owners(session, actor=actor) if key != actor.id]
        choices = [("", "Everybody’s"), ("me", "Mine"), (QUEUE, "Nobody’s yet"), *people]
        asked = [(str(key), name) for key, name in list_asking_affiliates(session, actor=actor)]
        filters += [
            TableFilter("owner", "Owner", request.args.get("owner", ""), choices),
            TableFilter("affiliate", "Affiliate", str(wanted.affiliate_id or ""), [("", "All affiliates"), *asked]),
        ]
    return [*filters, TableFilter("q", "Search", wanted.words)]


def _columns(actor: Actor) -> list[dict[str, object]]:
    columns: list[dict[str, object]] = [
        {"key": "subject", "label": "Question"},
        {"key": "affiliate", "label": "Affiliate", "sort": True},
        {"key": "state", "label": "State", "sort": True},
        {"key": "due", "label": "Answer due", "sort": True},
        {"key": "owner", "label": "Who answers"},
        {"key": "asked", "label": "Asked", "sort": True},
    ]
    return [column for column in columns if actor.is_national or column["key"] != "affiliate"]
