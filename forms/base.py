"""What every form has: protection against forgery, a one-time token, and errors that belong to no field."""

import secrets
from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectChoice


def new_token() -> str:
    return secrets.token_urlsafe(24)


def choices_of(pairs: Iterable[tuple[str | int, str]]) -> list[SelectChoice]:
    """What a field chooses from, made of (value, label)."""
    return [SelectChoice(value, label) for value, label in pairs]


class Form(FlaskForm):
    """A form of ours. `once` makes a second arrival of the same form change nothing."""

    once = HiddenField(default=new_token)


class VersionedForm(Form):
    """A form over a row that two people may edit: it carries the version that it was filled from."""

    version = HiddenField()

    @property
    def expected_version(self) -> int:
        return int(self.version.data) if str(self.version.data or "").isdecimal() else 0


class Confirmation(Form):
    """A button: nothing to fill in."""
