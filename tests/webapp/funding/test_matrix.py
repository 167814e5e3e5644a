"""Every action of funding by every role and relation: who may, what the others read, and what is hidden.

A new action is one line of `ACTIONS`; a new relation is one line of `PEOPLE` and its name in the sets that fit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_affiliate
from tests.scenes_reviews import Scene, a_scene, an_agreement, as_actor, awarded, funded, reviewed
from workflows.funding.models import Award, Payment
from workflows.funding.payments import approve_payment, request_payment, schedule_payment
from workflows.people.models import Affiliate, RoleAssignment, User
from workflows.permissions import SEPARATED_DUTIES, Permission, Role
from workflows.proposals.partners.models import Partner, PartnerRole, PartnerState
from workflows.reviews.assigning import assign_reviewers
from workflows.reviews.operations import declare_no_conflict, step_aside

SignIn = Callable[[User], FlaskClient]
P = Permission


@dataclass(frozen=True, slots=True)
class World:
    """One affiliate with a proposal to decide on, an agreement to sign, and an award with a payment in each state."""

    scene: Scene  # of the proposal that waits for a decision
    scoring: User
    left: User
    partner: Affiliate
    fresh: Award
    running: Award
    scheduled: Payment
    requested: Payment
    approved: Payment

    @property
    def numbers(self) -> Mapping[str, int]:
        """What addresses name."""
        records = ("fresh", "running", "scheduled", "requested", "approved")
        return {
            **{name: getattr(self, name).id for name in records},
            "proposal": self.scene.proposal.id,
            "running_year": self.running.enrollment_id,
            "fresh_year": self.fresh.enrollment_id,
        }


def _a_world(session: Session) -> World:
    first = a_scene(session)
    scoring, left = a_person(session, Role.REVIEWER), a_person(session, Role.REVIEWER)
    partner = an_affiliate(session)
    scenes = [first, *(_again(session, first) for _ in range(2))]
    for scene in scenes:
        _step_aside(session, scene, left)
        _confirm_partner(session, scene, partner)
    deciding, signing, running = scenes
    _open_seat(session, reviewed(session, deciding), scoring)
    fresh = awarded(session, signing)
    an_agreement(session, fresh, digest="b" * 64)
    in_use = funded(session, running)
    asks, approves = (as_actor(person) for person in first.finance)
    payments = [_a_payment(session, in_use, number, first) for number in range(3)]
    for payment in payments[1:]:
        request_payment(payment, session=session, actor=asks, now=NOW)
    approve_payment(payments[2], session=session, actor=approves, now=NOW)
    session.flush()
    return World(first, scoring, left, partner, fresh, in_use, *payments)


def _again(session: Session, first: Scene) -> Scene:
    """Another year of the same affiliate with the same people."""
    scene = a_scene(session)
    scene.enrollment.affiliate = first.enrollment.affiliate
    scene.enrollment.coach_id = first.coach.id
    session.flush()
    return replace(first, enrollment=scene.enrollment, proposal=scene.proposal)


def _seat(session: Session, scene: Scene, person: User) -> Any:
    (review,) = assign_reviewers(
        scene.proposal, reviewer_ids=[person.id], session=session, actor=as_actor(scene.managers[0]), now=NOW
    )
    session.flush()
    return review


def _open_seat(session: Session, scene: Scene, person: User) -> None:
    declare_no_conflict(_seat(session, scene, person), session=session, actor=as_actor(person), now=NOW)
    session.flush()


def _step_aside(session: Session, scene: Scene, person: User) -> None:
    seat = _seat(session, scene, person)
    step_aside(seat, reason="My sister works there.", session=session, actor=as_actor(person), now=NOW)
    session.flush()


def _confirm_partner(session: Session, scene: Scene, partner: Affiliate) -> None:
    session.add(
        Partner(
            proposal=scene.proposal,
            affiliate_id=partner.id,
            role=next(iter(PartnerRole)),
            state=PartnerState.CONFIRMED,
            named_at=NOW,
        )
    )
    session.flush()


def _a_payment(session: Session, award: Award, number: int, scene: Scene) -> Payment:
    return schedule_payment(
        award,
        label=f"Part {number + 1}",
        amount=Decimal(2_000),
        due_on=award.starts_on,
        session=session,
        actor=as_actor(scene.finance[0]),
        now=NOW,
    )


def _with(session: Session, person: User, role: Role) -> User:
    session.add(RoleAssignment(user=person, role=role, granted_at=NOW))
    session.flush()
    return person


def _of(role: Role) -> Callable[[Session, World], User]:
    """Somebody of the award's own affiliate."""
    return lambda s, w: a_person(s, role, affiliate=w.scene.enrollment.affiliate)


