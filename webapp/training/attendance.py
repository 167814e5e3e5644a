"""A meeting report: uploaded to a session, looked at, counted, taken back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.training import AskAgainForm, CountForm, PeopleForm, ReportForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.filters import plural
from webapp.refusals import refusals_into, status_of
from webapp.tables import TablePage, asked_page
from webapp.training.blueprint import bp
from webapp.training.unknown import answers_of, people_form
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.permissions import Permission
from workflows.training.consequences import follows_from_taking_back
from workflows.training.grid import MODE_STANDINGS
from workflows.training.imports import count_import, discard_import, preview_attendance, take_back_import
from workflows.training.lifecycle import ATTENDANCE_IMPORT
from workflows.training.models import AttendanceImport, ImportState, TrainingSession
from workflows.training.preview import Preview, PreviewLine, preview_of
from workflows.training.queries import (
    get_attendance_import,
    get_training_session,
    list_attendances,
    list_counted_imports,
    list_imports,
)
from workflows.training.reported import people_of
from workflows.training.roster import list_roster
from workflows.training.unknown_people import ask_again, choose_people, questions_of

AFFILIATES_SHOWN = 25
ASKED_HERE = 10
OTHERS_SHOWN = 50


@bp.route("/sessions/<int:session_id>/attendance", methods=["GET", "POST"])
@guarded(Permission.MANAGE_TRAINING, get_training_session)
def upload(training_session: TrainingSession) -> ResponseReturnValue:
    form = ReportForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                report = preview_attendance(
                    training_session,
                    content=form.content,
                    file_name=form.file_name,
                    date_order=form.order,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            return redirect(url_for(".report", import_id=report.id), 303)
    page = render_template(
        "training/upload.html",
        training_session=training_session,
        form=form,
        imports=list_imports(db.session(), training_session.id),
    )
    return page, status_of(form)


@bp.get("/imports/<int:import_id>")
@guarded(Permission.MANAGE_TRAINING, get_attendance_import)
def report(found: AttendanceImport) -> ResponseReturnValue:
    return _report_page(found, _people_form(found))


@bp.post("/imports/<int:import_id>/people")
@guarded(Permission.MANAGE_TRAINING, get_attendance_import)
def people(found: AttendanceImport) -> ResponseReturnValue:
    form = _people_form(found)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                for chosen in answers_of(form).values():
                    choose_people(found, chosen, session=session, actor=actor(), now=utc_now())
            flash("Saved who they are.", "good")
            return _back_to(found)
    return _report_page(found, form)


@bp.post("/imports/<int:import_id>/ask")
@guarded(Permission.MANAGE_TRAINING, get_attendance_import)
def ask(found: AttendanceImport) -> ResponseReturnValue:
    place = AskAgainForm().chosen_place
    with transaction() as session:
        person = ask_again(found, place, session=session, actor=actor(), now=utc_now())
    flash(f"“{person.shown}” is open again. What was remembered about the name is forgotten.", "good")
    return _back_to(found)


@bp.post("/imports/<int:import_id>/count")
@guarded(Permission.MANAGE_TRAINING, get_attendance_import)
def count(found: AttendanceImport) -> ResponseReturnValue:
    form = _count_form(_preview(found))
    if not form.validate_on_submit():
        return _report_page(found, _people_form(found), form)
    with transaction() as session:
        changed = count_import(found, replaces=form.replaces.data, session=session, actor=actor(), now=utc_now())
    flash(f"Counted: {plural(changed, 'mark')} written.", "good")
    return _back_to(found)


@bp.post("/imports/<int:import_id>/take-back")
@guarded(Permission.MANAGE_TRAINING, get_attendance_import)
def take_back(found: AttendanceImport) -> ResponseReturnValue:
    with transaction() as session:
        take_back_import(found, session=session, actor=actor(), now=utc_now())
    flash("Taken back. The report is still here and can be counted again.", "good")
    return _back_to(found)


@bp.post("/imports/<int:import_id>/discard")
@guarded(Permission.MANAGE_TRAINING, get_attendance_import)
def discard(found: AttendanceImport) -> ResponseReturnValue:
    with transaction() as session:
        discard_import(found, session=session)
    flash("Forgotten. Choose the report again to read it anew.", "good")
    return redirect(url_for(".upload", session_id=found.session_id), 303)


def _back_to(found: AttendanceImport) -> ResponseReturnValue:
    return redirect(url_for(".report", import_id=found.id), 303)


def _people_form(found: AttendanceImport) -> PeopleForm:
    roster = list_roster(db.session(), found.session.cohort_id) if found.open_questions else ()
    return people_form(questions_of(found, roster, at_most=ASKED_HERE))


def _count_form(preview: Preview) -> CountForm:
    return CountForm.for_marks([(line.person.participant_id, _choice(line)) for line in _replaceable(preview)])


def _replaceable(preview: Preview) -> list[PreviewLine]:
    return [line for line in preview.by_hand if line.can_replace]


def _choice(line: PreviewLine) -> str:
    """`Ana Ruiz – Harbor: Excused by hand; the report shows 87.1 minutes`."""
    assert line.now is not None
    word = MODE_STANDINGS[line.now.mode].word
    return f"{line.person.label}: {word} by hand; the report shows {line.minutes} minutes"


def _preview(found: AttendanceImport) -> Preview:
    session = db.session()
    return preview_of(
        found,
        roster=list_roster(session, found.session.cohort_id),
        marks=list_attendances(session, found.session_id),
        counted=list_counted_imports(session, found.session_id),
    )


def _report_page(found: AttendanceImport, form: PeopleForm, count_form: CountForm | None = None) -> ResponseReturnValue:
    preview = _preview(found)
    affiliates = preview.affiliates
    number = asked_page(len(affiliates), AFFILIATES_SHOWN)
    table = TablePage(path=request.path, number=number, total=len(affiliates), size=AFFILIATES_SHOWN)
    told: dict[str, Any] = _others_in(found) | {
        "report": found,
        "training_session": found.session,
        "form": form,
        "count_form": count_form or _count_form(preview),
        "preview": preview,
        "table": table,
        "affiliates": affiliates[(number - 1) * AFFILIATES_SHOWN : number * AFFILIATES_SHOWN],
        "standings": MODE_STANDINGS,
        "reasons": ATTENDANCE_IMPORT.why_not(found, "count", actor=actor(), now=utc_now()),
        "follows": follows_from_taking_back(found, session=db.session()) if found.state is ImportState.APPLIED else [],
        "confirm": Confirmation(),
    }
    page = render_template("training/report.html", **told)
    return page, max(status_of(form), status_of(told["count_form"]))


def _others_in(found: AttendanceImport) -> dict[str, Any]:
    """Whom the report did not show by e-mail and who are known all the same, each with how and a way to ask again."""
    names = {line.participant_id: line.label for line in list_roster(db.session(), found.session.cohort_id)}
    known = [person for person in people_of(found) if not person.is_open and person.how != "email"]
    shown = [
        (person, names.get(person.participant_id or 0, ""), AskAgainForm.at(person.place) if person.how else None)
        for person in known[:OTHERS_SHOWN]
    ]
    return {"recognized": shown, "more_recognized": max(0, len(known) - OTHERS_SHOWN)}
