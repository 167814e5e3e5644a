"""Who was that? The people in meeting reports whom nobody knows yet, over all cohorts, and what is remembered."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.training import AskedPerson, PeopleForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.filters import plural
from webapp.refusals import refusals_into, status_of
from webapp.tables import TablePage, asked_page
from webapp.training.blueprint import bp
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.permissions import Permission
from workflows.training.aliases import count_aliases, forget, get_alias, list_aliases
from workflows.training.models import AttendanceAlias
from workflows.training.queries import get_attendance_import
from workflows.training.roster import RosterLine
from workflows.training.unknown_people import (
    Answer,
    Question,
    choose_people,
    count_open_questions,
    list_questions,
)

ASKED_AT_ONCE = 10
ALIASES_SHOWN = 25


@bp.route("/unknown", methods=["GET", "POST"])
@guarded(Permission.MANAGE_TRAINING)
def unknown() -> ResponseReturnValue:
    session = db.session()
    total = count_open_questions(session)
    number = asked_page(total, ASKED_AT_ONCE)
    asked = list_questions(session, offset=(number - 1) * ASKED_AT_ONCE, limit=ASKED_AT_ONCE)
    form = people_form(asked, names_session=True)
    if form.validate_on_submit():
        with refusals_into(form):
            return _answered(form)
    table = TablePage(path=request.path, number=number, total=total, size=ASKED_AT_ONCE)
    page = render_template("training/unknown.html", form=form, table=table, has_aliases=count_aliases(session) > 0)
    return page, status_of(form)


def _answered(form: PeopleForm) -> ResponseReturnValue:
    answers = answers_of(form)
    with transaction() as session:
        for import_id, chosen in answers.items():
            report = get_attendance_import(session, import_id)
            choose_people(report, chosen, session=session, actor=actor(), now=utc_now())
    answered = sum(map(len, answers.values()))
    flash(f"Saved who {plural(answered, 'person', 'people')} in the reports are." if answered else "Nothing chosen.")
    return redirect(url_for(".unknown"), 303)


@bp.get("/remembered")
@guarded(Permission.MANAGE_TRAINING)
def remembered() -> ResponseReturnValue:
    session = db.session()
    total = count_aliases(session)
    number = asked_page(total, ALIASES_SHOWN)
    rows = list_aliases(session, offset=(number - 1) * ALIASES_SHOWN, limit=ALIASES_SHOWN)
    table = TablePage(path=request.path, number=number, total=total, size=ALIASES_SHOWN)
    return render_template("training/remembered.html", rows=rows, table=table, confirm=Confirmation())


@bp.post("/remembered/<int:alias_id>/forget")
@guarded(Permission.MANAGE_TRAINING, get_alias)
def forget_alias(alias: AttendanceAlias) -> ResponseReturnValue:
    with transaction() as session:
        forget(alias, session=session)
    flash(f"Forgotten. The next report with “{alias.shown}” asks who that is.", "good")
    return redirect(url_for(".remembered"), 303)


def people_form(asked: Sequence[Question], *, names_session: bool = False) -> PeopleForm:
    """A list and a tick for each; with `names_session` each says which session it was in."""
    return PeopleForm.for_people([_asked(question, names_session=names_session) for question in asked])


def answers_of(form: PeopleForm) -> dict[int, dict[int, Answer]]:
    """The answers by report and place; call after `validate_on_submit()`."""
    found: dict[int, dict[int, Answer]] = {}
    for token, (participant_id, remembers) in form.answers.items():
        import_id, place = map(int, token.split("_"))
        found.setdefault(import_id, {})[place] = Answer(participant_id, remembers)
    return found


def _asked(question: Question, *, names_session: bool) -> AskedPerson:
    groups = (
        ("Similar name", question.similar),
        ("Not seen in this session", question.unseen),
        ("Everyone else", question.others),
    )
    return AskedPerson(
        token=question.token,
        shown=question.person.shown,
        hint=_hint(question, names_session=names_session),
        is_worth_remembering=question.is_worth_remembering,
        groups=[(heading, [_option(line) for line in lines]) for heading, lines in groups if lines],
    )


def _option(line: RosterLine) -> tuple[int, str]:
    return line.participant_id, line.label


def _hint(question: Question, *, names_session: bool) -> str:
    """`Session 8 of Expansion 2026 · there for 90 minutes · ana@home.example.org`."""
    training_session = question.report.session
    parts = [
        f"Session {training_session.number} of {training_session.cohort.name}" if names_session else "",
        f"There for {question.minutes} minutes" if question.minutes else "No time could be read",
        question.person.email if question.person.email != question.person.shown else "",
    ]
    if not question.is_worth_remembering:
        parts.append("Another person’s may be called the same, so it is not remembered unless you say so")
    return " · ".join(filter(None, parts)) + "."
