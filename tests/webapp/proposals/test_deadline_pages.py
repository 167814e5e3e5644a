"""An affiliate asks for more time, and the program manager gives it or says no."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import a_person
from tests.scenes_proposals import WritingScene, a_complete_proposal, an_affiliate_that_writes
from workflows.clock import utc_now
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.deadlines.models import DeadlineExtension, ExtensionRequest, RequestState

SignIn = Callable[[User], FlaskClient]


def a_late_scene(session: Session) -> WritingScene:
    """The deadline was an hour ago."""
    return an_affiliate_that_writes(session, proposals_due_at=utc_now() - timedelta(hours=1))


def in_days(days: int) -> str:
    return (utc_now() + timedelta(days=days)).date().isoformat()


def ask(client: FlaskClient, scene: WritingScene, **given: str) -> int:
    data = {"until_on": in_days(5), "reason": "Our office flooded.", "once": "ask", **given}
    return client.post(f"/proposals/more-time/{scene.enrollment.id}", data=data).status_code


def test_a_request_is_sent_waits_on_the_managers_home_and_is_granted(session: Session, sign_in: SignIn) -> None:
    scene, manager = a_late_scene(session), a_person(session, Role.PROGRAM_MANAGER)
    proposal = a_complete_proposal(session, scene)
    writer = sign_in(scene.data_lead)
    assert "Ask for more time" in writer.get(f"/proposals/more-time/{scene.enrollment.id}").text
    assert ask(writer, scene) == 303
    assert "You asked for more time" in writer.get(f"/proposals/{proposal.id}/submit").text
    page = f"/proposals/deadline/of/{scene.enrollment.id}"
    client = sign_in(manager)
    assert page in client.get("/").text
    assert "Our office flooded." in client.get(page).text
    given = {"until_on": in_days(3), "until_time": "12:00", "reason": "Take care first.", "once": "give"}
    assert client.post(page, data=given).status_code == 303
    session.expire_all()
    request = session.scalars(select(ExtensionRequest)).one()
    assert (request.state, request.answer) == (RequestState.GRANTED, "Take care first.")
    assert page not in client.get("/").text
    shown = sign_in(scene.data_lead).get(f"/proposals/{proposal.id}/submit").text
    assert "You have more time" in shown
    assert "Take care first." in shown
    assert "Submit for certification</button>" in shown
    assert "disabled" not in shown


def test_a_no_needs_its_reason_and_is_read_by_the_affiliate(session: Session, sign_in: SignIn) -> None:
    scene, manager = a_late_scene(session), a_person(session, Role.PROGRAM_MANAGER)
    assert ask(sign_in(scene.director), scene) == 303
    request = session.scalars(select(ExtensionRequest)).one()
    client, page = sign_in(manager), f"/proposals/more-time/requests/{request.id}/refuse"
    assert client.post(page, data={"answer": "", "once": "a"}).status_code == 422
    assert client.post(page, data={"answer": "Reviewers wait already.", "once": "b"}).status_code == 303
    shown = sign_in(scene.data_lead).get(f"/proposals/more-time/{scene.enrollment.id}").text
    assert "Reviewers wait already." in shown
    assert "Refused" in shown


def test_a_request_without_day_or_reason_changes_nothing(session: Session, sign_in: SignIn) -> None:
    scene = a_late_scene(session)
    client = sign_in(scene.data_lead)
    assert ask(client, scene, reason=" ", once="a") == 422
    assert ask(client, scene, until_on="soon", once="b") == 422
    assert ask(client, scene, until_on=in_days(-3), once="c") == 422
    assert session.scalars(select(ExtensionRequest)).all() == []


def test_only_the_program_manager_opens_the_page_that_gives_time(session: Session, sign_in: SignIn) -> None:
    scene = a_late_scene(session)
    page = f"/proposals/deadline/of/{scene.enrollment.id}"
    given = {"until_on": in_days(3), "reason": "Please."}
    for person in (scene.director, a_person(session, Role.NETWORK_ADMINISTRATOR)):
        client = sign_in(person)
        assert (client.get(page).status_code, client.post(page, data=given).status_code) == (403, 403)
    assert session.scalars(select(DeadlineExtension)).all() == []


def test_before_anything_is_written_the_way_to_more_time_is_there_too(session: Session, sign_in: SignIn) -> None:
    scene = a_late_scene(session)
    shown = sign_in(scene.data_lead).get(f"/proposals/of/{scene.enrollment.id}").text
    assert "Proposals closed on" in shown
    assert f'href="/proposals/more-time/{scene.enrollment.id}"' in shown
