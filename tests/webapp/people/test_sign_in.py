"""People sign in: with a password, then with a code, and nobody learns who has an account."""

from flask import Flask
from sqlalchemy.orm import Session

from tests.factories import an_affiliate
from tests.scenes_people import PASSWORD, code_of_app, is_signed_in, somebody, type_password, with_app
from workflows.people.accounts import WRONG
from workflows.people.models import User
from workflows.permissions import Role


def a_director(session: Session) -> User:
    return somebody(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session), email="dana@harbor.example.org")


def test_a_person_signs_in_and_arrives_where_they_wanted_to_go(app: Flask, session: Session) -> None:
    a_director(session)
    client = app.test_client()
    answer = type_password(client, " Dana@Harbor.example.org ", next_page="/account?part=two")
    assert (answer.status_code, answer.location) == (303, "/account?part=two")
    assert is_signed_in(client)


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(app: Flask, session: Session) -> None:
    a_director(session)
    client = app.test_client()
    unknown = type_password(client, "nobody@harbor.example.org")
    wrong = type_password(client, "dana@harbor.example.org", "not this one at all")
    assert (unknown.status_code, wrong.status_code) == (422, 422)
    assert WRONG in unknown.text
    assert WRONG in wrong.text
    assert not is_signed_in(client)


def test_a_person_with_an_app_is_not_in_before_the_code(app: Flask, session: Session) -> None:
    person = with_app(app, session, a_director(session))
    client = app.test_client()
    assert type_password(client, person.email, next_page="/account?x=1").location == "/sign-in/code"
    assert not is_signed_in(client)
    answer = client.post("/sign-in/code", data={"code": code_of_app()})
    assert (answer.status_code, answer.location) == (303, "/account?x=1")
    assert is_signed_in(client)


def test_the_same_code_does_not_work_twice(app: Flask, session: Session) -> None:
    person = with_app(app, session, a_director(session))
    code = code_of_app()
    for expected in (303, 422):
        client = app.test_client()
        type_password(client, person.email)
        answer = client.post("/sign-in/code", data={"code": code})
        assert answer.status_code == expected
    assert "That code was used already." in answer.text
    assert not is_signed_in(client)


def test_the_code_page_without_a_password_before_leads_to_the_door(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/sign-in/code").location == "/sign-in"
    assert client.post("/sign-in/code", data={"code": code_of_app()}).location == "/sign-in"


def test_somebody_deactivated_gets_the_same_answer_as_a_stranger(app: Flask, session: Session) -> None:
    person = a_director(session)
    person.is_active = False
    session.commit()
    assert WRONG in type_password(app.test_client(), person.email).text


def test_signing_in_keeps_nothing_of_the_session_before(app: Flask, session: Session) -> None:
    person = a_director(session)
    client = app.test_client()
    with client.session_transaction() as before:
        before["planted"] = "by somebody else"
    type_password(client, person.email)
    with client.session_transaction() as after:
        assert "planted" not in after


def test_signing_out_is_a_post_and_ends_the_session(app: Flask, session: Session) -> None:
    person = a_director(session)
    client = app.test_client()
    type_password(client, person.email)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").location == "/sign-in"
    assert not is_signed_in(client)


def test_the_password_never_comes_back_to_the_page(app: Flask, session: Session) -> None:
    assert PASSWORD not in type_password(app.test_client(), "nobody@harbor.example.org").text
