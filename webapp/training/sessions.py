"""One session: its page, its plan and its calendar entry."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.training import SessionForm
from webapp.access import allows, guarded
from webapp.actors import signed_in_user
from webapp.refusals import refusals_into, status_of
from webapp.training.blueprint import bp
from workflows.clock import utc_now
from workflows.cohorts.models import RecordingCheck
from workflows.db import db, transaction
from workflows.permissions import Permission
from workflows.training.answers import SessionPlan
from workflows.training.calendar import session_calendar
from workflows.training.evidence.models import Reflection
from workflows.training.evidence.queries import find_of_place
from workflows.training.evidence.questions import check_of, find_sheet, questions_of
from workflows.training.evidence.recording_rules import expiry_of, why_not_open, why_not_watched
from workflows.training.grid import MODE_STANDINGS
from workflows.training.models import TrainingSession
from workflows.training.operations import edit_session
from workflows.training.queries import (
    count_roster,
    find_attendance,
    find_own_participant,
    get_training_session,
    has_opened_recording,
    list_imports,
)


@bp.get("/sessions/<int:session_id>")
@guarded(Permission.SEE_TRAINING, get_training_session)
def show(training_session: TrainingSession) -> ResponseReturnValue:
    return session_page(training_session)


@bp.route("/sessions/<int:session_id>/edit", methods=["GET", "POST"])
@guarded(Permission.MANAGE_TRAINING, get_training_session)
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
                    now=utc_now(),
                )
            flash("Saved.", "good")
            return redirect(url_for(".show", session_id=training_session.id), 303)
    return render_template("training/edit.html", training_session=training_session, form=form), status_of(form)


@bp.get("/sessions/<int:session_id>.ics")
@guarded(Permission.SEE_TRAINING, get_training_session)
def calendar(training_session: TrainingSession) -> ResponseReturnValue:
    page_url = url_for(".show", session_id=training_session.id, _external=True)
    answer = Response(session_calendar(training_session, page_url=page_url, now=utc_now()), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="session-{training_session.number}.ics"'
    return answer


def plan_of(training_session: TrainingSession) -> SessionPlan:
    """The session's plan as it stands, with the start as its zone's clock shows it."""
    local = training_session.starts_at.astimezone(ZoneInfo(training_session.time_zone))
    names = SessionPlan.__dataclass_fields__.keys() - {"starts"}
    return SessionPlan(starts=local.replace(tzinfo=None), **{n: getattr(training_session, n) for n in names})


def session_page(training_session: TrainingSession) -> ResponseReturnValue:
    told: dict[str, Any] = {"training_session": training_session, "confirm": Confirmation()}
    told["is_over"] = training_session.ends_at <= utc_now()
    if allows(Permission.MANAGE_TRAINING, training_session):
        told |= _for_staff(training_session)
    if allows(Permission.ATTEND_TRAINING, training_session):
        told |= _for_participant(training_session)
    return render_template("training/session.html", **told)


def _for_staff(training_session: TrainingSession) -> dict[str, Any]:
    """How many are expected and counted, the reports that were read, and what a recording asks for."""
    session = db.session()
    questions = questions_of(training_session, find_sheet(session, training_session.id))
    return {
        "roster": count_roster(session, training_session),
        "imports": list_imports(session, training_session.id),
        "questions": len(questions),
        "asks": training_session.cohort.recording_check,
    }


def _for_participant(training_session: TrainingSession) -> dict[str, Any]:
    """The person's own mark, and what keeps them from opening the recording or from counting it."""
    session, user, now = db.session(), signed_in_user(), utc_now()
    assert user is not None
    me = find_own_participant(session, cohort_id=training_session.cohort_id, user=user)
    own = find_attendance(session, me.id, training_session.id) if me else None
    opened = me is not None and has_opened_recording(session, me.id, training_session.id)
    check = check_of(training_session, questions_of(training_session, find_sheet(session, training_session.id)))
    return {
        "me": me,
        "own": own,
        "own_standing": MODE_STANDINGS[own.mode] if own else None,
        "opened": opened,
        "check": check,
        "expires_at": expiry_of(training_session),
        "reflection": find_of_place(session, Reflection, me.id, training_session.id) if me else None,
        "open_reasons": why_not_open(training_session, me, now),
        "watched_reasons": why_not_watched(training_session, me, now, has_opened=opened, check=RecordingCheck.NONE),
    }
