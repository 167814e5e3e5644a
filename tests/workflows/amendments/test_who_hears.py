"""What waits for whom on Home, and who gets which message."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import a_person
from tests.scenes_amendments import a_plan, drafted, new_lines, sent, target_asked
from tests.scenes_year import LATER, acting
from workflows.amendments.answers import Advice, AmendmentType, Choice, DecisionAnswers
from workflows.amendments.deciding import advise, decide
from workflows.amendments.models import Amendment
from workflows.home.due import list_due
from workflows.home.waiting import list_waiting
from workflows.notifications.messages import MESSAGES
from workflows.notifications.queries import get_occasion
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.permissions import Role


def _waits(session: Session, who: User, *, days: int = 0) -> list[tuple[str, str]]:
    now = LATER + timedelta(days=days)
    rows = list_waiting(session, acting(who), now=now)
    return [(row.what, row.why) for row in rows if row.endpoint == "amendments.show"]


def test_a_decision_waits_for_managers_and_is_said_to_be_overdue(session: Session) -> None:
    scene = a_plan(session)
    target_asked(session, scene)
    manager, what = scene.year.manager, "Decide on a change to an award"
    assert _waits(session, manager) == [(what, "Old and new stand side by side.")]
    assert _waits(session, manager, days=7) == [(what, "Old and new stand side by side.")]
    assert _waits(session, manager, days=8) == [(what, "The decision is overdue.")]
    assert _waits(session, scene.year.director) == []


def test_it_waits_for_nobody_who_asked_or_coaches(session: Session) -> None:
    scene = a_plan(session)
    manager = scene.year.manager
    asked = drafted(session, scene, AmendmentType.TARGET, about=scene.about_goal, by=manager, target_value="58")
    sent(session, asked, manager)
    assert _waits(session, manager) == []
    other = a_person(session, Role.PROGRAM_MANAGER)
    assert len(_waits(session, other)) == 1
    scene.year.enrollment.coach_id = other.id
    session.flush()
    assert _waits(session, other) == []


def test_the_coach_is_asked_once(session: Session) -> None:
    scene = a_plan(session)
    amendment, coach = target_asked(session, scene), scene.year.coach
    assert _waits(session, coach) == [("Say a word on a change", "It is on the fast track, and you coach them.")]
    advise(amendment, Advice.APPROVE, words="", session=session, actor=acting(coach), now=LATER)
    session.flush()
    assert _waits(session, coach) == []


def test_a_returned_request_is_due_in_two_weeks(session: Session) -> None:
    scene = a_plan(session)
    amendment = target_asked(session, scene)
    decide(amendment, DecisionAnswers(Choice.RETURN, note="Why?"), expected_version=amendment.version,
           session=session, actor=acting(scene.year.manager), now=LATER)  # fmt: skip  # one call
    session.flush()
    [item] = [one for one in list_due(session, scene.year.enrollment, now=LATER) if one.endpoint == "amendments.show"]
    assert (item.what, item.due_at) == ("Amendment 1: a target", LATER + timedelta(days=14))


def _hear(session: Session, event: str, kind: str) -> list[str]:
    happened = session.scalars(select(OutboxEvent).where(OutboxEvent.name == event)).one()
    message = MESSAGES[kind]
    occasion = get_occasion(session, happened.id, about=message.about, now=LATER)
    assert message.is_still_true(occasion)
    return sorted(person.name for person in message.to(occasion, session))


def test_those_hear_of_a_request_who_can_do_something_about_it(session: Session) -> None:
    scene = a_plan(session)
    target_asked(session, scene)
    assert _hear(session, "amendment_submitted", "amendment_to_decide") == ["Daniel Okafor", "Ruth Adeyemi"]


def test_both_sides_hear_of_a_notice(session: Session) -> None:
    scene = a_plan(session)
    lines = new_lines(session, scene, PER="14000.00", TRA="5000.00")
    sent(session, drafted(session, scene, AmendmentType.BUDGET, lines=lines), scene.lead)
    assert _hear(session, "amendment_notified", "amendment_notice") == ["Amina Diallo", "Daniel Okafor", "Ruth Adeyemi"]


def test_the_affiliate_hears_the_decision(session: Session) -> None:
    scene = a_plan(session)
    amendment = target_asked(session, scene)
    decide(amendment, DecisionAnswers(Choice.DECLINE, note="Not yet."), expected_version=amendment.version,
           session=session, actor=acting(scene.year.manager), now=LATER)  # fmt: skip  # one call
    session.flush()
    assert _hear(session, "amendment_declined", "amendment_decided") == ["Amina Diallo", "Samuel Haile"]
    assert session.scalars(select(Amendment.decision_note)).all() == ["Not yet."]
