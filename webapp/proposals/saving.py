"""One way to save a draft: by the button with a new page, or by itself with JSON; a conflict shows both texts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import has_request_context, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import BooleanField, FieldList, SelectField
from wtforms.fields.core import Field
from wtforms.form import BaseForm

from forms.base import VersionedForm
from webapp.autosave import kept, not_kept
from webapp.refusals import refusals_into
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.errors import Stale


@dataclass(frozen=True, slots=True)
class Draft:
    """A form over a draft: how to keep it, how to show it again, and what somebody else may have saved.

    `keep` returns the saved row, whose version goes back to the page; `news` is what else an automatic save tells it.
    """

    form: VersionedForm
    keep: Callable[[Session], Any]
    page: Callable[[], str]
    theirs: Callable[[], VersionedForm]
    onward_url: Callable[[], str]
    news: Callable[[], dict[str, Any]] = dict


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a form as text, with the words it is shown in."""

    label: str
    value: str
    shown: str


def save_draft(draft: Draft) -> ResponseReturnValue:
    """303 onward, or JSON {version, saved_at}; 422 with the errors; 409 with both texts, field by field."""
    if draft.form.validate():
        try:
            with refusals_into(draft.form):
                with transaction() as session:
                    row = draft.keep(session)
                return _saved(draft, row.version)
        except Stale as stale:
            db.session.rollback()
            return _conflict(draft, stale)
    if is_automatic():
        return not_kept(draft.form)
    return draft.page(), 422


def answers_by_name(form: BaseForm) -> dict[str, Answer]:
    """Every visible answer, also of repeated rows, by the name it is posted under."""
    return dict(_answers(form, ""))


def _saved(draft: Draft, version: int) -> ResponseReturnValue:
    if is_automatic():
        return kept(version, now=utc_now(), **draft.news())
    return redirect(draft.onward_url(), 303)


def _conflict(draft: Draft, stale: Stale) -> ResponseReturnValue:
    fresh = draft.theirs()
    mine, theirs = answers_by_name(draft.form), answers_by_name(fresh)
    empty = Answer("", "", "")
    pairs = {
        name: (mine.get(name, empty), theirs.get(name, empty))
        for name in [*mine, *(n for n in theirs if n not in mine)]
    }
    differing = [
        {
            "name": name,
            "label": ours.label or other.label,
            "mine": ours.value,
            "theirs": other.value,
            "mine_shown": ours.shown,
            "theirs_shown": other.shown,
        }
        for name, (ours, other) in pairs.items()
        if ours.value != other.value
    ]
    if is_automatic():
        return jsonify(sentence=str(stale), fields=differing), 409
    return render_template(
        "errors/conflict.html",
        fields=differing,
        carried=[(name, ours.value) for name, (ours, other) in pairs.items() if ours.value == other.value],
        form=fresh,
        action_url=request.path,
        back_url=request.path,
    ), 409


def _answers(form: BaseForm, before: str) -> Iterator[tuple[str, Answer]]:
    for field in form:
        if isinstance(field, FieldList):
            for number, entry in enumerate(field.entries, 1):
                yield from _answers(entry.form, f"{field.label.text} {number}: ")
        elif getattr(field.widget, "input_type", "") != "hidden":
            value = _value(field)
            yield field.name, Answer(before + field.label.text, value, _shown(field, value))


def _value(field: Field) -> str:
    if isinstance(field, BooleanField):
        return "y" if field.data else ""
    if isinstance(field, SelectField):
        return str(field.data or "")
    return str(field._value()).replace("\r\n", "\n")


def _shown(field: Field, value: str) -> str:
    if isinstance(field, BooleanField):
        return "Yes" if value else "No"
    if isinstance(field, SelectField):
        return next((str(label) for key, label, *_ in field.iter_choices() if str(key) == value), value)
    return value


def is_automatic() -> bool:
    """Whether the page saves by itself and wants JSON."""
    return has_request_context() and request.accept_mimetypes.best == "application/json"
