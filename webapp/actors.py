"""Who is asking: the signed-in user, and the actor that the rules see."""

import secrets

from flask import g
from flask_login import UserMixin, current_user

from webapp.extensions import login
from workflows.clock import utc_now
from workflows.db import db
from workflows.people.models import User
from workflows.permissions import VISITOR, Actor


class SignedIn(UserMixin):
    """Flask-Login's view of a user: its id ends with the session epoch, so that raising it ends every session."""

    def __init__(self, user: User) -> None:
        self.user = user

    def get_id(self) -> str:
        return f"{self.user.id}.{self.user.session_epoch}"

    @property
    def is_active(self) -> bool:
        return self.user.is_active


login.session_protection = "strong"


@login.user_loader
def load_signed_in(identity: str) -> SignedIn | None:
    number, _, epoch = identity.partition(".")
    if not (number.isdecimal() and epoch.isdecimal()):
        return None
    user = db.session.get(User, int(number))
    return SignedIn(user) if user is not None and user.is_active and user.session_epoch == int(epoch) else None


def actor() -> Actor:
    """The person behind this request, or VISITOR."""
    if "actor" not in g:
        g.actor = current_user.user.as_actor(utc_now()) if current_user.is_authenticated else VISITOR
    return g.actor


def signed_in_user() -> User | None:
    return current_user.user if current_user.is_authenticated else None


def request_id() -> str:
    """One id for everything this request logs and writes."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    return g.request_id


def forget_who_asks() -> None:
    """For the page that says that the database does not answer: it is shown to whoever asked, by nobody's name."""
    g.actor = VISITOR
    g._login_user = login.anonymous_user()
