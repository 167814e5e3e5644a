"""Two people meet the last open session in the same moment: the training is complete once."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_training import a_training, a_user_of, marked_but
from tests.two_at_once import at_once
from workflows.cohorts.models import CompletionRule
from workflows.db import Origin, db, originating, transaction
from workflows.enrollments.models import Enrollment
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.permissions import Actor
from workflows.stages import Stage
from workflows.training.evidence.recordings import confirm_watched, open_recording
from workflows.training.queries import get_training_session

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("numbers", [(2, 2), (1, 2)], ids=["the same session", "one session each"])
def test_two_people_meet_the_last_session_at_once(postgres_app: Flask, numbers: tuple[int, int]) -> None:
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        scene = a_training(session, rule=CompletionRule.EVERY_PARTICIPANT, sessions=2)
        pairs = []
        for who, number in zip(("ana", "bo"), numbers, strict=True):
            person = scene.people[f"{who}@harbor.example.org"]
            user = a_user_of(session, person)
            marked_but(session, person, scene, number)
            open_recording(scene.sessions[number - 1], user=user, session=session, now=NOW)
            pairs.append((scene.sessions[number - 1].id, user.id))
        harbor_id = scene.enrollments["Harbor"].id

    def watch(session: Session, session_id: int, actor: Actor) -> None:
        user = session.get_one(User, actor.id)
        confirm_watched(get_training_session(session, session_id), user=user, session=session, actor=actor, now=NOW)

    assert at_once(postgres_app, get_training_session, watch, pairs) == ["done", "done"]
    with postgres_app.app_context():
        harbor = db.session.get_one(Enrollment, harbor_id)
        assert (harbor.stage, harbor.open_sessions) == (Stage.PROPOSING, [])
        counted = dict(
            db.session.execute(select(OutboxEvent.name, func.count(OutboxEvent.id)).group_by(OutboxEvent.name)).all()
        )
        assert counted == {"recording_watched": 2, "training_completed": 1, "certificate_earned": 2}
