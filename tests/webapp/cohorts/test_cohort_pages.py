"""An administrator sets up a cohort, changes it and looks at it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import a_cohort, a_person, an_affiliate, an_enrollment
from tests.scenes_cohorts import a_planned_cohort
from tests.scenes_frameworks import a_copy
from workflows.cohorts.models import Cohort
from workflows.frameworks.models import Indicator
from workflows.frameworks.operations import seed_framework
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage
from workflows.training.models import TrainingSession

SignIn = Callable[[User], FlaskClient]
ANSWERS = {
    "name": "Pilot cohort 2026",
    "program": "Data for integration",
    "kind": "pilot",
    "framework": "0",
    "time_zone": "America/New_York",
    "starts_on": "2026-01-12",
    "ends_on": "2027-09-30",
    "seats": "8",
    "award_budget": "300000",
    "award_ceiling": "50000",
    "completion_rule": "one_per_session",
    "attendance_percent": "80",
    "proposals_due_on": "2026-04-24",
    "proposals_due_time": "23:59",
    "minimum_reviews": "2",
    "first_session_on": "2026-01-13",
    "first_session_at": "14:00",
    "once": "one",
}


@pytest.fixture
def administrator(session: Session) -> User:
    return a_person(session, Role.NETWORK_ADMINISTRATOR)


def test_new_cohort_brings_its_library_and_twelve_sessions_once(
    session: Session, sign_in: SignIn, administrator: User
) -> None:
    client = sign_in(administrator)
    assert client.get("/cohorts/new").status_code == 200
    assert client.post("/cohorts/new", data=ANSWERS).status_code == 303
    assert client.post("/cohorts/new", data=ANSWERS).status_code == 303  # the same form again

    cohort = session.scalars(select(Cohort)).one()
    assert cohort.proposals_due_at == datetime(2026, 4, 25, 3, 59, tzinfo=UTC)
    assert session.scalar(select(func.count()).select_from(Indicator)) == 77
    assert session.scalars(select(TrainingSession.number).order_by(TrainingSession.number)).all() == list(range(1, 13))
    page = client.get(f"/cohorts/{cohort.id}")
    assert page.status_code == 200
    assert "Tuesday 13 January 2026, 2:00 pm EST" in page.text
    assert "Friday 24 April 2026, 11:59 pm EDT" in page.text


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"ends_on": "2026-01-01"}, "The cohort ends after it starts."),
        ({"award_ceiling": "1.234"}, "Use at most two decimals."),
        ({"time_zone": "Mars/Base"}, "Not a valid choice"),
        ({"first_session_on": ""}, "Choose a day, like 2026-01-12."),
        ({"seats": "0"}, "Number must be between 1 and 500."),
    ],
)
def test_wrong_answer_is_said_and_nothing_is_made(
    session: Session, sign_in: SignIn, administrator: User, answer: dict[str, Any], sentence: str
) -> None:
    page = sign_in(administrator).post("/cohorts/new", data=ANSWERS | answer)
    assert page.status_code == 422
    assert sentence in page.text
    assert session.scalar(select(func.count()).select_from(Cohort)) == 0


def test_rules_are_changed_and_the_slower_editor_reads_both(
    session: Session, sign_in: SignIn, administrator: User
) -> None:
    cohort = a_cohort(session)
    client = sign_in(administrator)
    page = f"/cohorts/{cohort.id}/edit"
    assert client.get(page).status_code == 200
    answers = {**ANSWERS, "framework": cohort.framework_id, "version": 1}
    assert client.post(page, data={**answers, "name": "Theirs", "once": "a"}).status_code == 303
    conflict = client.post(page, data={**answers, "name": "Mine", "once": "b"})
    assert conflict.status_code == 409
    assert "Mine" in conflict.text
    assert "Theirs" in conflict.text
    session.expire_all()
    assert session.get_one(Cohort, cohort.id).name == "Theirs"


def test_coach_may_look_at_a_cohort_and_not_change_it(session: Session, sign_in: SignIn) -> None:
    cohort = a_planned_cohort(session)
    client = sign_in(a_person(session, Role.COACH))
    assert client.get(f"/cohorts/{cohort.id}").status_code == 200
    assert client.get(f"/cohorts/{cohort.id}/edit").status_code == 403
    assert client.post(f"/cohorts/{cohort.id}/start-training").status_code == 403
    assert client.get("/cohorts/new").status_code == 403


def test_affiliate_people_do_not_learn_of_other_cohorts(session: Session, sign_in: SignIn) -> None:
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session))
    cohort = a_cohort(session)
    assert sign_in(director).get(f"/cohorts/{cohort.id}").status_code == 404


def test_training_starts_from_the_cohort_page_and_says_why_it_cannot(
    session: Session, sign_in: SignIn, administrator: User
) -> None:
    cohort = a_planned_cohort(session)
    client = sign_in(administrator)
    page = f"/cohorts/{cohort.id}"
    assert "No affiliate is waiting to start. Confirm an enrollment first." in client.get(page).text
    assert client.post(f"{page}/start-training", data={"once": "a"}).status_code == 422
    enrollment = an_enrollment(session, Stage.ENROLLED, cohort=cohort, sessions_required=12)
    session.commit()
    assert "Yes, start the training" in client.get(page).text
    assert client.post(f"{page}/start-training", data={"once": "b"}).status_code == 303
    session.expire_all()
    assert enrollment.stage is Stage.TRAINING


@pytest.mark.parametrize("stages", [[Stage.TRAINING], list(Stage) + [Stage.TRAINING] * 13])
def test_cohort_page_asks_the_same_number_of_questions(
    session: Session, sign_in: SignIn, administrator: User, count_queries: Statements, stages: list[Stage]
) -> None:
    cohort = a_planned_cohort(session, seats=40)
    coach = a_person(session, Role.COACH)
    for stage in stages:
        an_enrollment(session, stage, cohort=cohort, coach_id=coach.id)
    client = sign_in(administrator)
    session.expire_all()
    count_queries.clear()
    assert client.get(f"/cohorts/{cohort.id}").status_code == 200
    assert len(count_queries) == 15


@pytest.mark.parametrize("cohorts", [1, 30])
def test_list_of_cohorts_asks_the_same_number_of_questions(
    session: Session, sign_in: SignIn, administrator: User, count_queries: Statements, cohorts: int
) -> None:
    for _ in range(cohorts):
        a_cohort(session)
    client = sign_in(administrator)
    session.expire_all()
    count_queries.clear()
    assert client.get("/cohorts/").status_code == 200
    assert len(count_queries) == 4


def test_a_cohort_chooses_among_published_frameworks(session: Session, sign_in: SignIn, administrator: User) -> None:
    library = seed_framework(session=session)
    published = a_copy(session, library, is_published=True)
    draft = a_copy(session, library, edition="3")
    session.flush()
    client = sign_in(administrator)
    page = client.get("/cohorts/new").text
    assert "Domains of integration, edition 1" in page
    assert "Domains of integration, edition 2" in page
    assert "Domains of integration, edition 3" not in page
    assert client.post("/cohorts/new", data=ANSWERS | {"framework": str(draft.id)}).status_code == 422
    assert client.post("/cohorts/new", data=ANSWERS | {"framework": str(published.id), "once": "2"}).status_code == 303
    assert session.scalars(select(Cohort.framework_id)).all() == [published.id]


def test_a_cohort_moves_to_the_next_edition(session: Session, sign_in: SignIn, administrator: User) -> None:
    library = seed_framework(session=session)
    published = a_copy(session, library, is_published=True)
    cohort = a_cohort(session, framework_id=library.id)
    answers = {**ANSWERS, "framework": str(published.id), "version": "1"}
    assert sign_in(administrator).post(f"/cohorts/{cohort.id}/edit", data=answers).status_code == 303
    session.expire_all()
    assert cohort.framework_id == published.id
