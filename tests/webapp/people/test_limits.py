"""Guessing is slowed down for each account and each address, with a page that says so."""

from flask import Flask
from sqlalchemy.orm import Session

from tests.scenes_people import code_of_app, somebody, type_password, with_app


def tries(app: Flask, times: int, *, email: str, address: str = "192.0.2.1") -> list[int]:
    client = app.test_client()
    data = {"email": email, "password": "not this one"}
    return [client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": address}).status_code for _ in range(times)]


def test_the_eleventh_wrong_password_for_one_account_must_wait(app: Flask, session: Session) -> None:
    person = somebody(session)
    assert tries(app, 11, email=person.email) == [422] * 10 + [429]
    other_address = app.test_client().post(
        "/sign-in", data={"email": person.email.upper(), "password": "x"}, environ_base={"REMOTE_ADDR": "192.0.2.9"}
    )
    assert other_address.status_code == 429
    assert "Please wait a moment" in other_address.text


def test_an_unknown_account_is_slowed_down_in_the_same_way(app: Flask) -> None:
    assert tries(app, 11, email="nobody@national.example.org") == [422] * 10 + [429]


def test_one_address_that_tries_many_accounts_must_wait(app: Flask) -> None:
    answers = [tries(app, 1, email=f"nobody{number}@national.example.org")[0] for number in range(31)]
    assert answers == [422] * 30 + [429]
    assert tries(app, 1, email="nobody@national.example.org", address="192.0.2.2") == [422]


def test_signing_in_well_costs_no_try(app: Flask, session: Session) -> None:
    person = somebody(session)
    assert [type_password(app.test_client(), person.email).status_code for _ in range(12)] == [303] * 12


def test_codes_cannot_be_guessed_either(app: Flask, session: Session) -> None:
    person = with_app(app, session, somebody(session))
    client = app.test_client()
    type_password(client, person.email)
    assert [client.post("/sign-in/code", data={"code": "000"}).status_code for _ in range(11)] == [422] * 10 + [429]
    again = app.test_client()
    type_password(again, person.email)
    assert again.post("/sign-in/code", data={"code": code_of_app()}).status_code == 429


def test_nobody_s_mailbox_is_filled_with_links(app: Flask, session: Session) -> None:
    email = somebody(session).email
    client = app.test_client()
    answers = [client.post("/forgot-password", data={"email": email}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
