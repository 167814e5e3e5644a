"""Every action of the reviews by every role and relation: who may, what the others read, and what is hidden."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_documents import sealed_content
from tests.scenes_reviews import Scene, a_scene, as_actor, every_score, score, seats_of
from workflows.people.models import RoleAssignment, User
from workflows.permissions import Role
from workflows.reviews.assigning import assign_reviewers
from workflows.reviews.models import Outcome, Review
from workflows.reviews.operations import declare_no_conflict, step_aside
from workflows.reviews.staging.models import StagedDecision

SignIn = Callable[[User], FlaskClient]


@dataclass(frozen=True, slots=True)
class Round:
    """One proposal with a kept decision of the first manager and a seat in each state of a review."""

    scene: Scene
    filed: Review
    scoring: Review
    undeclared: Review
    left: Review
    staged: StagedDecision


def _a_round(session: Session) -> Round:
    scene = a_scene(session, content=sealed_content(1))
    filed, scoring = seats_of(session, scene)
    more = [a_person(session, Role.REVIEWER) for _ in range(2)]
    undeclared, left = assign_reviewers(
        scene.proposal,
        reviewer_ids=[person.id for person in more],
        session=session,
        actor=as_actor(scene.managers[0]),
        now=NOW,
    )
    score(session, filed, every_score(75))
    declare_no_conflict(scoring, session=session, actor=as_actor(scoring.reviewer), now=NOW)
    session.flush()
    step_aside(left, reason="My sister works there.", session=session, actor=as_actor(left.reviewer), now=NOW)
    session.flush()
    return Round(scene, filed, scoring, undeclared, left, _kept(session, scene))


def _kept(session: Session, scene: Scene) -> StagedDecision:
    """The first manager has decided; nothing is announced."""
    staged = StagedDecision(
        proposal=scene.proposal,
        snapshot_number=1,
        digest=scene.proposal.snapshots[-1].digest,
        outcome=Outcome.DECLINE,
        feedback="Name the source of your figures.",
        decided_by_id=scene.managers[0].id,
        decided_at=NOW,
    )
    session.add(staged)
    session.flush()
    return staged


def _with(session: Session, person: User, role: Role) -> User:
    session.add(RoleAssignment(user=person, role=role, granted_at=NOW))
    session.flush()
    return person


PEOPLE: dict[str, Callable[[Session, Round], User]] = {
    "administrator": lambda s, _: a_person(s, Role.NETWORK_ADMINISTRATOR),
    "manager": lambda _, r: r.scene.managers[0],
    "another manager": lambda _, r: r.scene.managers[1],
    "manager who coaches": lambda s, r: _with(s, r.scene.coach, Role.PROGRAM_MANAGER),
    "manager who filed": lambda s, r: _with(s, r.filed.reviewer, Role.PROGRAM_MANAGER),
    "manager who scores": lambda s, r: _with(s, r.scoring.reviewer, Role.PROGRAM_MANAGER),
    "manager who stepped aside": lambda s, r: _with(s, r.left.reviewer, Role.PROGRAM_MANAGER),
    "coach": lambda _, r: r.scene.coach,
    "another coach": lambda s, _: a_person(s, Role.COACH),
    "reviewer who filed": lambda _, r: r.filed.reviewer,
    "reviewer who scores": lambda _, r: r.scoring.reviewer,
    "reviewer to declare": lambda _, r: r.undeclared.reviewer,
    "reviewer who stepped aside": lambda _, r: r.left.reviewer,
    "another reviewer": lambda s, _: a_person(s, Role.REVIEWER),
    "finance": lambda _, r: r.scene.finance[0],
    "steward": lambda s, _: a_person(s, Role.PRIVACY_STEWARD),
    "auditor": lambda s, _: a_person(s, Role.AUDITOR),
    "director": lambda _, r: r.scene.director,
    "another director": lambda s, _: a_scene(s).director,
}
ABOUT = "/reviews/proposals/{proposal}"
ACTIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "read the reviews": ("GET", "/reviews/of/{enrollment}", {}),
    "list decisions": ("GET", "/reviews/decisions", {}),
    "list every seat": ("GET", "/reviews/seats", {}),
    "ask reviewers": ("POST", ABOUT + "/reviewers", {}),
    "ask for a cohort": ("POST", "/reviews/cohorts/{cohort}/reviewers", {}),
    "set limits": ("GET", "/reviews/cohorts/{cohort}/limits", {}),
    "open a filed one again": ("POST", "/reviews/{filed}/reopen", {}),
    "go on without a third": ("POST", ABOUT + "/without-third", {"why": "Enough."}),
    "approve": ("POST", ABOUT + "/approve", {}),
    "ask for changes": ("POST", ABOUT + "/changes", {}),
    "decline": ("POST", ABOUT + "/decline", {}),
    "read a kept decision": ("GET", "/reviews/staged/{staged}", {}),
    "take it back": ("POST", "/reviews/staged/{staged}/take-back", {"version": "77"}),
    "confirm it": ("POST", "/reviews/staged/{staged}/confirm", {"version": "1"}),
    "send it back": ("POST", "/reviews/staged/{staged}/send-back", {}),
    "list what is kept": ("GET", "/reviews/cohorts/{cohort}/announcement", {}),
    "read every letter": ("GET", "/reviews/cohorts/{cohort}/letters", {}),
    "announce": ("POST", "/reviews/cohorts/{cohort}/announcement", {}),
    "declare": ("POST", "/reviews/{undeclared}/declaration", {}),
    "read what one filed": ("GET", "/reviews/{filed}", {}),
    "score": ("GET", "/reviews/{scoring}", {}),
    "save scores": ("POST", "/reviews/{scoring}/scores", {"C1_anchor": "60"}),
    "file": ("POST", "/reviews/{scoring}/final", {"C1_anchor": "60"}),
    "step aside": ("POST", "/reviews/{scoring}/step-aside", {}),
    "read one's own recusal": ("GET", "/reviews/{left}", {}),
    "read the proposal": ("GET", "/proposals/{proposal}", {}),
    "read the receipt": ("GET", "/proposals/{proposal}/receipt", {}),
}
# What each hears: 200 a page, 422 the form with what is missing, 403 a sentence, 404 that nothing is there,
# 409 that it was changed meanwhile.
SEES_ALL = {"read the reviews": 200, "list decisions": 200, "list every seat": 200, "read the proposal": 200,
            "read the receipt": 200, "read a kept decision": 200, "list what is kept": 200,
            "read every letter": 200}  # fmt: skip
ON_PROPOSAL = ("ask reviewers", "go on without a third", "approve", "ask for changes", "decline")
ON_COHORT = ("ask for a cohort", "set limits", "announce")
ON_KEPT = ("take it back", "confirm it", "send it back")
SECOND = dict.fromkeys(("confirm it", "send it back"), 422)
NOT_SECOND = dict.fromkeys(("confirm it", "send it back"), 403)
ON_SEATS = ("open a filed one again", "declare", "read what one filed", "score", "save scores", "file", "step aside",
            "read one's own recusal")  # fmt: skip
NOWHERE = dict.fromkeys(ACTIONS, 404) | {"list decisions": 403, "list every seat": 403}
READS = NOWHERE | SEES_ALL | dict.fromkeys((*ON_PROPOSAL, *ON_COHORT, *ON_SEATS, *ON_KEPT), 403)
MANAGES = READS | dict.fromkeys((*ON_PROPOSAL, *ON_COHORT, "open a filed one again"), 422)
MANAGES |= {"set limits": 200, "take it back": 409} | SECOND
NO_DECISION = dict.fromkeys(("go on without a third", "approve", "ask for changes", "decline", "take it back"), 403)
OWN_SIDE = NOWHERE | {"read the reviews": 403, "read the proposal": 200, "read the receipt": 200}
OWN_SIDE |= dict.fromkeys(ON_PROPOSAL, 403)
SCORES = {"score": 200, "save scores": 422, "file": 422, "step aside": 422}
IN_REVIEW = NOWHERE | {"read the proposal": 200, "read the receipt": 200} | dict.fromkeys(ON_PROPOSAL, 403)
CLOSED = {"read the reviews": 404, "read the proposal": 404, "read the receipt": 404}
CLOSED |= dict.fromkeys((*ON_PROPOSAL, *ON_SEATS, *ON_KEPT, "read a kept decision"), 404)
SEES_COHORTS = dict.fromkeys((*ON_COHORT, "list what is kept", "read every letter"), 403)
EXPECTED: dict[str, dict[str, int]] = {
    "administrator": READS | SECOND,
    "manager": MANAGES | NOT_SECOND,
    "another manager": MANAGES,
    "manager who coaches": MANAGES | NO_DECISION | NOT_SECOND,
    "manager who filed": MANAGES | NO_DECISION | NOT_SECOND | {"read what one filed": 200},
    "manager who scores": MANAGES | SCORES,
    "manager who stepped aside": MANAGES | CLOSED | {"read one's own recusal": 200},
    "coach": OWN_SIDE | SEES_COHORTS,
    "another coach": NOWHERE | SEES_COHORTS,
    "reviewer who filed": IN_REVIEW | {"open a filed one again": 403, "read what one filed": 200},
    "reviewer who scores": IN_REVIEW | SCORES,
    "reviewer to declare": NOWHERE | {"declare": 422},
    "reviewer who stepped aside": NOWHERE | {"read one's own recusal": 200},
    "another reviewer": NOWHERE,
    "finance": NOWHERE | SEES_COHORTS | {"read the reviews": 403},
    "steward": NOWHERE | SEES_COHORTS | {"read the reviews": 403},
    "auditor": READS,
    "director": OWN_SIDE,
    "another director": NOWHERE,
}


def _asks(client: FlaskClient, round_: Round, action: str) -> Any:
    method, path, data = ACTIONS[action]
    proposal = round_.scene.proposal
    address = path.format(
        proposal=proposal.id,
        enrollment=proposal.enrollment_id,
        cohort=proposal.enrollment.cohort_id,
        **{name: getattr(round_, name).id for name in ("filed", "scoring", "undeclared", "left", "staged")},
    )
    return client.open(address, method=method, data={**data, "once": action} if method == "POST" else None)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_do_what_in_a_review(session: Session, sign_in: SignIn, who: str) -> None:
    round_ = _a_round(session)
    client = sign_in(PEOPLE[who](session, round_))
    heard = {action: _asks(client, round_, action) for action in ACTIONS}
    assert {action: answer.status_code for action, answer in heard.items()} == EXPECTED[who]
    silent = [a for a, answer in heard.items() if answer.status_code == 403 and not _sentences(answer.text)]
    assert silent == []


SENTENCES = (
    "You may not ",
    "You coach this affiliate, so someone else ",
    "You scored this proposal, so someone else ",
    "You took this decision, so someone else ",
)


def _sentences(page: str) -> list[str]:
    return [sentence for sentence in SENTENCES if sentence in page]


REFUSED: tuple[tuple[str, str, str], ...] = (
    ("administrator", "ask reviewers", "You may not assign reviewers. The program manager can."),
    ("manager", "score", "You may not score this proposal. The reviewer can."),
    ("manager who coaches", "approve", "You coach this affiliate, so someone else decides on its proposal."),
    ("manager who filed", "decline", "You scored this proposal, so someone else decides on it."),
    ("manager who scores", "go on without a third", "No third review is awaited."),
    ("manager", "go on without a third", "No third review is awaited."),
    ("manager", "open a filed one again", "Say why in a sentence; it stays with the record."),
    ("manager", "ask reviewers", "Choose at least one reviewer."),
    ("manager", "ask for a cohort", "Choose at least one reviewer."),
    ("reviewer to declare", "declare", "Choose what is true for you; the proposal opens when there is no conflict."),
    ("reviewer who scores", "step aside", "Say in a sentence what the conflict is."),
    ("reviewer who stepped aside", "read the proposal", "There is no page here, or it is not yours to see."),
    ("manager", "confirm it", "You took this decision, so someone else confirms it."),
    ("manager who coaches", "send it back", "You coach this affiliate, so someone else confirms the decision."),
    ("manager who filed", "confirm it", "You scored this proposal, so someone else confirms the decision."),
    ("manager who scores", "confirm it", "You were asked to review this proposal, so someone else confirms"),
    ("another manager", "confirm it", "This decision needs no second person."),
    ("another manager", "send it back", "Say why in a sentence; it stays with the record."),
    ("administrator", "take it back", "You may not decide on this proposal. The program manager can."),
    ("auditor", "confirm it", "You may not confirm this decision."),
    ("manager", "announce", "Choose at least one decision to announce."),
    ("director", "read the reviews", "You may not read the reviews."),
    ("coach", "approve", "You may not decide on this proposal. The program manager can."),
)


@pytest.mark.parametrize(("who", "action", "sentence"), REFUSED, ids=[f"{who}: {action}" for who, action, _ in REFUSED])
def test_each_refusal_says_why(session: Session, sign_in: SignIn, who: str, action: str, sentence: str) -> None:
    round_ = _a_round(session)
    page = _asks(sign_in(PEOPLE[who](session, round_)), round_, action).text
    assert sentence in page.replace("&#39;", "'")


def test_nobody_gets_anything_without_signing_in(app: Flask, session: Session) -> None:
    round_ = _a_round(session)
    session.commit()
    client = app.test_client()
    heard = {action: _asks(client, round_, action) for action in ACTIONS}
    assert {answer.status_code for answer in heard.values()} == {302}
    assert {answer.headers["Location"].partition("?")[0] for answer in heard.values()} == {"/sign-in"}
