"""Where the training stands: for an affiliate, for a cohort, for all of them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from webapp.access import allows, guarded
from webapp.actors import actor, signed_in_user
from webapp.csv_export import stream_csv
from webapp.enrollments.loaders import load_with_participant
from webapp.enrollments.tabs import list_tabs
from webapp.exercises.pages import practice_lines
from webapp.exercises.words import STATE_TONES, STATE_WORDS
from webapp.training.blueprint import bp
from webapp.training.certificates import certificate_lines
from webapp.training.cohort_table import cohort_table, export_header, export_rows
from webapp.training.parts import SESSIONS, parts_of_all, parts_of_enrollment
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.documents.operations import ask_for_document
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import find_own_enrollment, get_enrollment, get_participant
from workflows.errors import DomainError
from workflows.lifecycle import every_session_is_met
from workflows.permissions import Permission
from workflows.stages import Stage
from workflows.training.evidence.absences import is_own
from workflows.training.evidence.queries import list_states
from workflows.training.grid import grid_of_affiliate
from workflows.training.queries import (
    Series,
    count_materials,
    find_reopening,
    get_series,
    list_attendances_of,
    list_cohorts_in_training,
)
from workflows.training.recording_state import list_recordings_to_mend, recording_state
from workflows.training.series import by_start, list_series
from workflows.training.unknown_people import count_open_questions


@bp.get("/")
@guarded(Permission.SEE_TRAINING)
def index() -> ResponseReturnValue:
    session = db.session()
    if not actor().is_national:
        own = find_own_enrollment(session, actor())
        if own is not None:
            return redirect(url_for(".of_enrollment", enrollment_id=own.id))
    cohorts = list_cohorts_in_training(session, actor=actor())
    unknown_people = count_open_questions(session) if allows(Permission.MANAGE_TRAINING) else 0
    return render_template(
        "training/index.html", cohorts=cohorts, parts=parts_of_all(SESSIONS), unknown_people=unknown_people
    )


@bp.get("/cohorts/<int:cohort_id>")
@guarded(Permission.SEE_TRAINING, get_series)
def cohort(series: Series) -> ResponseReturnValue:
    now = utc_now()
    return render_template(
        "training/cohort.html",
        **cohort_table(series, now=now),
        rows=[(one, recording_state(one, now=now)) for one in by_start(series.sessions)],
        materials=count_materials(db.session(), series.cohort.id),
        to_do=list_recordings_to_mend(series.sessions, now=now) if allows(Permission.MANAGE_TRAINING) else [],
    )


@bp.get("/cohorts/<int:cohort_id>.csv")
@guarded(Permission.SEE_TRAINING, get_series)
def export(series: Series) -> ResponseReturnValue:
    """Everything that the grid shows with its filters, a line a person."""
    return stream_csv("training.csv", export_header(series), export_rows(series, now=utc_now()))


@bp.get("/of/<int:enrollment_id>")
@guarded(Permission.SEE_TRAINING, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    session, now, user = db.session(), utc_now(), signed_in_user()
    sessions, ids = list_series(session, enrollment.cohort_id), [person.id for person in enrollment.participants]
    grid = grid_of_affiliate(
        enrollment, sessions, list_attendances_of(session, ids), list_states(session, ids), now=now
    )
    gate = every_session_is_met(enrollment, now) if enrollment.sessions_required else None
    return render_template(
        "training/of_enrollment.html",
        enrollment=enrollment,
        grid=grid,
        reasons=[gate] if gate else [],
        reopened=find_reopening(session, enrollment.id) if enrollment.stage is Stage.TRAINING else None,
        me=next((p for p in enrollment.participants if user is not None and is_own(p, user)), None),
        certificates=certificate_lines(session, enrollment),
        confirm=Confirmation(),
        practice={line.session.id: line for line in practice_lines(session, enrollment, sessions)},
        practice_words=STATE_WORDS,
        practice_tones=STATE_TONES,
        tabs_here=list_tabs(enrollment, "Training"),
        parts=parts_of_enrollment(SESSIONS, enrollment),
    )


@bp.post("/of/<int:enrollment_id>/certificates/<int:participant_id>")
@guarded(Permission.MANAGE_TRAINING, load_with_participant)
def certificate(enrollment: Enrollment) -> ResponseReturnValue:
    """Make one certificate again, as after a change of the template."""
    participant_id = (request.view_args or {})["participant_id"]
    with transaction() as session:
        person = get_participant(session, participant_id, enrollment=enrollment)
        if person.certified_at is None:
            raise DomainError(f"{person.name} has not met every required session yet, so there is no certificate.")
        ask_for_document("certificate", person, session=session, actor=actor(), now=utc_now())
    flash("It is made in a moment.", "good")
    return redirect(url_for(".of_enrollment", enrollment_id=enrollment.id, _anchor="certificates"), 303)
