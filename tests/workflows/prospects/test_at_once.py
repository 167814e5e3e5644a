"""Two people who move one prospect, or list one funder, in the same moment."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.scenes_prospects import a_funder, a_prospect, funder_answers, step_answers
from tests.scenes_year import LATER, a_year
from tests.two_at_once import at_once
from workflows.db import db
from workflows.permissions import Actor
from workflows.prospects.answers import ProspectState
from workflows.prospects.models import Funder, Prospect
from workflows.prospects.operations import list_funder, move_prospect
from workflows.prospects.queries import get_prospect

pytestmark = pytest.mark.postgres


def test_one_of_two_answers_counts(postgres_app: Flask) -> None:
    session = db.session()
    scene = a_year(session)
    prospect = a_prospect(session, scene, "ask")
    seen, key, names = prospect.version, prospect.id, {scene.staff.id: "win", scene.director.id: "decline"}
    session.commit()

    def answer(session: Session, prospect_id: int, actor: Actor) -> None:
        prospect = get_prospect(session, prospect_id)
        told = step_answers(names[actor.id or 0], prospect)
        name = names[actor.id or 0]
        move_prospect(prospect, name, told, expected_version=seen, session=session, actor=actor, now=LATER)

    heard = at_once(postgres_app, get_prospect, answer, [(key, who) for who in names])
    assert heard == [
        "Someone saved this while you were writing. Nothing of yours is lost: choose which to keep.",
        "done",
    ]
    session.expire_all()
    assert session.get_one(Prospect, key).state in (ProspectState.WON, ProspectState.DECLINED)


def test_one_of_two_funders_of_a_name_is_listed(postgres_app: Flask) -> None:
    session = db.session()
    scene = a_year(session)
    key, who = a_funder(session, scene.manager).id, scene.manager.id
    session.commit()

    def add(session: Session, _funder_id: int, actor: Actor) -> None:
        list_funder(funder_answers("Bridge Trust"), session=session, actor=actor, now=LATER)

    heard = at_once(postgres_app, lambda session, funder_id: session.get(Funder, funder_id), add, [(key, who)] * 2)
    assert heard == ["A funder of this name is in the list already.", "done"]
    assert session.scalar(select(func.count(Funder.id)).where(Funder.name == "Bridge Trust")) == 1
