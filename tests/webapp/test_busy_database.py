"""A database that does not answer in time, or not at all."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.factories import a_person
from workflows.db import db
from workflows.people.models import User
from workflows.permissions import Role


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_database_that_does_not_answer_is_said_in_a_sentence_and_asks_to_try_again(
    session: Session, sign_in: Callable[[User], FlaskClient], monkeypatch: pytest.MonkeyPatch, accept: str
) -> None:
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))

    def locked(*_args: object, **_options: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("database is locked"))

    monkeypatch.setattr(type(db.session()), "execute", locked)
    monkeypatch.setattr(type(db.session()), "scalar", locked)
    monkeypatch.setattr(type(db.session()), "get", locked)
    answer = client.get("/", headers={"Accept": accept})
    assert (answer.status_code, "Too much is going on right now" in answer.text) == (503, True)
