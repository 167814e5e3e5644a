"""Staff plan a series: a session's plan and recording, one more session, another time, cancelled or not."""

from datetime import datetime, time, timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.sessions import LATER, CancelSessionForm, ExchangeForm, RecordingForm, SessionForm, ShiftForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.filters import plural, short_date_time
from webapp.refusals import refusals_into, status_of
from webapp.training.blueprint import bp
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.permissions import Permission
from workflows.training.answers import EXTRA_KIND, SessionPlan
from workflows.training.lifecycle import TRAINING_SESSION
from workflows.training.models import TrainingSession
from workflows.training.planning import (
    IS_CANCELLED,
    add_session,
    cancel_session,
    edit_session,
    exchange_times,
    plan_of,
    recording_of,
    restore_session,
    set_recording,
    shift_sessions,
    why_not_shift,
)
from workflows.training.queries import (
    Series,
    find_transcript,
    get_series,
    get_session_of_cohort,
    get_training_session,
)
from workflows.training.series import by_start, list_series
from workflows.training.wall_clock import wall_clock_of

MANAGE = Permission.MANAGE_TRAINING
USUAL_START, USUAL_MINUTES = time(14), 60


@bp.route("/sessions/<int:session_id>/edit", methods=["GET", "POST"])
@guarded(MANAGE, get_training_session)
def edit(training_session: TrainingSession) -> ResponseReturnValue:
    form = SessionForm.for_plan(plan_of(training_session), version=training_session.version)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                edit_session(
                    training_session,
                    form.answers,
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("Saved.", "good")
            return _back_to(training_session)
    reasons = (IS_CANCELLED,) if training_session.is_cancelled else ()
    page = render_template("training/edit.html", training_session=training_session, form=form, reasons=reasons)
    return page, status_of(form)


@bp.route("/sessions/<int:session_id>/recording/edit", methods=["GET", "POST"])
@guarded(MANAGE, get_training_session)
def edit_recording(training_session: TrainingSession) -> ResponseReturnValue:
    form = RecordingForm.for_recording(
        recording_of(training_session, find_transcript(db.session(), training_session.id)),
        version=training_session.version,
        language=training_session.language,
    )
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                set_recording(training_session, form.answers, expected_version=form.expected_version, session=session)
            flash("Saved. The recording is on the session’s page.", "good")
            return _back_to(training_session)
    return render_template("training/recording.html", training_session=training_session, form=form), status_of(form)


@bp.route("/cohorts/<int:cohort_id>/sessions/add", methods=["GET", "POST"])
@guarded(MANAGE, get_series)
def add(series: Series) -> ResponseReturnValue:
    form = SessionForm.for_plan(_next_plan(series), version=series.cohort.version)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                added = add_session(series.cohort, form.answers, session=session, actor=actor(), now=utc_now())
            flash(f"Added as session {added.number}.", "good")
            return _back_to(added)
    return render_template("training/add.html", series=series, form=form), status_of(form)


def _next_plan(series: Series) -> SessionPlan:
    """A week after the last session, at its hour; a first one begins today."""
    last = by_start(series.sessions)[-1] if series.sessions else None
    if last is None:
        starts = datetime.combine(local_date(utc_now(), series.cohort.time_zone), USUAL_START)
        zone = series.cohort.time_zone
    else:
        starts, zone = wall_clock_of(last.starts_at, last.time_zone) + timedelta(weeks=1), last.time_zone
    return SessionPlan("", starts, zone, USUAL_MINUTES, "", "", False, "", kind=EXTRA_KIND)


@bp.route("/sessions/<int:session_id>/move", methods=["GET", "POST"])
@guarded(MANAGE, get_training_session)
def move(training_session: TrainingSession) -> ResponseReturnValue:
    form = ShiftForm(data={"version": training_session.version})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                moved = shift_sessions(
                    training_session,
                    days=form.days,
                    with_later=form.which.data == LATER,
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(f"Moved {plural(moved, 'session')}. Participants are told the new time once.", "good")
            return _back_to(training_session)
    return _move_page(training_session, form, _exchange_form(training_session))


@bp.post("/sessions/<int:session_id>/exchange")
@guarded(MANAGE, get_training_session)
def exchange(training_session: TrainingSession) -> ResponseReturnValue:
    form = _exchange_form(training_session)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                exchange_times(
                    training_session,
                    get_session_of_cohort(session, form.other.data, training_session.cohort_id),
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("The two sessions have changed places. Participants are told.", "good")
            return _back_to(training_session)
    shift = ShiftForm(formdata=None, data={"version": training_session.version})
    return _move_page(training_session, shift, form)


def _exchange_form(training_session: TrainingSession) -> ExchangeForm:
    others = [
        (one.id, f"{one.number}. {one.title}, {short_date_time(one.starts_at, one.time_zone)}")
        for one in by_start(list_series(db.session(), training_session.cohort_id))
        if one.id != training_session.id and not why_not_shift(one, now=utc_now())
    ]
    return ExchangeForm.for_sessions(others, version=training_session.version)


def _move_page(training_session: TrainingSession, form: ShiftForm, exchange_form: ExchangeForm) -> ResponseReturnValue:
    reasons = why_not_shift(training_session, now=utc_now())
    page = render_template(
        "training/move.html",
        training_session=training_session,
        form=form,
        exchange_form=exchange_form,
        reasons=reasons,
    )
    return page, max(status_of(form), status_of(exchange_form))


@bp.route("/sessions/<int:session_id>/cancel", methods=["GET", "POST"])
@guarded(MANAGE, get_training_session)
def cancel(training_session: TrainingSession) -> ResponseReturnValue:
    form = CancelSessionForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                cancel_session(
                    training_session, reason=str(form.reason.data), session=session, actor=actor(), now=utc_now()
                )
            flash("Cancelled. It stays in the series, struck out, and nobody needs it for completion.", "good")
            return _back_to(training_session)
    reasons = TRAINING_SESSION.why_not(training_session, "cancel", actor=actor(), now=utc_now(), note=None)
    page = render_template("training/cancel.html", training_session=training_session, form=form, reasons=reasons)
    return page, status_of(form)


@bp.post("/sessions/<int:session_id>/restore")
@guarded(MANAGE, get_training_session)
def restore(training_session: TrainingSession) -> ResponseReturnValue:
    with transaction() as session:
        restore_session(training_session, session=session, actor=actor(), now=utc_now())
    flash("It takes place after all.", "good")
    return _back_to(training_session)


def _back_to(training_session: TrainingSession) -> ResponseReturnValue:
    return redirect(url_for(".show", session_id=training_session.id), 303)
