"""A participant opens a recording, says that they watched it, and answers or writes what the cohort asks for."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.training_evidence import CheckForm, QuestionsForm, ReflectionForm
from webapp.access import guarded
from webapp.actors import actor, signed_in_user
from webapp.autosave import kept, not_kept
from webapp.filters import plural
from webapp.refusals import refusals_into, status_of, wants_json
from webapp.training.blueprint import bp
from workflows.clock import utc_now
from workflows.cohorts.models import RecordingCheck
from workflows.db import db, transaction
from workflows.enrollments.models import Participant
from workflows.people.models import User
from workflows.permissions import Permission
from workflows.training.evidence.models import Reflection
from workflows.training.evidence.queries import find_last_try, find_of_place
from workflows.training.evidence.questions import check_of, find_sheet, questions_of, write_questions
from workflows.training.evidence.recordings import (
    answer_check,
    confirm_watched,
    open_recording,
    save_reflection,
    send_reflection,
)
from workflows.training.models import TrainingSession
from workflows.training.queries import find_own_participant, get_training_session


@bp.post("/sessions/<int:session_id>/recording")
@guarded(Permission.ATTEND_TRAINING, get_training_session)
def open_it(training_session: TrainingSession) -> ResponseReturnValue:
    """The session's page then shows the link: a form may not lead to another site (Content-Security-Policy)."""
    with transaction() as session:
        open_recording(training_session, user=_user(), session=session, now=utc_now())
    return _back_to(training_session)


@bp.post("/sessions/<int:session_id>/watched")
@guarded(Permission.ATTEND_TRAINING, get_training_session)
def watched(training_session: TrainingSession) -> ResponseReturnValue:
    with transaction() as session:
        counted = confirm_watched(training_session, user=_user(), session=session, actor=actor(), now=utc_now())
    number = training_session.number
    flash(f"Thank you. Session {number} counts for you{'' if counted else ' already'}.", "good")
    return redirect(url_for(".index"), 303)


@bp.route("/sessions/<int:session_id>/check", methods=["GET", "POST"])
@guarded(Permission.ATTEND_TRAINING, get_training_session)
def check(training_session: TrainingSession) -> ResponseReturnValue:
    questions = questions_of(training_session, find_sheet(db.session(), training_session.id))
    me = _me(training_session)
    if check_of(training_session, questions) is not RecordingCheck.QUESTIONS or me is None:
        return _back_to(training_session)
    last = find_last_try(db.session(), me.id, training_session.id)
    fits = last is not None and len(last.chosen) == len(questions)
    form = CheckForm.asking(questions, chosen=last.chosen if last is not None and fits else ())
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                tried = answer_check(
                    training_session, form.chosen, user=_user(), session=session, actor=actor(), now=utc_now()
                )
            if tried.is_passed:
                flash(f"All right. Session {training_session.number} counts for you.", "good")
                return redirect(url_for(".index"), 303)
            flash(f"{tried.right} of {plural(tried.asked, 'answer')} right. Read the notes and try again.", "watch")
            return redirect(url_for(".check", session_id=training_session.id), 303)
    page = render_template(
        "training/check.html",
        training_session=training_session,
        form=form,
        questions=questions,
        last=last if fits else None,
    )
    return page, status_of(form)


@bp.route("/sessions/<int:session_id>/reflection", methods=["GET", "POST"])
@guarded(Permission.ATTEND_TRAINING, get_training_session)
def reflection(training_session: TrainingSession) -> ResponseReturnValue:
    me = _me(training_session)
    if training_session.cohort.recording_check is not RecordingCheck.REFLECTION or me is None:
        return _back_to(training_session)
    written: Reflection | None = find_of_place(db.session(), Reflection, me.id, training_session.id)
    form = ReflectionForm(data={"text": written.text if written else "", "version": written.version if written else 0})
    if form.is_submitted():
        answer = _save_reflection(training_session, form)
        if answer is not None:
            return answer
    page = render_template("training/reflection.html", training_session=training_session, form=form, written=written)
    return page, status_of(form)


def _save_reflection(training_session: TrainingSession, form: ReflectionForm) -> ResponseReturnValue | None:
    """What a save by itself, or a sending, is answered with; None where the form has errors to show."""
    if not form.validate():
        return not_kept(form) if wants_json() else None
    told = {"expected_version": form.expected_version, "user": _user(), "now": utc_now()}
    text = (form.text.data or "").strip()
    if wants_json():
        with transaction() as session:
            version = save_reflection(training_session, text, session=session, **told).version
        return kept(version, now=utc_now())
    with refusals_into(form):
        with transaction() as session:
            send_reflection(training_session, text, session=session, actor=actor(), **told)
        flash(f"Thank you. Session {training_session.number} counts for you.", "good")
        return redirect(url_for(".index"), 303)
    return None


@bp.route("/sessions/<int:session_id>/questions", methods=["GET", "POST"])
@guarded(Permission.MANAGE_TRAINING, get_training_session)
def questions(training_session: TrainingSession) -> ResponseReturnValue:
    sheet = find_sheet(db.session(), training_session.id)
    form = QuestionsForm.for_questions(questions_of(training_session, sheet), version=sheet.version if sheet else 0)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                write_questions(
                    training_session, form.questions, expected_version=form.expected_version, session=session
                )
            flash("Saved. Whoever passed already keeps it.", "good")
            return redirect(url_for(".show", session_id=training_session.id), 303)
    page = render_template("training/questions.html", training_session=training_session, form=form, sheet=sheet)
    return page, status_of(form)


def _back_to(training_session: TrainingSession) -> ResponseReturnValue:
    return redirect(url_for(".show", session_id=training_session.id, _anchor="recording"), 303)


def _me(training_session: TrainingSession) -> Participant | None:
    return find_own_participant(db.session(), cohort_id=training_session.cohort_id, user=_user())


def _user() -> User:
    user = signed_in_user()
    assert user is not None
    return user
