"""The proposal form of a cohort: what it leaves out, up to which amount it is short, and questions of its own."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.base import Confirmation
from forms.proposals.questions import FormSettingsForm, QuestionForm, question_values, settings_values
from webapp.access import guarded
from webapp.cohorts.blueprint import bp
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.cohorts.models import Cohort
from workflows.cohorts.queries import get_cohort
from workflows.db import db, transaction
from workflows.errors import NotFound
from workflows.permissions import Permission
from workflows.proposals.extra.answers import PLACES
from workflows.proposals.extra.models import ExtraQuestion
from workflows.proposals.extra.operations import (
    add_question,
    answers_of,
    edit_question,
    move_question,
    retire_question,
)
from workflows.proposals.extra.queries import get_question, list_questions, list_settled_ids
from workflows.proposals.settings import FormSettings, set_form

WAYS = {"up": -1, "down": 1}


@bp.route("/<int:cohort_id>/proposal-form", methods=["GET", "POST"])
@guarded(Permission.MANAGE_COHORTS, get_cohort)
def proposal_form(cohort: Cohort) -> ResponseReturnValue:
    settings = FormSettings(cohort.short_form_up_to, cohort.sections_off)
    form = FormSettingsForm(data=settings_values(settings, cohort.version))
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                set_form(cohort, form.answers, expected_version=form.expected_version, session=session)
            flash("The form is saved. Drafts follow it at once, and keep what they have.", "good")
            return redirect(url_for(".proposal_form", cohort_id=cohort.id), 303)
    session = db.session()
    page = render_template(
        "cohorts/proposal_form.html",
        cohort=cohort,
        form=form,
        questions=list_questions(session, cohort.id),
        retired=list_questions(session, cohort.id, retired=True),
        settled=list_settled_ids(session, cohort.id),
        places=PLACES,
        button=Confirmation(),
    )
    return page, status_of(form)


@bp.route("/<int:cohort_id>/questions/new", methods=["GET", "POST"])
@guarded(Permission.MANAGE_COHORTS, get_cohort)
def new_question(cohort: Cohort) -> ResponseReturnValue:
    form = QuestionForm(data={"version": 0})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                add_question(cohort, form.answers, session=session, now=utc_now())
            flash("The question is in the form.", "good")
            return redirect(url_for(".proposal_form", cohort_id=cohort.id), 303)
    page = render_template("cohorts/question.html", form=form, cohort=cohort, title="A question of your own")
    return page, status_of(form)


@bp.route("/questions/<int:question_id>", methods=["GET", "POST"])
@guarded(Permission.MANAGE_COHORTS, get_question)
def question(question: ExtraQuestion) -> ResponseReturnValue:
    cohort = question.cohort
    form = QuestionForm(data=question_values(answers_of(question), question.version))
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                edit_question(question, form.answers, expected_version=form.expected_version, session=session)
            flash("The question is saved.", "good")
            return redirect(url_for(".proposal_form", cohort_id=cohort.id), 303)
    page = render_template("cohorts/question.html", form=form, cohort=cohort, title="Change the question")
    return page, status_of(form)


def get_question_to_move(session: Session, question_id: int, way: str) -> ExtraQuestion:
    """The question, once `way` is known to be up or down; raises NotFound."""
    if way not in WAYS:
        raise NotFound()
    return get_question(session, question_id)


@bp.post("/questions/<int:question_id>/move/<way>")
@guarded(Permission.MANAGE_COHORTS, get_question_to_move)
def move(question: ExtraQuestion) -> ResponseReturnValue:
    by = WAYS[(request.view_args or {})["way"]]
    with transaction() as session:
        move_question(question, by=by, session=session)
    return redirect(url_for(".proposal_form", cohort_id=question.cohort_id) + "#questions-title", 303)


@bp.post("/questions/<int:question_id>/retire")
@guarded(Permission.MANAGE_COHORTS, get_question)
def retire(question: ExtraQuestion) -> ResponseReturnValue:
    with transaction() as session:
        retire_question(question, session=session, now=utc_now())
    flash("The question is not asked any more. What was submitted keeps it.", "good")
    return redirect(url_for(".proposal_form", cohort_id=question.cohort_id), 303)
