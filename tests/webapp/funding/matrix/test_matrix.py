"""Every action of review and funding by every role and relation: who may, what others read, and what is hidden.

A new action is one line of `actions.py`; a new relation is one line of `people.py` and its name in the sets that fit.
"""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.webapp.funding.matrix.actions import ACTIONS
from tests.webapp.funding.matrix.people import PEOPLE
from tests.webapp.funding.matrix.world import World, a_world
from workflows.people.models import User
from workflows.permissions import SEPARATED_DUTIES, Permission

SignIn = Callable[[User], FlaskClient]


def _asks(client: FlaskClient, world: World, action: str, **typed: str) -> Any:
    asked = ACTIONS[action]
    address = asked.path.format(**world.numbers)
    if asked.method == "GET":
        return client.get(address)
    given = {name: text.format(**world.numbers) for name, text in {**asked.types, **typed}.items()}
    return client.post(address, data={**given, "once": action})


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_do_what(session: Session, sign_in: SignIn, who: str) -> None:
    world = a_world(session)
    client = sign_in(PEOPLE[who](session, world))
    heard = {action: _asks(client, world, action) for action in ACTIONS}
    assert {action: answer.status_code for action, answer in heard.items()} == {
        action: asked.expected(who) for action, asked in ACTIONS.items()
    }
    refused = {action: answer.text for action, answer in heard.items() if answer.status_code == 403}
    assert [action for action, page in refused.items() if not _says_why(page, ACTIONS[action].needs)] == []


def _says_why(page: str, needs: Permission) -> bool:
    """The permission's own sentence, or that of the duty that is kept apart from it."""
    plain = page.replace("&#39;", "'")
    duties = [duty.sentence for duty in SEPARATED_DUTIES if duty.permission is needs]
    return any(sentence in plain for sentence in (f"You may not {needs.value}.", *duties))


