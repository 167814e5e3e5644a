"""Two people work on the same award in the same moment: one counts, the other reads why not."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_awards import a_condition, all_values, federal_award, levels
from tests.scenes_reviews import a_scene, awarded
from tests.two_at_once import at_once
from workflows.db import Origin, db, originating
from workflows.enrollments.queries import get_enrollment
from workflows.funding.conditions.answers import USUAL_APPEAL, ConditionAnswers
from workflows.funding.conditions.models import AwardCondition
from workflows.funding.conditions.operations import add_condition, lift_condition
from workflows.funding.conditions.queries import get_condition
from workflows.funding.federal.answers import FederalAnswers
from workflows.funding.federal.models import FederalElements
from workflows.funding.federal.operations import save_elements
from workflows.funding.queries import get_award
from workflows.funding.risk.models import RiskAssessment
from workflows.funding.risk.operations import assess_risk
from workflows.permissions import Actor

pytestmark = pytest.mark.postgres
STALE = "Someone saved this while you were writing. Nothing of yours is lost: choose which to keep."


def _lift(session: Session, condition_id: int, actor: Actor) -> None:
    lift_condition(
        get_condition(session, condition_id), words=f"Seen by {actor.name}.", session=session, actor=actor, now=NOW
    )


def test_two_managers_lift_one_condition(postgres_app: Flask) -> None:
    with originating(Origin(writes=True)):
        session = db.session()
        scene = a_scene(session)
        condition = a_condition(session, awarded(session, scene), scene.managers[0])
        session.commit()
        pairs = [(condition.id, person.id) for person in scene.managers]
    heard = at_once(postgres_app, get_condition, _lift, pairs)
    assert heard == ["This is possible in the stage open; now it is lifted.", "done"]


def _add(session: Session, award_id: int, actor: Actor) -> None:
    given = ConditionAnswers(f"By {actor.name}.", "Show it.", True, "Why", date(2026, 5, 1), USUAL_APPEAL)
    add_condition(get_award(session, award_id), given, session=session, actor=actor, now=NOW)


def test_two_conditions_added_at_once_get_two_numbers(postgres_app: Flask) -> None:
    with originating(Origin(writes=True)):
        session = db.session()
        scene = a_scene(session)
        award = awarded(session, scene)
        session.commit()
        pairs = [(award.id, person.id) for person in scene.managers]
    assert at_once(postgres_app, get_award, _add, pairs) == ["done", "done"]
    assert sorted(db.session.scalars(select(AwardCondition.number))) == [1, 2]


def _assess(session: Session, enrollment_id: int, actor: Actor) -> None:
    enrollment = get_enrollment(session, enrollment_id)
    assess_risk(enrollment, levels(), expected_number=0, session=session, actor=actor, now=NOW)


def test_two_first_assessments_make_one(postgres_app: Flask) -> None:
    with originating(Origin(writes=True)):
        session = db.session()
        scene = a_scene(session)
        session.commit()
        pairs = [(scene.enrollment.id, person.id) for person in scene.finance]
    assert at_once(postgres_app, get_enrollment, _assess, pairs) == [STALE, "done"]
    assert db.session.scalar(select(func.count(RiskAssessment.id))) == 1


def test_two_who_state_the_elements_overwrite_nothing(postgres_app: Flask) -> None:
    with originating(Origin(writes=True)):
        session = db.session()
        scene = a_scene(session)
        award = federal_award(session, scene)
        values = dict(all_values(session, award))
        session.commit()
        pairs = [(award.id, person.id) for person in scene.finance]

    def state(session: Session, award_id: int, actor: Actor) -> None:
        given = FederalAnswers({**values, "fain": f"EX-{actor.id}"})
        save_elements(get_award(session, award_id), given, expected_version=0, session=session, actor=actor, now=NOW)

    assert at_once(postgres_app, get_award, state, pairs) == [STALE, "done"]
    assert db.session.scalar(select(func.count(FederalElements.id))) == 1
