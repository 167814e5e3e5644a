"""Where a sign-in leads, how long it lasts, and who needs a second step."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from tests.factories import an_affiliate
from tests.scenes_people import is_signed_in, somebody, type_password, with_app
from webapp import create_app
from webapp.people.sessions import safe_next
from workflows.clock import utc_now
from workflows.people.demo_sign_ins import DEMO_SIGN_INS
from workflows.people.models import User
from workflows.permissions import Role

SignIn = Callable[[User], FlaskClient]
ELSEWHERE = (
    "https://evil.example.org/",
    "//evil.example.org/",
    "/\\evil.example.org",
    "\\\\evil.example.org",
    "/path\\..\\evil",
    "/\t/evil.example.org",
    "/\n/evil.example.org",
    " /account",
    "javascript:alert(1)",
    "account",
    "///evil.example.org",
    "/sign-in?next=/sign-in",
    "/sign-out",
    "",
    None,
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_other_place_is_slipped_into_a_sign_in_link(app: Flask, target: str | None) -> None:
    with app.test_request_context():
        assert safe_next(target) == "/"


@pytest.mark.parametrize("target", ["/account", "/enrollments/3?tab=2", "/a//b", "/?x=https://example.org"])
def test_a_page_of_ours_is_kept_as_it_was_asked_for(app: Flask, target: str) -> None:
    with app.test_request_context():
        assert safe_next(target) == target


def test_a_visitor_is_brought_back_to_the_page_they_asked_for(app: Flask, session: Session) -> None:
    person = somebody(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session))
    client = app.test_client()
    door = client.get("/account/password?x=1").location
    assert door == "/sign-in?next=/account/password?x%3D1"
    page = client.get(door)
    assert 'action="/sign-in?next=/account/password?x%3D1"' in page.text
    answer = client.post(door, data={"email": person.email, "password": "three wet otters"})
    assert answer.location == "/account/password?x=1"


def test_somebody_signed_in_goes_straight_on(app: Flask, session: Session) -> None:
    person = somebody(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session))
    client = app.test_client()
    type_password(client, person.email)
    assert client.get("/sign-in?next=/account").location == "/account"


def test_a_session_ends_after_a_week_however_busy(app: Flask, session: Session) -> None:
    person = somebody(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session))
    client = app.test_client()
    type_password(client, person.email)
    for days, status in ((6, 200), (8, 302)):
        with client.session_transaction() as cookie:
            cookie["began_at"] = (utc_now() - timedelta(days=days)).isoformat()
        assert client.get("/account").status_code == status
    assert "You were signed in for a week" in client.get("/sign-in").text


def test_what_was_typed_before_the_week_was_over_can_still_be_sent(app: Flask, session: Session) -> None:
    person = somebody(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session))
    client = app.test_client()
    type_password(client, person.email)
    with client.session_transaction() as cookie:
        cookie["began_at"] = (utc_now() - timedelta(days=7, hours=1)).isoformat()
    assert client.post("/account", data={"name": "Lucy", "time_zone": "America/Denver"}).status_code == 303
    session.expire_all()
    assert person.name == "Lucy"


def test_a_session_ends_after_twelve_hours_without_use_and_is_renewed_by_use(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = somebody(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session))
    client = app.test_client()
    begin = utc_now()

    def is_in_after(hours: float) -> bool:
        now = begin + timedelta(hours=hours)
        monkeypatch.setattr("webapp.people.sessions.utc_now", lambda: now)
        monkeypatch.setattr("itsdangerous.timed.time.time", now.timestamp)
        return is_signed_in(client)

    type_password(client, person.email)
    assert [is_in_after(hours) for hours in (11, 22, 33, 46)] == [True, True, True, False]


def test_an_answer_carries_no_cookie_that_could_undo_a_sign_out(app: Flask, session: Session) -> None:
    person = somebody(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session))
    client = app.test_client()
    type_password(client, person.email)
    assert client.get("/account/password").status_code == 200
    assert "Set-Cookie" not in client.get("/account/password").headers


def test_the_session_cookie_is_for_our_site_and_no_script(app: Flask, session: Session) -> None:
    person = somebody(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session))
    cookie = type_password(app.test_client(), person.email).headers["Set-Cookie"]
    assert ("HttpOnly" in cookie, "SameSite=Lax" in cookie) == (True, True)


def test_a_higher_epoch_ends_every_other_session(app: Flask, session: Session) -> None:
    person = somebody(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session))
    here, elsewhere = app.test_client(), app.test_client()
    type_password(here, person.email)
    type_password(elsewhere, person.email)
    assert here.post("/account/sign-out-everywhere").status_code == 303
    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)


@pytest.mark.parametrize("page", ["/", "/people", "/cohorts/"])
def test_a_national_role_without_two_steps_is_led_to_set_them_up(app: Flask, session: Session, page: str) -> None:
    client = app.test_client()
    type_password(client, somebody(session).email)
    answer = client.get(page)
    assert (answer.status_code, answer.location) == (302, f"/account/two-step?next={page}")
    set_up = client.get(answer.location)
    assert set_up.status_code == 200
    assert "Your role reaches every affiliate" in set_up.text


def test_nothing_can_be_posted_before_the_second_step_is_set_up(app: Flask, session: Session) -> None:
    person = somebody(session)
    client = app.test_client()
    type_password(client, person.email)
    assert client.post(f"/people/{person.id}/deactivate").location == "/account/two-step"
    assert client.get("/healthz").status_code == 503  # it answers: no queue runs in this test
    with client.get("/static/people.css") as sheet:
        assert sheet.status_code == 200
    assert client.post("/sign-out").location == "/sign-in"


def test_inside_an_affiliate_two_steps_are_a_choice(app: Flask, session: Session) -> None:
    client = app.test_client()
    type_password(client, somebody(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)).email)
    assert client.get("/").status_code == 200


def test_in_the_demo_world_nobody_has_to_set_up_two_steps(app: Flask, session: Session) -> None:
    app.extensions["accompany"] = in_demo_mode(app)
    client = app.test_client()
    type_password(client, somebody(session).email)
    assert client.get("/people").status_code == 200


def in_demo_mode(app: Flask) -> Settings:
    settings = app.extensions["accompany"]
    environ = {"ACCOMPANY_DATA_DIR": str(settings.data_dir), "ACCOMPANY_SECRET_KEY": settings.secret_key}
    return Settings.from_environment({**environ, "ACCOMPANY_DEMO": "1", "ACCOMPANY_BASE_URL": "http://localhost"})


def test_demo_sign_ins_are_listed_in_the_demo_world_alone(app: Flask) -> None:
    shown = app.test_client().get("/sign-in?email=director@harbor.example.org").text
    assert [row.email for row in DEMO_SIGN_INS if row.email in shown] == []
    app.extensions["accompany"] = in_demo_mode(app)
    page = app.test_client().get("/sign-in?email=director@harbor.example.org").text
    assert [row.email for row in DEMO_SIGN_INS if row.email not in page] == []
    assert 'value="director@harbor.example.org"' in page


def test_a_form_without_its_token_is_refused(settings: Settings, app: Flask, session: Session) -> None:
    """The other tests switch the check off; this one stands for every form, as the check is the application's."""
    person = with_app(app, session, somebody(session))
    guarded = create_app(settings)
    assert type_password(guarded.test_client(), person.email).status_code == 400
    assert guarded.test_client().post("/sign-out").status_code == 400


def test_what_was_typed_into_a_form_that_came_too_late_is_shown_to_copy(settings: Settings, app: Flask) -> None:
    story = "Our volunteers learned to ask three questions <every> Friday."
    typed = {"story": story, "short": "Yes", "password": "a password of more than thirty characters"}
    page = create_app(settings).test_client().post("/account", data=typed).text
    assert story.replace("<", "&lt;").replace(">", "&gt;") in page
    assert typed["password"] not in page
    assert page.count("<textarea") == 1
