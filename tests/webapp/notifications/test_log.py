"""Administrators see which messages left."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_person
from workflows.notifications.models import Delivery
from workflows.outbox import JobRun
from workflows.people.models import User
from workflows.permissions import Role

SignIn = Callable[[User], FlaskClient]


def a_delivery(session: Session, person: User, key: str) -> None:
    run = JobRun(job="send_message", key=key, arguments={}, created_at=NOW, due_at=NOW)
    session.add(run)
    session.flush()
    session.add(Delivery(run_id=run.id, user_id=person.id, kind="account_invitation", sent_at=NOW))


def test_an_administrator_reads_kind_person_and_time(session: Session, sign_in: SignIn) -> None:
    a_delivery(session, a_person(session, Role.COACH, name="Rosa Lind"), "one")
    page = sign_in(a_person(session, Role.NETWORK_ADMINISTRATOR)).get("/admin/messages/").text
    assert [word in page for word in ("Account invitation", "Rosa Lind", "2 Mar 2026, 10:00 am EST")] == [True] * 3


def test_no_message_yet_says_when_one_appears(session: Session, sign_in: SignIn) -> None:
    page = sign_in(a_person(session, Role.NETWORK_ADMINISTRATOR)).get("/admin/messages/").text
    assert "The first invitation appears here" in page


def test_others_may_not_read_it(session: Session, sign_in: SignIn) -> None:
    assert sign_in(a_person(session, Role.PROGRAM_MANAGER)).get("/admin/messages/").status_code == 403


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_as_much_for_thirty_as_for_one(
    session: Session, sign_in: SignIn, count_queries: Statements, count: int
) -> None:
    for number in range(count):
        a_delivery(session, a_person(session, Role.COACH), str(number))
    client = sign_in(a_person(session, Role.NETWORK_ADMINISTRATOR))
    count_queries.clear()
    assert client.get("/admin/messages/").status_code == 200
    assert len(count_queries) == 4
