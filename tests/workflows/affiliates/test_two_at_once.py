"""Two people change the data lead in the same moment: one handover, and the slower one is told."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_affiliates import being, handovers, harbor
from tests.two_at_once import at_once
from workflows.affiliates.data_roles import end_data_role, follow_account, name_data_role
from workflows.affiliates.models import DataRole
from workflows.affiliates.queries import get_profile
from workflows.db import Origin, db, originating, transaction
from workflows.errors import Stale
from workflows.people.answers import DataRoleKind
from workflows.people.models import User
from workflows.permissions import Actor

pytestmark = pytest.mark.postgres


def load(session: Session, role_id: int) -> DataRole:
    role = session.get_one(DataRole, role_id)
    get_profile(session, role.affiliate_id)
    return role


def both(app: Flask, work: Callable[[Session, int, Actor], None]) -> tuple[list[str], list[tuple[str, str | None]]]:
    """What each heard, and the handovers as (from, to) that there are afterwards."""
    with app.app_context(), originating(Origin(writes=True)), transaction() as session:
        scene = harbor(session)
        session.flush()
        pairs = [(scene.lead.id, scene.lucy.id), (scene.lead.id, scene.director.id)]
    heard = at_once(app, load, work, pairs)
    with app.app_context(), originating(Origin(writes=True)):
        found = handovers(db.session())
        return heard, [(h.role.name, h.successor.name if h.successor else None) for h in found]


def test_two_who_name_another_data_lead_begin_one_handover(postgres_app: Flask) -> None:
    def take_it(session: Session, role_id: int, actor: Actor) -> None:
        role = session.get_one(DataRole, role_id)
        given = being(session.get_one(User, actor.id))
        lead = DataRoleKind.DATA_LEAD
        name_data_role(role.affiliate, lead, given, seen=(role_id, 1), session=session, actor=actor, now=NOW)

    heard, begun = both(postgres_app, take_it)
    assert heard == sorted([str(Stale()), "done"])
    assert [former for former, _ in begun] == ["Samir Haddad"]


def test_two_who_end_it_begin_one_handover(postgres_app: Flask) -> None:
    def end(session: Session, role_id: int, actor: Actor) -> None:
        role = session.get_one(DataRole, role_id)
        if actor.name == "Dana Ortiz":
            end_data_role(role, because="Moved away.", session=session, actor=actor, now=NOW)
            return
        session.get_one(User, role.user_id).is_active = False
        follow_account(session.get_one(User, role.user_id), session=session, actor=actor, now=NOW)

    assert both(postgres_app, end) == (["done", "done"], [("Samir Haddad", None)])
