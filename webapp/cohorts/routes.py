"""Cohorts: the list, one cohort with its board, its rules, its copy, the start of the training."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.cohorts import CloneForm, CohortTermsForm, NewCohortForm
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.cohorts import interest_routes, invite_routes, learning_routes, proposal_form
from webapp.cohorts.blueprint import bp
from webapp.cohorts.board import list_columns
from webapp.cohorts.choices import STARTING_LIBRARY, frameworks, pilots, with_library
from webapp.cohorts.glance import build_glance
from webapp.enrollments.listing import build_table, days_in_stage
from webapp.refusals import refusals_into, status_of
from webapp.tables import PAGE_SIZE, TablePage, asked_page
from workflows.clock import utc_now
from workflows.cohorts.cloning import clone_cohort, shift_of
from workflows.cohorts.models import Cohort
from workflows.cohorts.operations import create_cohort, edit_cohort
from workflows.cohorts.queries import count_cohorts, get_cohort, list_cohorts
from workflows.db import db, transaction
from workflows.enrollments.operations import start_training, why_not_start_training
from workflows.enrollments.queries import list_of_cohort
from workflows.enrollments.waiting_list import move_up
from workflows.frameworks.operations import is_starting_library
from workflows.permissions import Permission
from workflows.proposals.extra.operations import copy_questions
from workflows.proposals.settings import average_time
from workflows.stages import Stage
from workflows.training.completion import recompute_cohort
from workflows.training.copying import copy_series
from workflows.training.series import list_series, plan_series

__all__ = ["bp", "interest_routes", "invite_routes", "learning_routes", "proposal_form"]


@bp.get("/")
@guarded(Permission.SEE_COHORTS)
def index() -> ResponseReturnValue:
    session = db.session()
    total = count_cohorts(session)
    number = asked_page(total)
    page = TablePage(path=request.path, number=number, total=total)
    rows = list_cohorts(session, first=(number - 1) * PAGE_SIZE, at_most=PAGE_SIZE)
    return render_template("cohorts/index.html", cohorts=rows, page=page)


@bp.route("/new", methods=["GET", "POST"])
@guarded(Permission.MANAGE_COHORTS)
def create() -> ResponseReturnValue:
    form = NewCohortForm.with_usual_rules(frameworks(), pilots())
    if form.validate_on_submit():
        with refusals_into(form):
            terms, first = form.terms, form.first_session
            with transaction() as session:
                cohort = create_cohort(with_library(terms, session=session), session=session)
                plan_series(cohort, first_on=first.on, first_at=first.at, session=session)
            flash("The cohort is there, with twelve sessions. Invite its affiliates next.", "good")
            return redirect(url_for(".show", cohort_id=cohort.id), 303)
    return render_template("cohorts/create.html", form=form), status_of(form)


@bp.get("/<int:cohort_id>")
@guarded(Permission.SEE_COHORTS, get_cohort)
def show(cohort: Cohort) -> ResponseReturnValue:
    session, now = db.session(), utc_now()
    enrollments = list_of_cohort(session, cohort.id, actor=actor())
    enrolled = [row for row in enrollments if row.stage is Stage.ENROLLED]
    return render_template(
        "cohorts/show.html",
        cohort=cohort,
        columns=list_columns(enrollments, now=now),
        glance=build_glance(session, cohort, actor=actor(), now=now),
        series=list_series(session, cohort.id),
        sees_training=any(allows(Permission.SEE_TRAINING, row) for row in (cohort, *enrollments)),
        table=build_table(session, actor=actor(), cohort=cohort),
        days_in_stage=days_in_stage,
        spent=average_time(session, cohort.id),
        enrolled=enrolled,
        start_reasons=why_not_start_training(enrolled, actor=actor(), now=now),
        button=Confirmation(),
    )


@bp.route("/<int:cohort_id>/edit", methods=["GET", "POST"])
@guarded(Permission.MANAGE_COHORTS, get_cohort)
def edit(cohort: Cohort) -> ResponseReturnValue:
    chosen = STARTING_LIBRARY if is_starting_library(cohort.framework) else cohort.framework_id
    form = CohortTermsForm.of(cohort, frameworks(), framework=chosen, pilots=pilots(but=cohort.id))
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                terms = with_library(form.terms, session=session)
                edit_cohort(cohort, terms, expected_version=form.expected_version, session=session)
                recompute_cohort(cohort.id, session=session, now=utc_now())  # the completion rule may be another one
                move_up(cohort, session=session, now=utc_now())  # there may be more seats
            flash("The cohort is saved.", "good")
            return redirect(url_for(".show", cohort_id=cohort.id), 303)
    return render_template("cohorts/edit.html", form=form, cohort=cohort), status_of(form)


@bp.route("/<int:cohort_id>/copy", methods=["GET", "POST"])
@guarded(Permission.MANAGE_COHORTS, get_cohort)
def copy(cohort: Cohort) -> ResponseReturnValue:
    """Its terms and its series with other dates; nobody is invited yet."""
    form = CloneForm.of(cohort, pilots())
    if form.validate_on_submit():
        with refusals_into(form):
            given = form.answers
            with transaction() as session:
                made = clone_cohort(cohort, given, session=session)
                copies = copy_series(cohort, made, by=shift_of(cohort, given), session=session)
                copy_questions(cohort, made, session=session, now=utc_now())
            flash(f"{made.name} is there, with {len(copies)} sessions. Look its dates over before you invite.", "good")
            return redirect(url_for(".show", cohort_id=made.id), 303)
    return render_template("cohorts/copy.html", form=form, cohort=cohort), status_of(form)


@bp.post("/<int:cohort_id>/start-training")
@guarded(Permission.MANAGE_TRAINING, get_cohort)
def start(cohort: Cohort) -> ResponseReturnValue:
    with transaction() as session:
        count = start_training(cohort, session=session, actor=actor(), now=utc_now())
        recompute_cohort(cohort.id, session=session, now=utc_now())
    flash(f"The training has started for {count} {'affiliate' if count == 1 else 'affiliates'}.", "good")
    return redirect(url_for(".show", cohort_id=cohort.id), 303)
