"""Everyone expected in one session with their mark, and marks made by hand for several people at once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.training import MarkForm
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.filters import plural
from webapp.refusals import refusals_into, status_of
from webapp.tables import TableFilter, TablePage, asked_number, asked_page
from webapp.training.blueprint import bp
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.permissions import Permission
from workflows.training.consequences import follows_from_losing
from workflows.training.grid import MODE_STANDINGS
from workflows.training.models import TrainingSession
from workflows.training.operations import mark_by_hand, remove_marks
from workflows.training.queries import get_training_session, list_counted_imports, list_participants_of_cohort
from workflows.training.roster import count_roster_marks, list_roster_marks

SIZE = 50  # rows
COLUMNS = (
    {"label": "Participant"},
    {"label": "Affiliate"},
    {"label": "Took part"},
    {"label": "Minutes", "numeric": True},
    {"label": "Marked by"},
    {"label": "Why"},
)


@bp.route("/sessions/<int:session_id>/marks", methods=["GET", "POST"])
@guarded(Permission.MANAGE_TRAINING, get_training_session)
def mark(training_session: TrainingSession) -> ResponseReturnValue:
    form = MarkForm.offering(may_waive=allows(Permission.WAIVE_TRAINING), chosen=asked_number("participant"))
    follows: list[str] = []
    if form.validate_on_submit():
        follows = _what_follows(training_session, form)
        if not follows or form.knows.data:
            with refusals_into(form):
                names = _mark(training_session, form)
                flash(f"Saved for {names}.", "good")
                return redirect(url_for(".mark", session_id=training_session.id, **_view()), 303)
    return _marks_page(training_session, form, follows), 422 if follows else status_of(form)


def _what_follows(training_session: TrainingSession, form: MarkForm) -> list[str]:
    """The sentences to read before the marks are taken back; nothing for marks that count."""
    if form.chosen_mode is not None and form.chosen_mode.counts:
        return []
    session = db.session()
    people = list_participants_of_cohort(session, form.people.data, training_session.cohort_id)
    reports = list_counted_imports(session, training_session.id) if form.chosen_mode is None else ()
    return follows_from_losing(training_session, people, session=session, reports=reports)


def _mark(training_session: TrainingSession, form: MarkForm) -> str:
    """Write the marks; returns whose they are."""
    with transaction() as session:
        people = list_participants_of_cohort(session, form.people.data, training_session.cohort_id)
        told = {"note": form.note.data or "", "session": session, "actor": actor(), "now": utc_now()}
        if form.chosen_mode is None:
            remove_marks(training_session, people, **told)
        else:
            mark_by_hand(training_session, people, form.chosen_mode, **told)
    return people[0].name if len(people) == 1 else plural(len(people), "person", "people")


def _view() -> dict[str, str]:
    """The part of the list that is shown, as the address keeps it."""
    return {name: request.args[name] for name in ("q", "only", "page") if request.args.get(name)}


def _marks_page(training_session: TrainingSession, form: MarkForm, follows: list[str]) -> str:
    session, words = db.session(), request.args.get("q", "").strip()[:80]
    only = "open" if request.args.get("only") == "open" else ""
    total = count_roster_marks(session, training_session, words=words, only_open=bool(only))
    number = asked_page(total, SIZE)
    page = TablePage(request.path, number, total, size=SIZE, filters={"q": words, "only": only})
    rows = list_roster_marks(
        session, training_session, words=words, only_open=bool(only), offset=(number - 1) * SIZE, at_most=SIZE
    )
    filters = (
        TableFilter("only", "Show", only, [("", "Everyone"), ("open", "Only those without a mark that counts")]),
        TableFilter("q", "Name or affiliate", words),
    )
    return render_template(
        "training/marks.html",
        training_session=training_session,
        rows=rows,
        columns=COLUMNS,
        page=page,
        filters=filters,
        form=form,
        follows=follows,
        standings=MODE_STANDINGS,
        action=url_for(".mark", session_id=training_session.id, **_view()),
    )
