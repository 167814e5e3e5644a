"""Scenes of people: somebody with a password, an app on their phone, and a browser that types."""

import time

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.factories import NOW, a_person
from workflows.people.models import Affiliate, User
from workflows.people.passwords import set_password
from workflows.people.two_step import STEP, cipher_from, seal
from workflows.permissions import Role

PASSWORD = "three wet otters"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def somebody(
    session: Session, role: Role = Role.NETWORK_ADMINISTRATOR, *, affiliate: Affiliate | None = None, **values: object
) -> User:
    """A person who can sign in with `PASSWORD`; without two-step sign-in unless a test adds it."""
    person = a_person(session, role, affiliate=affiliate, **{"totp_confirmed_at": None, **values})
    set_password(person, PASSWORD, session=session)
    session.commit()
    return person


def with_app(app: Flask, session: Session, person: User) -> User:
    """The same person with `SECRET` in an app on their phone."""
    person.totp_secret = seal(cipher_from(app.extensions["accompany"].secret_key), SECRET, now=NOW)
    person.totp_confirmed_at = NOW
    session.commit()
    return person


def code_of_app(*, steps_ahead: int = 0) -> str:
    """What the app shows now; `steps_ahead` 1 is the next code, which is accepted a little early."""
    return pyotp.TOTP(SECRET).at(int(time.time()) + steps_ahead * STEP)


def type_password(
    client: FlaskClient, email: str, password: str = PASSWORD, *, next_page: str | None = None
) -> TestResponse:
    return client.post(
        "/sign-in", query_string={"next": next_page} if next_page else {}, data={"email": email, "password": password}
    )


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200
