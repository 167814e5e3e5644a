"""The states of a help ticket, as one table."""

from datetime import datetime

from workflows.errors import Reason
from workflows.helpdesk.answers import REOPEN_WITHIN
from workflows.helpdesk.models import Ticket, TicketState
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P


def solved_lately(ticket: Ticket, now: datetime) -> Reason | None:
    if ticket.solved_at is None or now <= ticket.solved_at + REOPEN_WITHIN:
        return None
    return Reason(f"This was solved more than {REOPEN_WITHIN.days} days ago. Ask anew; you can mention its number.")


S, T = TicketState, Transition

TICKET: Machine[TicketState] = Machine(
    name="help ticket",
    attribute="state",
    initial=S.NEW,
    terminal=frozenset(),
    rows=(
        T("answer", (S.NEW, S.ANSWERED, S.WAITING), S.ANSWERED, P.ANSWER_TICKET,
          (), ("ticket_answered",), "Send the answer"),
        T("ask_back", (S.NEW, S.ANSWERED, S.WAITING), S.WAITING, P.ANSWER_TICKET,
          (), ("ticket_asked_back",), "Ask something back"),
        T("reply", (S.NEW, S.ANSWERED, S.WAITING), S.NEW, P.ASK_FOR_HELP,
          (), ("ticket_replied",), "Send"),
        T("solve", (S.NEW, S.ANSWERED, S.WAITING), S.SOLVED, P.ASK_FOR_HELP,
          (), (), "That solved it"),
        T("settle", (S.ANSWERED, S.WAITING), S.SOLVED, P.ANSWER_TICKET,
          (), (), "Mark as solved"),
        T("reopen", (S.SOLVED,), S.NEW, P.ASK_FOR_HELP,
          (solved_lately,), ("ticket_reopened",), "Open it again", needs_note=True),
    ),
)  # fmt: skip  # the columns of the table
