"""Home as each role sees it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import a_cohort, a_person, an_affiliate, an_enrollment
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]


@pytest.mark.parametrize("role", list(Role))
def test_everyone_has_a_home(session: Session, sign_in: SignIn, role: Role) -> None:
    harbor = an_affiliate(session)
    an_enrollment(session, Stage.TRAINING, affiliate=harbor, sessions_required=12, open_sessions=[5, 9])
    answer = sign_in(a_person(session, role, affiliate=None if role.is_national else harbor)).get("/")
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("stage", list(Stage))
def test_an_affiliate_reads_its_next_step_in_every_stage(session: Session, sign_in: SignIn, stage: Stage) -> None:
    harbor = an_affiliate(session)
    an_enrollment(session, stage, affiliate=harbor, sessions_required=12)
    for role in (Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_DATA_LEAD, Role.AFFILIATE_FINANCE):
        answer = sign_in(a_person(session, role, affiliate=harbor)).get("/")
        assert (answer.status_code, "Next step" in answer.text) == (200, True)


def test_an_affiliate_outside_of_any_cohort_reads_who_invites(session: Session, sign_in: SignIn) -> None:
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session))
    assert "The national office invites affiliates" in sign_in(director).get("/").text


def test_an_empty_installation_offers_its_administrator_the_first_cohort(session: Session, sign_in: SignIn) -> None:
    administrator = a_person(session, Role.NETWORK_ADMINISTRATOR)
    assert "Make the first cohort" in sign_in(administrator).get("/").text
    a_cohort(session)
    assert "Make the first cohort" not in sign_in(administrator).get("/").text
    assert "Make the first cohort" not in sign_in(a_person(session, Role.FINANCE_OFFICER)).get("/").text


@pytest.mark.parametrize("role", [Role.PROGRAM_MANAGER, Role.NETWORK_ADMINISTRATOR, Role.FINANCE_OFFICER])
def test_home_asks_the_same_few_questions_for_one_and_for_thirty(
    session: Session, sign_in: SignIn, count_queries: Statements, role: Role
) -> None:
    cohort = a_cohort(session, seats=60)
    person = a_person(session, role)
    counts = []
    for batch in (1, 30):
        for _ in range(batch):
            an_enrollment(session, Stage.COMMITTED, cohort=cohort)
        client = sign_in(person)
        session.expire_all()
        count_queries.clear()
        assert client.get("/").status_code == 200
        counts.append(len(count_queries))
    assert counts[0] == counts[1]
    assert counts[1] <= 15
