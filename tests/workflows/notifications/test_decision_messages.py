"""Who hears of a decision that nobody announced: only those who can confirm it or took it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_reviews import as_actor
from tests.scenes_staging import a_large_one, also, confirm
from workflows.notifications.decision_messages import (
    the_confirmers,
    the_decider,
    waits_for_a_second_person,
    was_sent_back,
)
from workflows.notifications.recipients import Occasion
from workflows.outbox import OutboxEvent
from workflows.permissions import Role
from workflows.reviews.staging.models import StagedDecision
from workflows.reviews.staging.operations import send_back, take_back


def _occasion(session: Session, staged: StagedDecision, name: str = "decision_to_confirm") -> Occasion:
    event = session.scalars(select(OutboxEvent).where(OutboxEvent.name == name)).one()
    return Occasion(event=event, enrollment=None, subject=staged, now=NOW)


def test_a_second_person_is_looked_for_among_those_who_stand_apart(session: Session) -> None:
    scene, staged = a_large_one(session)
    administrator = a_person(session, Role.NETWORK_ADMINISTRATOR)
    also(session, scene.coach)
    also(session, scene.reviewers[0])
    occasion = _occasion(session, staged)
    found = the_confirmers(occasion, session)
    assert [person.id for person in found] == [scene.managers[1].id, administrator.id]
    assert waits_for_a_second_person(occasion)


def test_the_question_is_not_sent_once_it_is_answered(session: Session) -> None:
    scene, staged = a_large_one(session)
    confirm(session, staged, scene.managers[1])
    assert not waits_for_a_second_person(_occasion(session, staged))


def test_who_decided_hears_that_it_came_back(session: Session) -> None:
    scene, staged = a_large_one(session)
    told: dict[str, Any] = {"session": session, "now": NOW}
    send_back(staged, why="Why so much?", expected_version=staged.version, actor=as_actor(scene.managers[1]), **told)
    session.flush()
    occasion = _occasion(session, staged, "decision_sent_back")
    assert [person.id for person in the_decider(occasion, session)] == [scene.managers[0].id]
    assert was_sent_back(occasion)
    take_back(staged, expected_version=staged.version, actor=as_actor(scene.managers[0]), **told)
    assert not was_sent_back(occasion)
