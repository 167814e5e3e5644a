"""Links let a person in once: to join, to choose a new password, to begin an installation."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import a_person, an_affiliate
from tests.scenes_people import PASSWORD, is_signed_in, somebody, type_password, with_app
from webapp.people.links import Link, first_administrator_link, link_for
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.people.queries import find_by_email
from workflows.permissions import Role

NEW = "brave copper kettle"


def an_invited_person(session: Session) -> User:
    person = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session), name="Dana")
    person.joined_at = None
    session.commit()
    return person


def path_of(app: Flask, link: Link, person: User) -> str:
    return link_for(link, person, settings=app.extensions["accompany"]).removeprefix("http://localhost")


def announced(session: Session) -> list[tuple[str, int | None]]:
    return [(e.name, e.subject_id) for e in session.scalars(select(OutboxEvent))]


def test_the_links_are_as_the_messages_write_them(app: Flask, session: Session) -> None:
    person = an_invited_person(session)
    serializer = URLSafeTimedSerializer(app.extensions["accompany"].secret_key)
    content = {"user": person.id, "epoch": person.session_epoch}
    for link, start in ((Link.JOIN, "/join/"), (Link.RESET_PASSWORD, "/reset-password/")):
        written = start + str(serializer.dumps(content, salt=link.value.purpose))
        assert path_of(app, link, person).rsplit(".", 2)[0] == written.rsplit(".", 2)[0]
        assert app.test_client().get(written).status_code == 200


def test_an_invited_person_joins_and_is_in(app: Flask, session: Session) -> None:
    person = an_invited_person(session)
    page, client = path_of(app, Link.JOIN, person), app.test_client()
    assert 'value="Dana"' in client.get(page).text
    assert client.post(page, data={"name": " Dana Ortiz ", "password": NEW}).status_code == 303
    assert is_signed_in(client)
    session.expire_all()
    assert (person.name, person.joined_at is not None) == ("Dana Ortiz", True)
    assert type_password(app.test_client(), person.email, NEW).status_code == 303


def test_a_join_link_works_once(app: Flask, session: Session) -> None:
    page = path_of(app, Link.JOIN, an_invited_person(session))
    app.test_client().post(page, data={"name": "Dana", "password": NEW})
    for answer in (app.test_client().get(page), app.test_client().post(page, data={"name": "X", "password": NEW})):
        assert answer.status_code == 410
        assert "This link does not work any more" in answer.text


def test_an_easy_password_is_refused_at_its_field_and_nobody_joined(app: Flask, session: Session) -> None:
    person = an_invited_person(session)
    answer = app.test_client().post(path_of(app, Link.JOIN, person), data={"name": "Dana", "password": "short"})
    assert answer.status_code == 422
    assert "Use 12 characters or more." in answer.text
    session.expire_all()
    assert (person.joined_at, person.password_hash) == (None, None)


def test_the_name_typed_just_now_may_not_be_the_password_either(app: Flask, session: Session) -> None:
    page = path_of(app, Link.JOIN, an_invited_person(session))
    answer = app.test_client().post(page, data={"name": "Wilhelmina Ortiz", "password": "wilhelmina 1997"})
    assert "Leave out your name" in answer.text


@pytest.mark.parametrize(("link", "age"), [(Link.JOIN, timedelta(days=14)), (Link.RESET_PASSWORD, timedelta(hours=2))])
def test_a_link_ends(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch, link: Link, age: timedelta) -> None:
    person = an_invited_person(session) if link is Link.JOIN else somebody(session)
    page = path_of(app, link, person)
    for late, status in ((timedelta(seconds=-60), 200), (timedelta(seconds=60), 410)):
        then = (datetime.now(UTC) + age + late).timestamp()
        monkeypatch.setattr("itsdangerous.timed.time.time", lambda then=then: then)
        assert app.test_client().get(page).status_code == status


def test_a_link_for_one_purpose_opens_no_other(app: Flask, session: Session) -> None:
    token = path_of(app, Link.JOIN, an_invited_person(session)).rsplit("/", 1)[1]
    assert app.test_client().get(f"/reset-password/{token}").status_code == 410
    assert app.test_client().get(f"/first-administrator/{token}").status_code == 410
    assert app.test_client().get(f"/join/{token}x").status_code == 410


def test_a_deactivated_person_s_link_is_over(app: Flask, session: Session) -> None:
    person = an_invited_person(session)
    page = path_of(app, Link.JOIN, person)
    person.is_active = False
    session.commit()
    assert app.test_client().get(page).status_code == 410


def test_a_page_behind_a_token_does_not_tell_its_address(app: Flask, session: Session) -> None:
    page = path_of(app, Link.JOIN, an_invited_person(session))
    assert app.test_client().get(page).headers["Referrer-Policy"] == "strict-origin"
    assert app.test_client().get(f"{page}x").headers["Referrer-Policy"] == "strict-origin"
    assert app.test_client().get("/sign-in").headers["Referrer-Policy"] == "same-origin"


def test_asking_for_a_new_password_answers_the_same_for_everybody(app: Flask, session: Session) -> None:
    person = somebody(session, email="ruth@national.example.org")
    known = app.test_client().post("/forgot-password", data={"email": "Ruth@national.example.org"})
    unknown = app.test_client().post("/forgot-password", data={"email": "none@national.example.org"})
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert known.text.replace("Ruth@", "") == unknown.text.replace("none@", "")
    assert announced(session) == [("password_reset_asked", person.id)]


def test_somebody_who_never_joined_is_invited_again_instead(app: Flask, session: Session) -> None:
    person = an_invited_person(session)
    app.test_client().post("/forgot-password", data={"email": person.email})
    assert announced(session) == [("person_invited", person.id)]


def test_a_deactivated_person_gets_no_link(app: Flask, session: Session) -> None:
    person = somebody(session)
    person.is_active = False
    session.commit()
    assert app.test_client().post("/forgot-password", data={"email": person.email}).status_code == 200
    assert announced(session) == []


def test_a_new_password_ends_every_session_and_the_link(app: Flask, session: Session) -> None:
    person = somebody(session, Role.AFFILIATE_STAFF, affiliate=an_affiliate(session))
    elsewhere = app.test_client()
    type_password(elsewhere, person.email)
    page = path_of(app, Link.RESET_PASSWORD, person)
    assert app.test_client().post(page, data={"password": NEW}).location == "/sign-in"
    assert not is_signed_in(elsewhere)
    assert app.test_client().get(page).status_code == 410
    assert type_password(app.test_client(), person.email, PASSWORD).status_code == 422
    assert type_password(app.test_client(), person.email, NEW).status_code == 303


def test_a_reset_does_not_go_around_the_second_step(app: Flask, session: Session) -> None:
    person = with_app(app, session, somebody(session))
    client = app.test_client()
    client.post(path_of(app, Link.RESET_PASSWORD, person), data={"password": NEW})
    assert not is_signed_in(client)
    assert type_password(client, person.email, NEW).location == "/sign-in/code"


def test_the_first_administrator_begins_an_empty_installation_once(app: Flask, session: Session) -> None:
    link = first_administrator_link(app)
    assert link is not None
    page, client = link.removeprefix("http://localhost"), app.test_client()
    assert client.get(page).status_code == 200
    answer = client.post(page, data={"name": "Ruth Okafor", "email": "Ruth@national.example.org", "password": NEW})
    assert answer.status_code == 303
    assert is_signed_in(client)
    ruth = find_by_email(session, "ruth@national.example.org")
    assert ruth is not None
    assert [r.role for r in ruth.roles] == [Role.NETWORK_ADMINISTRATOR]
    assert first_administrator_link(app) is None
    assert app.test_client().get(page).status_code == 410
    again = {"name": "Eve", "email": "eve@example.org", "password": NEW}
    assert app.test_client().post(page, data=again).status_code == 410
    assert find_by_email(session, "eve@example.org") is None
