"""One way to save what several people write at once: nobody's answer is overwritten, and the page hears of theirs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.proposals.shared import SharedForm
from webapp.actors import actor
from webapp.autosave import kept, not_kept
from webapp.proposals.saving import answers_by_name, is_automatic
from webapp.proposals.together import TwoTexts, two_texts
from webapp.refusals import refusals_into
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.people.queries import names_of
from workflows.proposals.models import Proposal
from workflows.proposals.together.answers import Saved
from workflows.proposals.together.asides import list_waiting
from workflows.proposals.together.models import SetAside
from workflows.proposals.together.presence import note_presence

BOTH_KEPT = "Somebody else changed {answers} while you wrote. Both texts are kept: choose below which one stays."


@dataclass(frozen=True, slots=True)
class SharedDraft:
    """A form over one part of a proposal: how to keep it, and how to show it again.

    `as_saved` is the form filled with what was kept, whatever was posted; `news` is what else an automatic save tells
    the page.
    """

    proposal: Proposal
    part: str
    form: SharedForm
    keep: Callable[[Session], Saved]
    page: Callable[[], str]
    as_saved: Callable[[Saved], SharedForm]
    onward_url: Callable[[], str]
    news: Callable[[], dict[str, Any]] = dict


def save_shared(draft: SharedDraft) -> ResponseReturnValue:
    """303 onward, or back to the page where a text waits for a choice; 422 with the errors.

    A save by itself is answered with JSON {version, saved_at, theirs, changed, apart, waiting}.
    """
    if draft.form.validate():
        with refusals_into(draft.form):
            with transaction() as session:
                saved = draft.keep(session)
                note_presence(draft.proposal.id, draft.part, session=session, actor=actor(), now=utc_now())
            return _told(draft, saved) if is_automatic() else _gone_on(draft, saved)
    return not_kept(draft.form) if is_automatic() else (draft.page(), 422)


def waiting_on(draft_form: SharedForm, rows: Iterable[SetAside], *, version: int) -> list[TwoTexts]:
    """The texts that wait, in the words of the form."""
    rows = list(rows)
    return two_texts(
        rows,
        version=version,
        labels={row.name: draft_form.label_of(row.name) for row in rows},
        choices={row.name: draft_form.words_of(row.name) for row in rows},
    )


def _gone_on(draft: SharedDraft, saved: Saved) -> ResponseReturnValue:
    if not saved.waiting:
        return redirect(draft.onward_url(), 303)
    flash(BOTH_KEPT.format(answers=_listed(draft.form.label_of(name) for name in saved.waiting)), "info")
    return redirect(request.path, 303)


def _told(draft: SharedDraft, saved: Saved) -> ResponseReturnValue:
    news: dict[str, Any] = {"theirs": {}, "changed": "", "apart": []}
    if saved.theirs or saved.waiting:
        fresh = answers_by_name(draft.as_saved(saved))
        names = {*fresh, *answers_by_name(draft.form)}
        news["theirs"] = {n: fresh[n].value for n in fresh if draft.form.answer_of(n) in saved.theirs}
        news["apart"] = sorted(n for n in names if draft.form.answer_of(n) in saved.waiting)
        news["changed"] = _who_changed(draft.form, saved)
    if saved.waiting or draft.form.page.apart:
        rows = list_waiting(db.session(), draft.proposal.id, draft.part)
        texts = waiting_on(draft.form, rows, version=saved.version)
        news["waiting"] = render_template("proposals/_waiting.html", waiting=texts)
    return kept(saved.version, now=utc_now(), **news, **draft.news())


def _who_changed(form: SharedForm, saved: Saved) -> str:
    """`Ben Lee changed Summary and Title.`; what nobody is known for is somebody's."""
    people = names_of(db.session(), {person for person in saved.theirs.values() if person})
    by_person: dict[str, list[str]] = {}
    for name, person in saved.theirs.items():
        by_person.setdefault(people.get(person, "Somebody"), []).append(form.label_of(name))
    return " ".join(f"{person} changed {_listed(labels)}." for person, labels in by_person.items())


def _listed(labels: Iterable[str]) -> str:
    """`“Title”, “Summary” and “Who it is for”`."""
    quoted = [f"“{label}”" for label in labels]
    return " and ".join(part for part in (", ".join(quoted[:-1]), quoted[-1]) if part)
