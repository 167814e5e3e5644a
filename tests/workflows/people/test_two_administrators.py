"""Two administrators who remove each other in the same moment leave one who can administer."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.two_at_once import at_once
from workflows.db import Origin, db, originating, transaction
from workflows.people.operations import LAST_ADMINISTRATOR, deactivate
from workflows.people.queries import count_administrators, get_person
from workflows.permissions import Actor, Role

pytestmark = pytest.mark.postgres


def test_two_administrators_never_remove_each_other(postgres_app: Flask) -> None:
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        one, other = (a_person(session, Role.NETWORK_ADMINISTRATOR, password_hash="kept") for _ in range(2))
        session.flush()
        pairs = [(one.id, other.id), (other.id, one.id)]

    def remove(session: Session, person_id: int, actor: Actor) -> None:
        deactivate(get_person(session, person_id), session=session, actor=actor, now=NOW)

    assert at_once(postgres_app, get_person, remove, pairs) == sorted([LAST_ADMINISTRATOR, "done"])
    with postgres_app.app_context():
        assert count_administrators(db.session(), now=NOW) == 1