SIGNATURE = {"typed_name": "Somebody", "agrees": "y"}
NOTE = {"note": "We talked."}
HIDDEN = "There is no page here, or it is not yours to see."
# Who · does what · typing what · reads which sentence.
REFUSED: tuple[tuple[str, str, dict[str, str], str], ...] = (
    ("administrator", "schedule", {}, "You may not schedule and request payments. The finance officer can."),
    ("administrator", "approve a payment", {}, "You may not approve payments. The finance officer or program manager"),
    ("administrator", "assess the risk", {}, "You may not assess the risk. The finance officer or program manager"),
    ("administrator", "take it back", {}, "You may not decide on this proposal. The program manager can."),
    ("administrator", "suspend the year", {}, "You may not close the award. The program manager can."),
    ("administrator", "offer it", {}, "You may not prepare and renew the data-sharing agreement."),
    ("auditor", "record as paid", {}, "You may not record payments as paid. The finance officer can."),
    ("auditor", "confirm it", {}, "You may not confirm this decision."),
    ("auditor", "hold", {}, "You may not hold payments and release them."),
    ("auditor", "correct the spending", {}, "You may not correct the spending in the ledger. The finance officer can."),
    ("auditor", "choose a change", {}, "You may not ask for changes to this award."),
    ("steward", "see an award", {}, "You may not see the funding."),
    ("steward", "assess the risk", {}, "You may not assess the risk."),
    ("steward", "sign it for the affiliate", SIGNATURE, "You may not sign for the affiliate."),
    ("steward", "read a certificate", {}, HIDDEN),
    ("coach", "approve a payment", {}, "You may not approve payments."),
    ("coach", "approve the proposal", {}, "You may not decide on this proposal. The program manager can."),
    ("coach", "announce", {}, "You may not decide on this proposal."),
    ("coach", "assess the risk", {}, "You may not assess the risk."),
    ("coach", "send an amendment", {}, "You may not send changes to this award."),
    ("coach", "decide on a change", {}, "You may not decide on changes to this award. The program manager can."),
    ("coach", "recommend", {"advice": "approve"}, "The coach says a word while a request on the fast track waits"),
    ("coach", "end it", {}, "You may not end the data-sharing agreement."),
    ("finance who requested", "approve a payment", {}, "You requested this payment, so someone else approves it."),
    ("finance who requested", "return", {"note": "x"}, "You requested this payment, so someone else approves it."),
    ("finance who requested", "confirm a reversal", {"version": "1", "reversed_on": "2026-04-20", "reference": "R"},
     "You asked for this reversal, so someone else confirms it."),
    ("finance who requested", "refuse a reversal", NOTE, "You asked for this reversal, so someone else confirms it."),
    ("finance", "sign for the network", SIGNATURE, "You may not sign for the national office."),
    ("finance", "schedule", {"method": "instalments", "lines-0-label": "Too much", "lines-0-amount": "18000.01",
                             "lines-0-due_on": "2026-05-01", "lines-0-waits_for": "agreement"},
     "These payments are $0.01 more than the $18,000 that can be planned."),
    ("finance", "cancel", {}, "Say why in a sentence."),
    ("finance", "record as paid", {}, "Write the bank’s reference."),
    ("finance", "release", {"version": "1", **NOTE}, "The program manager can release it."),
    ("finance", "ask a payment back", {"amount": "1600", "reason": "Twice."}, "A reversal of this payment waits"),
    ("finance", "confirm a reversal", {"version": "1"}, "Write the bank’s reference."),
    ("finance", "lift a condition", NOTE, "You may not prepare the award. The program manager can."),
    ("finance", "decide on a change", {}, "You may not decide on changes to this award."),
    ("finance", "see the data agreement", {}, "You may not see the data-sharing agreement."),
    ("finance", "read its certificate", {}, HIDDEN),
    ("finance", "announce", {}, "You may not decide on this proposal."),
    ("manager", "sign for the network", {}, "Type your full name; it is your signature."),
    ("manager", "sign for the network", SIGNATURE, "The grant agreement was made again since you opened it."),
    ("manager", "sign for the affiliate", SIGNATURE, "You may not sign for the affiliate. The affiliate director can."),
    ("manager", "request", {}, "You may not schedule and request payments. The finance officer can."),
    ("manager", "ask a payment back", {}, "You may not ask for a payment to be reversed. The finance officer can."),
    ("manager", "correct the spending", {}, "You may not correct the spending in the ledger. The finance officer can."),
    ("manager", "approve the proposal", {}, "Write the amount of the award."),
    ("manager", "ask for changes", {}, "Choose at least one section, and say there what to change."),
    ("manager", "decline", {}, "Say why, so that it helps next time."),
    ("manager", "announce", {}, "Choose at least one decision to announce."),
    ("manager", "announce", {"chosen": "{staged}:1"}, "A second person"),
    ("manager", "send it back", {}, "Say why in a sentence; it stays with the record."),
    ("manager", "take it back", {}, " was first"),
    ("manager", "hold", {}, "Say what has to happen; the affiliate reads it."),
    ("manager", "release", {}, "Say what happened, in a sentence."),
    ("manager", "add a condition", {}, "Say what lifts it."),
    ("manager", "lift a condition", {}, "Say in a sentence how it was met."),
    ("manager", "state federal elements", {"version": "0"}, "This award is private money"),
    ("manager", "check for exclusions", {}, "This award is private money"),
    ("manager", "begin one that is open", {}, "Amendment 1: the scope is open already."),
    ("manager", "write an amendment", {}, "so it is not written any more."),
    ("manager", "decide on a change", {}, "Choose one."),
    ("manager", "recommend", {}, "You may not recommend on changes to this award. The coach can."),
    ("manager", "suspend the year", {}, "This is possible in the stage implementing;"),
    ("manager", "resume the year", {}, "Say why in a sentence."),
    ("manager", "sign it for the network", {}, "Type your full name; it is your signature."),
    ("manager", "sign it for the affiliate", SIGNATURE, "You may not sign for the affiliate."),
    ("manager who acted", "confirm it", {}, "You took this decision, so someone else confirms it."),
    ("manager who acted", "send it back", {"why": "x"}, "You took this decision, so someone else confirms it."),
    ("manager who acted", "decide on a change", {"choice": "approve"},
     "You asked for this change, so someone else decides on it."),
    ("manager who coaches", "decline", {}, "You coach this affiliate, so someone else decides on its proposal."),
    ("manager who coaches", "take it back", {}, "You coach this affiliate, so someone else decides on its proposal."),
    ("manager who coaches", "confirm it", {}, "You coach this affiliate, so someone else confirms the decision."),
    ("manager who coaches", "announce", {"chosen": "{staged}:1"}, "You coach this affiliate, so someone else decides"),
    ("manager who coaches", "decide on a change", {}, "You coach this affiliate, so you recommend and someone else"),
    ("manager who filed", "ask for changes", {}, "You scored this proposal, so someone else decides on it."),
    ("manager who filed", "confirm it", {}, "You scored this proposal, so someone else confirms the decision."),
    ("manager who filed", "announce", {"chosen": "{staged}:1"}, "You scored this proposal, so someone else decides"),
    ("manager who scores", "decline", {"feedback": "A good start; come again with a smaller plan.", "version": "1"},
     "You were asked to review this proposal, so someone else decides on it."),
    ("manager who scores", "confirm it", {}, "You were asked to review this proposal, so someone else confirms"),
    ("manager who scores", "announce", {"chosen": "{staged}:1"}, "You were asked to review this proposal"),
    ("manager who stepped aside", "decline", {}, HIDDEN),
    ("manager who stepped aside", "read a kept decision", {}, HIDDEN),
    ("manager who stepped aside", "confirm it", {}, HIDDEN),
    ("manager who stepped aside", "assess the risk", {},
     "You stepped aside from this proposal for a conflict of interest, so someone else assesses the risk."),
    ("reviewer who filed", "approve the proposal", {}, "You may not decide on this proposal."),
    ("reviewer who filed", "see an award", {}, HIDDEN),
    ("reviewer who filed", "read a kept decision", {}, HIDDEN),
    ("director", "schedule as suggested", {}, "You may not schedule and request payments."),
    ("director", "read a kept decision", {}, HIDDEN),
    ("director", "read the risk", {}, "You may not read the risk assessment."),
    ("director", "release", {}, "You may not hold payments and release them."),
    ("director", "decide on a change", {}, "You may not decide on changes to this award."),
    ("director", "sign it for the affiliate", {}, "Type your full name; it is your signature."),
    ("director", "sign it for the network", SIGNATURE, "You may not sign the data-sharing agreement for the national"),
    ("director", "renew it", {}, "You may not prepare and renew the data-sharing agreement."),
    ("data lead", "sign for the affiliate", SIGNATURE, "You may not sign for the affiliate."),
    ("data lead", "sign it for the affiliate", SIGNATURE, "You may not sign for the affiliate."),
    ("data lead", "end it", {}, "You may not end the data-sharing agreement."),
    ("data lead", "withdraw an amendment", {}, "Say why in a sentence."),
    ("staff", "send an amendment", {}, "You may not send changes to this award."),
    ("staff", "add a database", {}, "You may not record what a database contract allows."),
    ("partner’s director", "see an award", {}, HIDDEN),
    ("partner’s director", "decline", {}, "You may not decide on this proposal."),
    ("partner’s director", "list what is kept", {}, HIDDEN),
    ("another director", "approve a payment", {}, HIDDEN),
    ("another director", "read an amendment", {}, HIDDEN),
    ("another director", "sign it for the affiliate", SIGNATURE, HIDDEN),
    ("another coach", "see the portfolio", {}, "You may not see the portfolio of every award."),
    ("another coach", "recommend", {}, HIDDEN),
)  # fmt: skip  # one refusal a line


