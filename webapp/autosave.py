"""What a page that saves by itself is told: the new version and the time, or the first thing to mend."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue
from wtforms import FieldList, FormField
from wtforms.fields.core import Field
from wtforms.form import BaseForm

from webapp.context import zone_here
from webapp.filters import clock_time


def kept(version: int, *, now: datetime, **news: Any) -> ResponseReturnValue:
    """JSON {version, saved_at} with whatever else the page should know."""
    return jsonify(version=version, saved_at=clock_time(now, zone_here()), **news)


def not_kept(form: BaseForm) -> ResponseReturnValue:
    """422 with the first sentence of what is wrong, and the field it is about."""
    return jsonify(sentence=f"Not saved yet. {_first_error(form)}"), 422


def _first_error(form: BaseForm) -> str:
    for field in _fields(form):
        if field.errors:
            return f"{field.label.text}: {field.errors[0]}"
    return str(next(iter(form.form_errors), "Please look at the page again."))


def _fields(form: BaseForm) -> Iterator[Field]:
    for field in form:
        if isinstance(field, FieldList):
            for entry in field.entries:
                yield from _fields(entry.form)
        elif not isinstance(field, FormField):
            yield field
