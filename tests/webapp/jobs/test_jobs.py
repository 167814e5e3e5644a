"""The work of the queue and the audit trail in the browser."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_person, an_affiliate
from tests.scenes_documents import Year, a_year, an_owed_run
from workflows.db import Origin, originating
from workflows.outbox import JobRun, RunState
from workflows.people.models import User
from workflows.permissions import Role

SignIn = Callable[[User], FlaskClient]


@pytest.fixture
def year(session: Session) -> Year:
    return a_year(session, "Harbor")


@pytest.fixture
def administrator(session: Session) -> User:
    return a_person(session, Role.NETWORK_ADMINISTRATOR, name="Ada Admin")


def test_administrator_sees_what_is_stuck_and_why(
    session: Session, year: Year, sign_in: SignIn, administrator: User
) -> None:
    sentence = "There is no report to make a document of."
    an_owed_run(session, year, "report", state=RunState.FAILED, attempt=4, error=sentence)
    an_owed_run(session, year, "proposal", state=RunState.DONE, finished_at=NOW)
    page = sign_in(administrator).get("/admin/jobs/").text
    assert "Make a document: Report" in page
    assert sentence in page
    assert "Make a document: Proposal" not in page
    assert "1 piece of work" in page


def test_stuck_work_is_tried_again_at_once(session: Session, year: Year, sign_in: SignIn, administrator: User) -> None:
    run = an_owed_run(session, year, "report", state=RunState.FAILED, attempt=4, finished_at=NOW, error="No report.")
    client = sign_in(administrator)
    answer = client.post(f"/admin/jobs/{run.id}/retry", data={"once": "one"})
    assert answer.status_code == 303
    session.expire_all()
    again = session.get_one(JobRun, run.id)
    assert (again.state, again.attempt, again.finished_at, again.rung_at) == (RunState.OWED, 0, None, None)


@pytest.mark.parametrize(
    ("state", "attempt", "sentence"),
    [
        (RunState.DONE, 1, "This is done; there is nothing to try again."),
        (RunState.RUNNING, 1, "A worker is on it now."),
        (RunState.OWED, 0, "It has not been tried yet."),
    ],
)
def test_work_that_needs_no_hand_is_left_alone(
    session: Session, year: Year, sign_in: SignIn, state: RunState, *, attempt: int, sentence: str
) -> None:
    administrator = a_person(session, Role.NETWORK_ADMINISTRATOR)
    run = an_owed_run(session, year, "report", state=state, attempt=attempt)
    client = sign_in(administrator)
    assert "Try again" not in client.get("/admin/jobs/?state=all").text
    answer = client.post(f"/admin/jobs/{run.id}/retry", data={})
    assert answer.status_code == 422
    assert sentence in answer.text
    session.expire_all()
    assert session.get_one(JobRun, run.id).state == state


def test_work_is_chosen_by_standing_and_kind(
    session: Session, year: Year, sign_in: SignIn, administrator: User
) -> None:
    an_owed_run(session, year, "report", state=RunState.DONE, finished_at=NOW)
    an_owed_run(session, year, "proposal", job="send_message", arguments={"kind": "proposal_received"})
    client = sign_in(administrator)
    assert "Make a document: Report" in client.get("/admin/jobs/?state=done").text
    assert "Send a message: proposal received" in client.get("/admin/jobs/?job=send_message").text
    assert "Nothing of this kind" in client.get("/admin/jobs/?state=failed").text


@pytest.mark.parametrize("role", [Role.PROGRAM_MANAGER, Role.COACH, Role.REVIEWER, Role.AUDITOR])
def test_others_may_not_see_the_queue(session: Session, year: Year, sign_in: SignIn, role: Role) -> None:
    run = an_owed_run(session, year, "report", state=RunState.FAILED)
    client = sign_in(a_person(session, role))
    assert client.get("/admin/jobs/").status_code == 403
    assert client.post(f"/admin/jobs/{run.id}/retry", data={}).status_code == 404


def test_trail_tells_who_changed_what(session: Session, sign_in: SignIn, administrator: User) -> None:
    harbor = an_affiliate(session, "Harbor")
    session.commit()
    with originating(Origin(actor_id=administrator.id, request_id="abc123", writes=True)):
        harbor.town = "New Quay"
        session.commit()
    client = sign_in(a_person(session, Role.AUDITOR))
    page = client.get(f"/admin/jobs/audit?kind=affiliates&action=changed&record={harbor.id}").text
    assert "Ada Admin" in page
    assert "Port Ansel → New Quay" in page
    assert "abc123" in page
    assert client.get("/admin/jobs/audit?q=abc123").text.count("Port Ansel → New Quay") == 1
    assert "No change fits" in client.get("/admin/jobs/audit?q=zeppelin").text


def test_trail_never_shows_a_secret(session: Session, sign_in: SignIn, administrator: User) -> None:
    administrator.password_hash = "scrypt:secret-hash"
    session.commit()
    page = sign_in(administrator).get("/admin/jobs/audit?kind=users").text
    assert "secret-hash" not in page
    assert "(hidden)" in page


@pytest.mark.parametrize("role", [Role.PROGRAM_MANAGER, Role.COACH, Role.FINANCE_OFFICER])
def test_others_may_not_read_the_trail(session: Session, sign_in: SignIn, role: Role) -> None:
    assert sign_in(a_person(session, role)).get("/admin/jobs/audit").status_code == 403


@pytest.mark.parametrize("address", ["/admin/jobs/", "/admin/jobs/audit"])
def test_lists_ask_the_same_of_the_database_for_one_and_for_thirty(
    session: Session, year: Year, sign_in: SignIn, count_queries: Statements, address: str
) -> None:
    administrator = a_person(session, Role.NETWORK_ADMINISTRATOR)
    asked = []
    for more in (1, 29):
        for _ in range(more):
            an_owed_run(session, year, "award_letter", state=RunState.FAILED, error="No.")
            an_affiliate(session)
        client = sign_in(administrator)
        session.expunge_all()
        count_queries.clear()
        assert client.get(address).status_code == 200
        asked.append(len(count_queries))
    assert asked[0] == asked[1] <= 12