PEOPLE: dict[str, Callable[[Session, World], User]] = {
    "administrator": lambda s, _: a_person(s, Role.NETWORK_ADMINISTRATOR),
    "manager": lambda _, w: w.scene.managers[1],
    "manager who coaches": lambda s, w: _with(s, w.scene.coach, Role.PROGRAM_MANAGER),
    "manager who filed": lambda s, w: _with(s, w.scene.reviewers[0], Role.PROGRAM_MANAGER),
    "manager who scores": lambda s, w: _with(s, w.scoring, Role.PROGRAM_MANAGER),
    "manager who stepped aside": lambda s, w: _with(s, w.left, Role.PROGRAM_MANAGER),
    "finance": lambda _, w: w.scene.finance[1],
    "finance who requested": lambda _, w: w.scene.finance[0],
    "auditor": lambda s, _: a_person(s, Role.AUDITOR),
    "steward": lambda s, _: a_person(s, Role.PRIVACY_STEWARD),
    "coach": lambda _, w: w.scene.coach,
    "another coach": lambda s, _: a_person(s, Role.COACH),
    "reviewer who filed": lambda _, w: w.scene.reviewers[0],
    "reviewer who stepped aside": lambda _, w: w.left,
    "another reviewer": lambda s, _: a_person(s, Role.REVIEWER),
    "director": lambda _, w: w.scene.director,
    "data lead": _of(Role.AFFILIATE_DATA_LEAD),
    "staff": _of(Role.AFFILIATE_STAFF),
    "affiliate’s finance": _of(Role.AFFILIATE_FINANCE),
    "partner’s director": lambda s, w: a_person(s, Role.AFFILIATE_DIRECTOR, affiliate=w.partner),
    "another director": lambda s, _: a_scene(s).director,
}
MANAGERS = frozenset(name for name in PEOPLE if name.startswith("manager"))
FINANCE = frozenset({"finance", "finance who requested"})
OWN_SIDE = frozenset({"director", "data lead", "staff", "affiliate’s finance"})
READS_ALL = MANAGERS | {"administrator", "auditor"}
FUNDING = READS_ALL | FINANCE | OWN_SIDE | {"coach"}
YEAR = FUNDING | {"steward"}  # who knows of the year, if not of its money
_IN_REVIEW = {"coach", "reviewer who filed", "partner’s director"}
PROPOSAL = (READS_ALL | OWN_SIDE | _IN_REVIEW) - {"manager who stepped aside"}
DECIDES = frozenset({"manager", "manager who scores"})
EVERYBODY = frozenset(PEOPLE)


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the matrix: the request, its permission, who knows of the record, who may, and what these hear.

    Who may not but knows of the record hears 403 with a sentence, everybody else 404. `but` names who hears otherwise.
    """

    method: str
    path: str
    needs: Permission
    known_to: frozenset[str]
    may: frozenset[str]
    hears: int
    but: Mapping[str, int] = field(default_factory=dict)

    def expected(self, who: str) -> int:
        refused = 403 if who in self.known_to else 404
        return self.but.get(who, self.hears if who in self.may else refused)


LISTS = READS_ALL | FINANCE | {"coach", "another coach"}
TO_OWN_PAGE = dict.fromkeys((*OWN_SIDE, "another director"), 303)
STAFF = READS_ALL | FINANCE
PAYMENT, ABOUT = "/funding/payments", "/reviews/proposals/{proposal}"

# 200 a page, 303 done, 422 the form with what is missing: all three passed the gate.
ACTIONS: dict[str, Action] = {
    "list awards": Action("GET", "/funding/", P.SEE_FUNDING, EVERYBODY, LISTS, 200,
                          {**TO_OWN_PAGE, "partner’s director": 200}),
    "see the portfolio": Action("GET", "/funding/portfolio", P.SEE_PORTFOLIO, EVERYBODY, STAFF, 200),
    "see what waits": Action("GET", "/funding/portfolio/waiting", P.SEE_PORTFOLIO, EVERYBODY, STAFF, 200),
    "download what waits": Action("GET", "/funding/portfolio/waiting.csv", P.SEE_PORTFOLIO, EVERYBODY, STAFF, 200),
    "see an award": Action("GET", "/funding/of/{running_year}", P.SEE_FUNDING, YEAR, FUNDING, 200),
    "see a fresh award": Action("GET", "/funding/of/{fresh_year}", P.SEE_FUNDING, YEAR, FUNDING, 200),
    "sign for the affiliate": Action("POST", "/funding/{fresh}/sign-for-affiliate", P.SIGN_FOR_AFFILIATE,
                                     FUNDING, frozenset({"director"}), 422),
    "sign for the network": Action("POST", "/funding/{fresh}/sign-for-network", P.SIGN_FOR_NETWORK,
                                   FUNDING, MANAGERS, 422),
    "schedule": Action("POST", "/funding/{running}/payments/new", P.REQUEST_PAYMENT, FUNDING, FINANCE, 422),
    "schedule as suggested": Action("POST", "/funding/{fresh}/suggested", P.REQUEST_PAYMENT, FUNDING, FINANCE, 303),
    "cancel": Action("POST", PAYMENT + "/{scheduled}/cancel", P.REQUEST_PAYMENT, FUNDING, FINANCE, 422),
    "request": Action("POST", PAYMENT + "/{scheduled}/request", P.REQUEST_PAYMENT, FUNDING, FINANCE, 303),
    "return": Action("POST", PAYMENT + "/{requested}/return", P.APPROVE_PAYMENT, FUNDING, MANAGERS | {"finance"}, 422),
    "approve a payment": Action("POST", PAYMENT + "/{requested}/approve", P.APPROVE_PAYMENT,
                                FUNDING, MANAGERS | {"finance"}, 303),
    "record as paid": Action("POST", PAYMENT + "/{approved}/paid", P.RECORD_PAYMENT, FUNDING, FINANCE, 422),
    "approve the proposal": Action("POST", ABOUT + "/approve", P.DECIDE_PROPOSAL, PROPOSAL, DECIDES, 422),
    "ask for changes": Action("POST", ABOUT + "/changes", P.DECIDE_PROPOSAL, PROPOSAL, DECIDES, 422),
    "decline": Action("POST", ABOUT + "/decline", P.DECIDE_PROPOSAL, PROPOSAL, DECIDES, 422),
}  # fmt: skip  # one action a line


def _asks(client: FlaskClient, world: World, action: str, **typed: str) -> Any:
    asked = ACTIONS[action]
    address = asked.path.format(**world.numbers)
    return client.open(address, method=asked.method, data={**typed, "once": action} if asked.method == "POST" else None)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_do_what_with_money(session: Session, sign_in: SignIn, who: str) -> None:
    world = _a_world(session)
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
# Who · does what · typing what · reads which sentence.
REFUSED: tuple[tuple[str, str, dict[str, str], str], ...] = (
    ("administrator", "schedule", {}, "You may not schedule and request payments. The finance officer can."),
    ("administrator", "approve a payment", {}, "You may not approve payments. The finance officer or program manager"),
    ("auditor", "record as paid", {}, "You may not record payments as paid. The finance officer can."),
    ("coach", "approve a payment", {}, "You may not approve payments."),
    ("coach", "approve the proposal", {}, "You may not decide on this proposal. The program manager can."),
    ("finance who requested", "approve a payment", {}, "You requested this payment, so someone else approves it."),
    ("finance who requested", "return", {"note": "x"}, "You requested this payment, so someone else approves it."),
    ("finance", "sign for the network", SIGNATURE, "You may not sign for the national office."),
    ("finance", "schedule", {"label": "Too much", "amount": "18000.01", "due_on": "2026-05-01"},
     "$18,000 of the award of $24,000 is still free."),
    ("finance", "cancel", {}, "Say why in a sentence."),
    ("finance", "record as paid", {}, "Write the bank’s reference."),
    ("manager", "sign for the network", {}, "Type your full name; it is your signature."),
    ("manager", "sign for the affiliate", SIGNATURE, "You may not sign for the affiliate. The affiliate director can."),
    ("manager", "request", {}, "You may not schedule and request payments. The finance officer can."),
    ("manager", "approve the proposal", {}, "Write the amount of the award."),
    ("manager", "ask for changes", {}, "Choose at least one section, and say there what to change."),
    ("manager", "decline", {}, "Say why, so that it helps next time."),
    ("manager who coaches", "decline", {}, "You coach this affiliate, so someone else decides on its proposal."),
    ("manager who filed", "ask for changes", {}, "You scored this proposal, so someone else decides on it."),
    ("manager who scores", "decline", {"feedback": "A good start; come again with a smaller plan."},
     "You were asked to review this proposal, so someone else decides on it."),
    ("manager who stepped aside", "decline", {}, "There is no page here, or it is not yours to see."),
    ("reviewer who filed", "approve the proposal", {}, "You may not decide on this proposal."),
    ("reviewer who filed", "see an award", {}, "There is no page here, or it is not yours to see."),
    ("director", "schedule as suggested", {}, "You may not schedule and request payments."),
    ("data lead", "sign for the affiliate", SIGNATURE, "You may not sign for the affiliate."),
    ("partner’s director", "see an award", {}, "There is no page here, or it is not yours to see."),
    ("partner’s director", "decline", {}, "You may not decide on this proposal."),
    ("another director", "approve a payment", {}, "There is no page here, or it is not yours to see."),
    ("another coach", "see the portfolio", {}, "You may not see the portfolio of every award."),
)  # fmt: skip  # one refusal a line


@pytest.mark.parametrize("line", REFUSED, ids=[f"{who}: {action}" for who, action, _, _ in REFUSED])
def test_each_refusal_says_why(session: Session, sign_in: SignIn, line: tuple[str, str, dict[str, str], str]) -> None:
    who, action, typed, sentence = line
    world = _a_world(session)
    page = _asks(sign_in(PEOPLE[who](session, world)), world, action, **typed).text
    assert sentence in page.replace("&#39;", "'")


def test_nobody_gets_anything_without_signing_in(app: Flask, session: Session) -> None:
    world = _a_world(session)
    session.commit()
    client = app.test_client()
    heard = {action: _asks(client, world, action) for action in ACTIONS}
    assert {answer.status_code for answer in heard.values()} == {302}
    assert {answer.headers["Location"].partition("?")[0] for answer in heard.values()} == {"/sign-in"}


def test_every_route_of_funding_stands_in_the_matrix(app: Flask, session: Session) -> None:
    """A route that is added later asks for its line."""
    asked = app.url_map.bind("localhost")
    numbers = _a_world(session).numbers
    shown = {asked.match(a.path.format(**numbers), method=a.method)[0] for a in ACTIONS.values()}
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("funding.")}
    assert routes - shown == set()
