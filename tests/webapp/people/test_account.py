"""One's own account: name, password, the app on the phone, recovery codes."""

import logging
import re

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, an_affiliate
from tests.scenes_people import PASSWORD, SECRET, code_of_app, is_signed_in, somebody, type_password, with_app
from workflows.audit import AuditEntry
from workflows.db import db
from workflows.people.models import User
from workflows.permissions import Role

NEW = "brave copper kettle"


@pytest.fixture
def person(session: Session) -> User:
    return somebody(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session), email="lucy@harbor.example.org")


@pytest.fixture
def client(app: Flask, person: User) -> FlaskClient:
    browser = app.test_client()
    type_password(browser, person.email)
    return browser


def offered(client: FlaskClient) -> tuple[str, str]:
    """The key that the set-up page shows, and what its form carries."""
    page = client.get("/account/two-step").text
    key, sealed = re.search(r"<code>([A-Z2-7 ]+)</code>", page), re.search(r'name="sealed"[^>]*value="([^"]+)"', page)
    assert key is not None
    assert sealed is not None
    assert 'src="data:image/svg+xml' in page
    return key[1].replace(" ", ""), sealed[1]


def turn_on(client: FlaskClient) -> list[str]:
    key, sealed = offered(client)
    answer = client.post("/account/two-step", data={"sealed": sealed, "code": pyotp.TOTP(key).now()})
    assert answer.status_code == 200
    return re.findall(r"<code>([^<\s]+)</code>", answer.text)


def test_a_person_changes_their_name_and_time_zone(client: FlaskClient, session: Session, person: User) -> None:
    answer = client.post("/account", data={"name": " Lucy Brandt ", "time_zone": "America/Denver"})
    assert answer.status_code == 303
    session.expire_all()
    assert (person.name, person.time_zone) == ("Lucy Brandt", "America/Denver")


def test_a_name_is_needed(client: FlaskClient, session: Session, person: User) -> None:
    answer = client.post("/account", data={"name": " ", "time_zone": "America/Denver"})
    assert (answer.status_code, "Type the name." in answer.text) == (422, True)
    session.expire_all()
    assert person.time_zone == "America/New_York"


def test_a_zone_that_is_not_in_the_list_is_kept(client: FlaskClient, session: Session, person: User) -> None:
    person.time_zone = "America/Boise"
    session.commit()
    assert client.post("/account", data={"name": "Lucy", "time_zone": "America/Boise"}).status_code == 303


def test_somebody_without_a_role_still_has_an_account(client: FlaskClient, session: Session, person: User) -> None:
    person.roles[0].ended_at = NOW
    session.commit()
    assert "You have no role now." in client.get("/account").text


def test_a_changed_password_ends_the_other_sessions(app: Flask, client: FlaskClient, person: User) -> None:
    elsewhere = app.test_client()
    type_password(elsewhere, person.email)
    answer = client.post("/account/password", data={"current": PASSWORD, "password": NEW})
    assert answer.status_code == 303
    assert (is_signed_in(client), is_signed_in(elsewhere)) == (True, False)
    assert type_password(app.test_client(), person.email, NEW).status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "sentence"),
    [
        ("not mine at all", NEW, "This is not your password."),
        (PASSWORD, PASSWORD, "This is the password you have. Choose another."),
        (PASSWORD, "short", "Use 12 characters or more."),
    ],
)
def test_a_password_change_that_does_not_fit_is_refused(
    client: FlaskClient, person: User, current: str, new: str, sentence: str
) -> None:
    kept = person.password_hash
    answer = client.post("/account/password", data={"current": current, "password": new})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    db.session.expire_all()
    assert person.password_hash == kept


def test_two_steps_are_turned_on_by_the_first_code(
    app: Flask, client: FlaskClient, session: Session, person: User
) -> None:
    elsewhere = app.test_client()
    type_password(elsewhere, person.email)
    codes = turn_on(client)
    assert len(codes) == 10
    assert (is_signed_in(client), is_signed_in(elsewhere)) == (True, False)
    session.expire_all()
    assert person.has_two_steps
    assert type_password(app.test_client(), person.email).location == "/sign-in/code"


