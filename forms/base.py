"""What every form has: protection against forgery, a one-time token, and errors that belong to no field."""

import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, FieldList, HiddenField, SelectChoice
from wtforms.form import BaseForm

UNWRITABLE = "There is a hidden control character in this text. Type it again, or paste it as plain text."
UNCOUNTABLE = "Write an amount, such as 1500 or 1500.50."
TWO_DECIMALS = "Use at most two decimals."
NUMBER_BELOW = Decimal(10**12)
YEARS = range(1900, 2101)
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
        """Before every field's own rules: nothing that no database keeps and no calendar reaches."""
        for field in _sent_fields(self):
            _refuse_impossible(field)
        return bool(super().validate(extra_validators))


def _refuse_impossible(field: Field) -> None:
    """Take an impossible value out of the field and say so there; what was typed stays to be seen."""
    sent = str(field.raw_data[0])
    if _UNWRITABLE.search(sent):
        field.raw_data = [_UNWRITABLE.sub("", sent)]
        field.data = _UNWRITABLE.sub("", field.data) if isinstance(field.data, str) else None
        field.process_errors = [*field.process_errors, UNWRITABLE]
    elif isinstance(field.data, Decimal) and (sentence := _why_uncountable(field.data, getattr(field, "places", None))):
        field.data = None
        field.process_errors = [*field.process_errors, sentence]
    elif isinstance(field.data, date) and field.data.year not in YEARS:
        field.data = None
        field.process_errors = [*field.process_errors, f"Choose a day between {YEARS[0]} and {YEARS[-1]}."]


def _why_uncountable(number: Decimal, places: object) -> str:
    """A number is finite, below a thousand billion, and has no more decimals than an amount keeps."""
    if not number.is_finite() or abs(number) >= NUMBER_BELOW:
        return UNCOUNTABLE
    return TWO_DECIMALS if places == 2 and number != round(number, 2) else ""


def _sent_fields(form: BaseForm) -> Iterator[Field]:
    """Every field, also inside repeated parts, that was sent as text."""
    for field in form:
        if isinstance(field, FieldList):
            for entry in field.entries:
                yield from _sent_fields(entry.form)
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
    """A button: nothing to fill in, and never the token of the form that was just sent from the same page."""

    def __init__(self) -> None:
        super().__init__(formdata=None)
