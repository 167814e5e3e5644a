"""The way of a prospect, as one table: an idea, asked, and what was answered; back again only with a note."""

from datetime import datetime

from workflows.errors import Reason
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P
from workflows.prospects.answers import ProspectKind, ProspectState
from workflows.prospects.models import Prospect

DAY_SAYS = {
    "ask": "The day you asked",
    "win": "The day they said yes",
    "decline": "The day they said no",
}
"""The steps that have a day of their own, with its label."""


def asks_somebody(prospect: Prospect, now: datetime) -> Reason | None:
    if prospect.whom:
        return None
    return Reason("Say whom you ask: choose a funder from the list, or write another name.", "funder_id")


def says_how_much(prospect: Prospect, now: datetime) -> Reason | None:
    if prospect.kind is not ProspectKind.FUNDING or prospect.amount_sought:
        return None
    return Reason("Say how much you ask for.", "amount_sought")


def rests_on_something(prospect: Prospect, now: datetime) -> Reason | None:
    if prospect.basis is not None or prospect.evidence.strip():
        return None
    return Reason(
        "Say which data the ask rests on: choose a goal, an outcome or a report, or write a sentence.", "basis"
    )


READY_TO_ASK = (asks_somebody, says_how_much, rests_on_something)
S, T = ProspectState, Transition

PROSPECT: Machine[ProspectState] = Machine(
    name="prospect",
    attribute="state",
    initial=S.IDEA,
    terminal=frozenset(),
    rows=(
        T("ask", (S.IDEA,), S.ASKED, P.WRITE_PROSPECTS, READY_TO_ASK, ("prospect_asked",), "We asked"),
        T("win", (S.ASKED,), S.WON, P.WRITE_PROSPECTS, (), ("prospect_won",), "They said yes"),
        T("decline", (S.ASKED,), S.DECLINED, P.WRITE_PROSPECTS, (), ("prospect_declined",), "They said no"),
        T("withdraw", (S.IDEA, S.ASKED), S.WITHDRAWN, P.WRITE_PROSPECTS, (), ("prospect_withdrawn",), "Let it go"),
        T("rethink", (S.ASKED, S.WITHDRAWN), S.IDEA, P.WRITE_PROSPECTS, (), ("prospect_rethought",),
          "Back to an idea", needs_note=True),
        T("reopen", (S.WON, S.DECLINED), S.ASKED, P.WRITE_PROSPECTS, (), ("prospect_reopened",),
          "Back to asked", needs_note=True),
    ),
)  # fmt: skip  # the columns of the table
