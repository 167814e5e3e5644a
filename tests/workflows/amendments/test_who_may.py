"""Every action on an amendment for every role and relation, and the machine read as a graph."""

import pytest
from sqlalchemy.orm import Session

from tests.factories import a_person, an_affiliate
from tests.scenes_amendments import a_plan, target_asked
from tests.scenes_year import acting
from workflows.amendments.lifecycle import AMENDMENT
from workflows.amendments.models import AmendmentState
from workflows.events import EVENTS
from workflows.people.models import User
from workflows.permissions import Permission, Role, can, why_cannot

P = Permission
WRITE, SUBMIT = P.WRITE_AMENDMENT, P.SUBMIT_AMENDMENT
MAY: dict[str, set[Permission]] = {
    "director": {WRITE, SUBMIT, P.SEE_FUNDING},
    "data lead": {WRITE, SUBMIT, P.SEE_FUNDING},
    "staff": {WRITE, P.SEE_FUNDING},
    "finance of the affiliate": {WRITE, P.SEE_FUNDING},
    "coach": {WRITE, P.RECOMMEND_AMENDMENT, P.SEE_FUNDING},
    "another coach": set(),
    "manager": {WRITE, SUBMIT, P.DECIDE_AMENDMENT, P.SEE_FUNDING},
    "administrator": {P.SEE_FUNDING},
    "finance officer": {P.SEE_FUNDING},
    "auditor": {P.SEE_FUNDING},
    "reviewer": set(),
    "privacy steward": set(),
    "another director": set(),
}
ACTIONS = (WRITE, SUBMIT, P.RECOMMEND_AMENDMENT, P.DECIDE_AMENDMENT, P.SEE_FUNDING)


@pytest.mark.parametrize("who", MAY)
def test_each_person_may_what_is_theirs(session: Session, who: str) -> None:
    scene = a_plan(session)
    amendment, harbor = target_asked(session, scene), scene.year.enrollment.affiliate
    people: dict[str, User] = {
        "director": scene.year.director,
        "data lead": scene.lead,
        "staff": scene.year.staff,
        "finance of the affiliate": a_person(session, Role.AFFILIATE_FINANCE, affiliate=harbor),
        "coach": scene.year.coach,
        "another coach": a_person(session, Role.COACH),
        "manager": scene.year.manager,
        "administrator": a_person(session, Role.NETWORK_ADMINISTRATOR),
        "finance officer": scene.finance,
        "auditor": a_person(session, Role.AUDITOR),
        "reviewer": a_person(session, Role.REVIEWER),
        "privacy steward": a_person(session, Role.PRIVACY_STEWARD),
        "another director": a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)),
    }
    actor = acting(people[who])
    assert {one for one in ACTIONS if can(actor, one, amendment)} == MAY[who]
    refused = [why_cannot(actor, one, amendment) for one in ACTIONS if one not in MAY[who]]
    assert all(str(reason).startswith("You ") for reason in refused)


def test_every_state_is_reached_and_only_the_meant_ones_end() -> None:
    reached = {AMENDMENT.initial} | {row.target for row in AMENDMENT.rows}
    assert reached == set(AmendmentState)
    assert {state for state in AmendmentState if not AMENDMENT.open_to(state)} == AMENDMENT.terminal


def test_every_announcement_is_known() -> None:
    assert {name for row in AMENDMENT.rows for name in row.announces} - set(EVENTS) == set()
