"""One session: its page, its plan, its calendar entry and the marks that staff make."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.training import MarkForm, SessionForm
from webapp.access import allows, guarded
from webapp.actors import actor, signed_in_user
from webapp.exercises.session_part import practice_of_session
from webapp.refusals import refusals_into, status_of
from webapp.training.blueprint import bp
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.permissions import Permission
from workflows.training.answers import SessionPlan
from workflows.training.calendar import session_calendar
from workflows.training.grid import MODE_STANDINGS
from workflows.training.models import TrainingSession
from workflows.training.operations import edit_session, mark_by_hand, remove_mark, why_not_open, why_not_watched
from workflows.training.queries import (
    find_attendance,
    find_own_participant,
    get_participant_of_cohort,
    get_training_session,
    has_opened_recording,
    list_attendances,
    list_imports,
    list_roster,
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


@bp.post("/sessions/<int:session_id>/marks")
@guarded(Permission.MANAGE_TRAINING, get_training_session)
def mark(training_session: TrainingSession) -> ResponseReturnValue:
    form = mark_form(training_session)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                person = get_participant_of_cohort(session, form.participant.data, training_session.cohort_id)
                told = {"session": session, "actor": actor(), "now": utc_now()}
                if form.chosen_mode is None:
                    remove_mark(training_session, person, **told)
                else:
                    mark_by_hand(training_session, person, form.chosen_mode, note=form.note.data or "", **told)
            flash(f"Saved for {person.name}.", "good")
            return redirect(url_for(".show", session_id=training_session.id), 303)
    return session_page(training_session, form)


def plan_of(training_session: TrainingSession) -> SessionPlan:
    """The session's plan as it stands, with the start as its zone's clock shows it."""
    local = training_session.starts_at.astimezone(ZoneInfo(training_session.time_zone))
    names = SessionPlan.__dataclass_fields__.keys() - {"starts"}
    return SessionPlan(starts=local.replace(tzinfo=None), **{n: getattr(training_session, n) for n in names})


def mark_form(training_session: TrainingSession) -> MarkForm:
    people = [(line.participant_id, line.label) for line in list_roster(db.session(), training_session.cohort_id)]
    may_waive = allows(Permission.WAIVE_TRAINING)
    return MarkForm.for_people(people, may_waive=may_waive, chosen=request.args.get("participant", type=int))


def session_page(training_session: TrainingSession, form: MarkForm | None = None) -> ResponseReturnValue:
    manages = allows(Permission.MANAGE_TRAINING, training_session)
    form = form or (mark_form(training_session) if manages else None)
    told: dict[str, Any] = {"training_session": training_session, "confirm": Confirmation(), "mark_form": form}
    told["is_over"] = training_session.ends_at <= utc_now()
    if manages:
        told |= _for_staff(training_session)
    if allows(Permission.ATTEND_TRAINING, training_session):
        told |= _for_participant(training_session)
    told |= practice_of_session(training_session)
    return render_template("training/session.html", **told), status_of(form) if form else 200


def _for_staff(training_session: TrainingSession) -> dict[str, Any]:
    """Everyone expected with their mark, and the reports that were read."""
    session = db.session()
    marks = list_attendances(session, training_session.id)
    roster = [(line, marks.get(line.participant_id)) for line in list_roster(session, training_session.cohort_id)]
    return {"roster": roster, "standings": MODE_STANDINGS, "imports": list_imports(session, training_session.id)}


def _for_participant(training_session: TrainingSession) -> dict[str, Any]:
    """The person's own mark, and what keeps them from opening the recording or from counting it."""
    session, user = db.session(), signed_in_user()
    assert user is not None
    me = find_own_participant(session, cohort_id=training_session.cohort_id, user=user)
    own = find_attendance(session, me.id, training_session.id) if me else None
    opened = me is not None and has_opened_recording(session, me.id, training_session.id)
    return {
        "me": me,
        "own": own,
        "own_standing": MODE_STANDINGS[own.mode] if own else None,
        "opened": opened,
        "open_reasons": why_not_open(training_session, me),
        "watched_reasons": why_not_watched(training_session, me, has_opened=opened),
    }
