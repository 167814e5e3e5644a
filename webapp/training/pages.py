"""Where the training stands: for an affiliate, for a cohort, for all of them."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.enrollments.tabs import list_tabs
from webapp.training.blueprint import bp
from workflows.clock import utc_now
from workflows.db import db
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import find_own_enrollment, get_enrollment
from workflows.lifecycle import every_session_is_met
from workflows.permissions import Permission
from workflows.training.grid import grid_of_affiliate, grid_of_cohort
from workflows.training.queries import (
    Series,
    get_series,
    list_attendances_of,
    list_cohorts_in_training,
    list_enrollments_in_training,
)
from workflows.training.series import list_series
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
    return render_template("training/index.html", cohorts=cohorts, unknown_people=unknown_people)


@bp.get("/cohorts/<int:cohort_id>")
@guarded(Permission.SEE_TRAINING, get_series)
def cohort(series: Series) -> ResponseReturnValue:
    session, now = db.session(), utc_now()
    enrollments = list_enrollments_in_training(session, series.cohort.id, actor=actor())
    people = [person.id for enrollment in enrollments for person in enrollment.participants]
    lines = grid_of_cohort(enrollments, series.sessions, list_attendances_of(session, people), now=now)
    return render_template("training/cohort.html", series=series, lines=lines, now=now)


@bp.get("/of/<int:enrollment_id>")
@guarded(Permission.SEE_TRAINING, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    session = db.session()
    sessions = list_series(session, enrollment.cohort_id)
    marks = list_attendances_of(session, [person.id for person in enrollment.participants])
    grid = grid_of_affiliate(enrollment, sessions, marks, now=utc_now())
    gate = every_session_is_met(enrollment, utc_now()) if enrollment.sessions_required else None
    reasons = [gate] if gate else []
    return render_template(
        "training/of_enrollment.html",
        enrollment=enrollment,
        grid=grid,
        reasons=reasons,
        tabs_here=list_tabs(enrollment, "Training"),
    )