def test_a_wrong_first_code_keeps_the_same_picture(client: FlaskClient, session: Session, person: User) -> None:
    key, sealed = offered(client)
    answer = client.post("/account/two-step", data={"sealed": sealed, "code": "000"})
    assert answer.status_code == 422
    assert " ".join(re.findall("....", key)) in answer.text
    assert "That code is not right" in answer.text
    session.expire_all()
    assert not person.has_two_steps


def test_a_foreign_secret_is_not_taken(client: FlaskClient, session: Session, person: User) -> None:
    answer = client.post("/account/two-step", data={"sealed": "made-up", "code": code_of_app()})
    assert (answer.status_code, "Scan the new picture below" in answer.text) == (422, True)
    session.expire_all()
    assert not person.has_two_steps


def test_a_recovery_code_opens_the_account_once(app: Flask, client: FlaskClient, person: User) -> None:
    code = turn_on(client)[3]
    for expected in (303, 422):
        browser = app.test_client()
        type_password(browser, person.email)
        answer = browser.post("/sign-in/code", data={"code": code.upper()})
        assert (answer.status_code, is_signed_in(browser)) == (expected, expected == 303)
    assert "That recovery code is not right, or it was used already." in answer.text


def test_new_recovery_codes_end_the_earlier_ones(app: Flask, client: FlaskClient, person: User) -> None:
    old = turn_on(client)
    assert client.post("/account/recovery-codes", data={"password": "wrong"}).status_code == 422
    answer = client.post("/account/recovery-codes", data={"password": PASSWORD})
    new = re.findall(r"<code>([^<\s]+)</code>", answer.text)
    assert (len(new), set(new) & set(old)) == (10, set())
    browser = app.test_client()
    type_password(browser, person.email)
    assert browser.post("/sign-in/code", data={"code": old[0]}).status_code == 422
    assert browser.post("/sign-in/code", data={"code": new[0]}).status_code == 303


def test_two_steps_are_turned_off_with_the_password(
    app: Flask, client: FlaskClient, session: Session, person: User
) -> None:
    turn_on(client)
    assert client.post("/account/two-step/off", data={"password": "wrong"}).status_code == 422
    assert client.post("/account/two-step/off", data={"password": PASSWORD}).status_code == 303
    session.expire_all()
    assert (person.has_two_steps, person.totp_secret) == (False, None)
    assert type_password(app.test_client(), person.email).location == "/"


def test_a_national_role_cannot_turn_two_steps_off(app: Flask, session: Session) -> None:
    person = with_app(app, session, somebody(session))
    browser = app.test_client()
    type_password(browser, person.email)
    browser.post("/sign-in/code", data={"code": code_of_app()})
    answer = browser.post("/account/two-step/off", data={"password": PASSWORD})
    assert (answer.status_code, "Your role reaches every affiliate" in answer.text) == (422, True)
    assert "Turn off" not in browser.get("/account").text


def test_pages_about_codes_lead_on_when_there_is_nothing_to_do(client: FlaskClient) -> None:
    assert client.get("/account/recovery-codes").location == "/account/two-step"
    turn_on(client)
    assert client.get("/account/two-step").location == "/account"


@pytest.mark.parametrize("page", ["/account", "/account/password", "/account/two-step", "/account/recovery-codes"])
def test_a_visitor_is_sent_to_the_door(app: Flask, page: str) -> None:
    assert app.test_client().get(page).location == f"/sign-in?next={page}"


def test_no_secret_reaches_the_audit_trail_or_the_log(
    app: Flask, session: Session, client: FlaskClient, person: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    key, sealed = offered(client)
    codes = turn_on(client)
    client.post("/account/password", data={"current": PASSWORD, "password": NEW})
    type_password(app.test_client(), person.email, "a wrong password")
    session.expire_all()
    trail = " ".join(f"{e.before} {e.after}" for e in session.scalars(select(AuditEntry)))
    for secret in (PASSWORD, NEW, "a wrong password", key, sealed, SECRET, *codes, str(person.password_hash)):
        assert secret not in trail
        assert secret not in caplog.text
    assert "(hidden)" in trail