@pytest.mark.parametrize("who", sorted({line[0] for line in REFUSED}))
def test_each_refusal_says_why(session: Session, sign_in: SignIn, who: str) -> None:
    world = a_world(session)
    client = sign_in(PEOPLE[who](session, world))
    lines = [line[1:] for line in REFUSED if line[0] == who]
    read = [(action, sentence, _plain(_asks(client, world, action, **typed))) for action, typed, sentence in lines]
    assert [(action, sentence) for action, sentence, page in read if sentence not in page] == []


def test_every_duty_that_is_kept_apart_is_refused_somewhere() -> None:
    """But for those that recusal hides altogether: these read that nothing is there."""
    asked = {action.needs for action in ACTIONS.values()}
    closed = {duty for duty in SEPARATED_DUTIES if duty.sentence.endswith("so it is closed to you.")}
    duties = {duty for duty in SEPARATED_DUTIES if duty.permission in asked} - closed
    read = {(ACTIONS[action].needs, sentence) for _, action, _, sentence in REFUSED}
    shown = {duty for duty in duties for needs, words in read if needs is duty.permission and words in duty.sentence}
    assert [duty.sentence for duty in duties - shown] == []


def _plain(answer: Any) -> str:
    return str(answer.text).replace("&#39;", "'")


def test_nobody_gets_anything_without_signing_in(app: Flask, session: Session) -> None:
    world = a_world(session)
    session.commit()
    client = app.test_client()
    heard = {action: _asks(client, world, action) for action in ACTIONS}
    assert {answer.status_code for answer in heard.values()} == {302}
    assert {answer.headers["Location"].partition("?")[0] for answer in heard.values()} == {"/sign-in"}


AREAS = ("funding", "amendments", "agreements", "signing")
OF_REVIEWS = {"reviews." + name for name in ("approve", "changes", "decline", "staged", "take_back_staged", "confirm",
              "send_back_staged", "announcement", "announce", "letters")}  # fmt: skip  # the rest is in its own matrix


def test_every_route_stands_in_the_matrix(app: Flask, session: Session) -> None:
    """A route that is added later asks for its line; what is open to everybody needs none."""
    asked = app.url_map.bind("localhost")
    numbers = a_world(session).numbers
    shown = {asked.match(a.path.format(**numbers), method=a.method)[0] for a in ACTIONS.values()}
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.partition(".")[0] in AREAS}
    guarded = {name for name in routes if not app.view_functions[name].access.public_because}
    assert guarded | OF_REVIEWS == shown


def test_each_line_names_the_permission_of_its_route(app: Flask, session: Session) -> None:
    asked = app.url_map.bind("localhost")
    numbers = a_world(session).numbers
    declared = {
        name: app.view_functions[asked.match(a.path.format(**numbers), method=a.method)[0]].access.permission
        for name, a in ACTIONS.items()
    }
    assert declared == {name: a.needs for name, a in ACTIONS.items()}
