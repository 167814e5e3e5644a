"""A meeting report: uploaded to a session, looked at, counted, taken back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.training import PeopleForm, ReportForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.filters import plural
from webapp.refusals import refusals_into, status_of
from webapp.training.blueprint import bp
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.permissions import Permission
from workflows.training.imports import (
    choose_people,
    count_import,
    discard_import,
    preview_attendance,
    take_back_import,
)
from workflows.training.lifecycle import ATTENDANCE_IMPORT
from workflows.training.models import AttendanceImport, TrainingSession
from workflows.training.queries import get_attendance_import, get_training_session, list_roster


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
    return render_template("training/upload.html", training_session=training_session, form=form), status_of(form)


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
                choose_people(found, form.answers, session=session, actor=actor(), now=utc_now())
            flash("Saved who they are.", "good")
            return _back_to(found)
    return _report_page(found, form)


@bp.post("/imports/<int:import_id>/count")
@guarded(Permission.MANAGE_TRAINING, get_attendance_import)
def count(found: AttendanceImport) -> ResponseReturnValue:
    with transaction() as session:
        changed = count_import(found, session=session, actor=actor(), now=utc_now())
    flash(f"Counted: {plural(changed, 'mark')} written. Marks made by hand stay as they are.", "good")
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
    """A choice for each person whom the report did not tell."""
    roster = list_roster(db.session(), found.session.cohort_id)
    unknown = {
        row: (person["name"] or person["email"] or "Without a name", person["participant_id"])
        for row, person in enumerate(found.reading["participants"])
        if not person["matched"]
    }
    return PeopleForm.for_rows(unknown, [(line.participant_id, line.label) for line in roster])


def _report_page(found: AttendanceImport, form: PeopleForm) -> ResponseReturnValue:
    reasons = ATTENDANCE_IMPORT.why_not(found, "count", actor=actor(), now=utc_now())
    roster = {line.participant_id: line for line in list_roster(db.session(), found.session.cohort_id)}
    page = render_template(
        "training/report.html",
        report=found,
        training_session=found.session,
        form=form,
        reasons=reasons,
        roster=roster,
        confirm=Confirmation(),
    )
    return page, status_of(form)
