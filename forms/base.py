"""What every form has: protection against forgery, a one-time token, and errors that belong to no field."""

import re
import secrets
from collections.abc import Iterable, Iterator
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, FieldList, HiddenField, SelectChoice
from wtforms.form import BaseForm

UNWRITABLE = "There is a hidden control character in this text. Type it again, or paste it as plain text."
VERSION_DIGITS = 9
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def new_token() -> str:
    return secrets.token_urlsafe(24)


def choices_of(pairs: Iterable[tuple[str | int, str]]) -> list[SelectChoice]:
    """What a field chooses from, made of (value, label)."""
    return [SelectChoice(value, label) for value, label in pairs]


class Form(FlaskForm):
    """A form of ours. `once` makes a second arrival of the same form change nothing."""

    once = HiddenField(default=new_token)

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides every field's own rules: no character that no keyboard writes, which the database would refuse."""
        is_valid = bool(super().validate(extra_validators))
        unwritable = [field for field in _text_fields(self) if _UNWRITABLE.search(str(field.raw_data[0]))]
        for field in unwritable:
            field.errors = [*field.errors, UNWRITABLE]
            field.raw_data = [_UNWRITABLE.sub("", str(field.raw_data[0]))]
            if isinstance(field.data, str):
                field.data = _UNWRITABLE.sub("", field.data)
        return is_valid and not unwritable


def _text_fields(form: BaseForm) -> Iterator[Field]:
    """Every field, also inside repeated parts, that was sent as text."""
    for field in form:
        if isinstance(field, FieldList):
            for entry in field.entries:
                yield from _text_fields(entry.form)
        elif field.raw_data and isinstance(field.raw_data[0], str):
            yield field


class VersionedForm(Form):
    """A form over a row that two people may edit: it carries the version that it was filled from."""

    version = HiddenField()

    @property
    def expected_version(self) -> int:
        sent = str(self.version.data or "")
        return int(sent) if sent.isdecimal() and len(sent) <= VERSION_DIGITS else 0


class Confirmation(Form):
    """A button: nothing to fill in."""
