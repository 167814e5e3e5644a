"""A lab: its sample to download, its questions, and what is right so far."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.exercises import LabForm, lab_form
from webapp.access import allows, guarded
from webapp.actors import signed_in_user
from webapp.exercises.blueprint import bp
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.exercises.lab_operations import answer_lab, why_not_answer
from workflows.exercises.lab_queries import get_lab_session, lab_of, list_attempts, list_lines
from workflows.exercises.labs import Ask, Lab, in_words, sample_of
from workflows.permissions import Permission
from workflows.training.models import TrainingSession
from workflows.training.queries import find_own_participant


@bp.get("/labs/<int:session_id>")
@guarded(Permission.SEE_TRAINING, get_lab_session)
def lab(training_session: TrainingSession) -> ResponseReturnValue:
    return _page(training_session, lab_form(_lab(training_session))(formdata=None))


@bp.post("/labs/<int:session_id>")
@guarded(Permission.ATTEND_TRAINING, get_lab_session)
def check(training_session: TrainingSession) -> ResponseReturnValue:
    form, user = lab_form(_lab(training_session))(), signed_in_user()
    assert user is not None
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                kept = answer_lab(training_session, form.answers, user=user, session=session, now=utc_now())
            right = sum(attempt.is_right for attempt in kept)
            said = f"{right} of {len(kept)} right." if kept else "Nothing new to check: write an answer first."
            flash(said, "good" if kept and right == len(kept) else "info")
            return redirect(url_for(".lab", session_id=training_session.id, _anchor="questions"), 303)
    return _page(training_session, form)


@bp.get("/labs/<int:session_id>/sample.csv")
@guarded(Permission.SEE_TRAINING, get_lab_session)
def sample(training_session: TrainingSession) -> ResponseReturnValue:
    lab = _lab(training_session)
    answer = Response(sample_of(lab), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="lab-{lab.file_name}"'
    return answer


def _lab(training_session: TrainingSession) -> Lab:
    found = lab_of(training_session)
    assert found is not None  # the loader saw to it
    return found


def _page(training_session: TrainingSession, form: LabForm) -> ResponseReturnValue:
    session, lab, user = db.session(), _lab(training_session), signed_in_user()
    assert user is not None
    me = find_own_participant(session, cohort_id=training_session.cohort_id, user=user)
    lines = list_lines(lab, list_attempts(session, me.id, training_session.id) if me is not None else ())
    if not form.is_submitted():
        for line in lines:
            if line.last is not None:
                field = form[line.question.name]
                field.data = line.last.answer.split(",") if line.question.ask is Ask.SEVERAL else line.last.answer
    takes = allows(Permission.ATTEND_TRAINING, training_session)
    page = render_template(
        "exercises/lab.html",
        training_session=training_session,
        lab=lab,
        lines=lines,
        form=form,
        takes=takes,
        reasons=why_not_answer(me) if takes else (),
        in_words=in_words,
    )
    return page, status_of(form)
