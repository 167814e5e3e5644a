"""Links that let somebody in without a password: signed, short-lived, and worth nothing once they were used."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from flask import Flask, current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from config import Settings
from workflows.clock import utc_now
from workflows.db import Origin, db, originating
from workflows.errors import DomainError
from workflows.people.accounts import LINK_IS_OVER
from workflows.people.models import User
from workflows.people.queries import count_administrators
from workflows.proposals.partners.answers import LINK_WORKS, SIGNED_PARTNERSHIP


@dataclass(frozen=True, slots=True)
class LinkKind:
    """The salt of the signature · the first part of the path · how long it works."""

    purpose: str
    path: str
    max_age: timedelta


class Link(Enum):
    JOIN = LinkKind("join", "join", timedelta(days=14))
    INVITATION = LinkKind("cohort-invitation", "enrollments/invitation", timedelta(days=30))
    PARTNER = LinkKind(SIGNED_PARTNERSHIP, "proposals/partner", LINK_WORKS)
    RESET_PASSWORD = LinkKind("reset-password", "reset-password", timedelta(hours=2))
    FIRST_ADMINISTRATOR = LinkKind("first-administrator", "first-administrator", timedelta(days=7))


class LinkIsOver(DomainError):
    """The link was used, is too old, or was changed on its way."""

    def __init__(self) -> None:
        super().__init__(LINK_IS_OVER)


def link_for(link: Link, user: User, *, settings: Settings) -> str:
    """The address that lets this person in until it is used: setting a password raises their epoch."""
    return _address(link, {"user": user.id, "epoch": user.session_epoch}, settings=settings)


def read_token(link: Link, token: str) -> Mapping[str, Any]:
    """What the link's token says; raises LinkIsOver for a foreign, changed or old one."""
    kind = link.value
    serializer = URLSafeTimedSerializer(_settings().secret_key)
    try:
        content: Mapping[str, Any] = serializer.loads(
            token, salt=kind.purpose, max_age=int(kind.max_age.total_seconds())
        )
    except BadSignature as error:
        raise LinkIsOver from error
    return content


def person_behind(link: Link, token: str) -> User:
    """The person whom an unused link names; raises LinkIsOver."""
    content = read_token(link, token)
    user = db.session.get(User, content["user"])
    if user is None or not user.is_active or user.session_epoch != content["epoch"]:
        raise LinkIsOver
    return user


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom an invitation into a cohort names, and whether its link still lets them choose a first password."""

    user: User
    enrollment_id: int
    can_join: bool


def invited_by(link: Link, token: str) -> Invited:
    """The link only points the way once its person has an account; raises LinkIsOver for a foreign or old one."""
    content = read_token(link, token)
    user = db.session.get(User, content["user"])
    if user is None or not user.is_active or "enrollment" not in content:
        raise LinkIsOver
    has_joined = user.joined_at is not None
    if not has_joined and user.session_epoch != content["epoch"]:
        raise LinkIsOver
    return Invited(user, int(content["enrollment"]), can_join=not has_joined)


def first_administrator_link(app: Flask) -> str | None:
    """Where the first administrator makes their account; None when somebody administers already."""
    with app.app_context(), originating(Origin()):
        if count_administrators(db.session(), now=utc_now()):
            return None
        return _address(Link.FIRST_ADMINISTRATOR, {}, settings=app.extensions["accompany"])


def _address(link: Link, content: Mapping[str, Any], *, settings: Settings) -> str:
    token = URLSafeTimedSerializer(settings.secret_key).dumps(dict(content), salt=link.value.purpose)
    return f"{settings.base_url}/{link.value.path}/{token}"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["accompany"]
    return settings
