"""Cohorts: the list, one cohort with its board, its rules, the import of affiliates, the start of the training."""

from dataclasses import replace

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.cohorts import AffiliatesFileForm, CohortTermsForm, ConfirmImportForm, NewCohortForm
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.cohorts.board import list_columns
from webapp.cohorts.signed_rows import read_signed, sign_content
from webapp.enrollments.listing import build_table, days_in_stage
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.cohorts.answers import AFFILIATES_FILE_MAX_BYTES
from workflows.cohorts.models import Cohort
from workflows.cohorts.operations import create_cohort, edit_cohort
from workflows.cohorts.queries import get_cohort, list_cohorts
from workflows.cohorts.terms import CohortTerms
from workflows.db import Session, db, transaction
from workflows.enrollments.affiliates_file import read_affiliates
from workflows.enrollments.invitations import apply_import, plan_import
from workflows.enrollments.operations import start_training, why_not_start_training
from workflows.enrollments.queries import list_of_cohort
from workflows.errors import DomainError
from workflows.frameworks.operations import NAME, is_starting_library, seed_framework
from workflows.frameworks.queries import list_frameworks
from workflows.permissions import Permission
from workflows.stages import Stage
from workflows.training.completion import recompute_cohort
from workflows.training.series import list_series, plan_series

bp = Blueprint("cohorts", __name__, url_prefix="/cohorts")

STARTING_LIBRARY = 0  # chosen before it is there: the first cohort brings it


@bp.get("/")
@guarded(Permission.SEE_COHORTS)
def index() -> ResponseReturnValue:
    return render_template("cohorts/index.html", cohorts=list_cohorts(db.session()))


@bp.route("/new", methods=["GET", "POST"])
@guarded(Permission.MANAGE_COHORTS)
def create() -> ResponseReturnValue:
    form = NewCohortForm.with_usual_rules(_frameworks())
    if form.validate_on_submit():
        with refusals_into(form):
            terms, first = form.terms, form.first_session
            with transaction() as session:
                cohort = create_cohort(_with_library(terms, session=session), session=session)
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
        series=list_series(session, cohort.id),
        sees_training=any(allows(Permission.SEE_TRAINING, row) for row in (cohort, *enrollments)),
        table=build_table(session, actor=actor(), cohort=cohort),
        days_in_stage=days_in_stage,
        enrolled=enrolled,
        start_reasons=why_not_start_training(enrolled, actor=actor(), now=now),
        button=Confirmation(),
    )


@bp.route("/<int:cohort_id>/edit", methods=["GET", "POST"])
@guarded(Permission.MANAGE_COHORTS, get_cohort)
def edit(cohort: Cohort) -> ResponseReturnValue:
    chosen = STARTING_LIBRARY if is_starting_library(cohort.framework) else cohort.framework_id
    form = CohortTermsForm.of(cohort, _frameworks(), framework=chosen)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                terms = _with_library(form.terms, session=session)
                edit_cohort(cohort, terms, expected_version=form.expected_version, session=session)
                recompute_cohort(cohort.id, session=session, now=utc_now())  # the completion rule may be another one
            flash("The cohort is saved.", "good")
            return redirect(url_for(".show", cohort_id=cohort.id), 303)
    return render_template("cohorts/edit.html", form=form, cohort=cohort), status_of(form)


@bp.route("/<int:cohort_id>/affiliates", methods=["GET", "POST"])
@guarded(Permission.INVITE_AFFILIATE, get_cohort)
def invite(cohort: Cohort) -> ResponseReturnValue:
    """Choose a file and see what it would do; nothing is written."""
    form = AffiliatesFileForm()
    if not form.validate_on_submit():
        return render_template("cohorts/invite.html", cohort=cohort, form=form), status_of(form)
    content = form.file.data.stream.read(AFFILIATES_FILE_MAX_BYTES + 1)
    reading = read_affiliates(content)
    planned, clashes = plan_import(reading.rows, cohort, session=db.session())
    problems = (*reading.problems, *clashes)
    confirm = ConfirmImportForm(formdata=None, rows=sign_content(content, **_seal(cohort)))
    page = render_template(
        "cohorts/preview.html", cohort=cohort, planned=planned, problems=problems, form=confirm, again=form
    )
    return page, 422 if problems else 200


@bp.post("/<int:cohort_id>/affiliates/confirm")
@guarded(Permission.INVITE_AFFILIATE, get_cohort)
def confirm_invite(cohort: Cohort) -> ResponseReturnValue:
    form = ConfirmImportForm()
    if not form.validate_on_submit():
        return redirect(url_for(".invite", cohort_id=cohort.id), 303)
    reading = read_affiliates(read_signed(form.rows.data or "", **_seal(cohort)))
    with transaction() as session:
        planned, clashes = plan_import(reading.rows, cohort, session=session)
        problems = (*reading.problems, *clashes)
        if problems:
            raise DomainError(*(f"Line {p.line}: {p.sentence} {p.fix}" for p in problems))
        counts = apply_import(planned, cohort, session=session, actor=actor(), now=utc_now())
        recompute_cohort(cohort.id, session=session, now=utc_now())  # new people take part
    flash(counts.sentence, "good")
    return redirect(url_for(".show", cohort_id=cohort.id), 303)


@bp.post("/<int:cohort_id>/start-training")
@guarded(Permission.MANAGE_TRAINING, get_cohort)
def start(cohort: Cohort) -> ResponseReturnValue:
    with transaction() as session:
        count = start_training(cohort, session=session, actor=actor(), now=utc_now())
        recompute_cohort(cohort.id, session=session, now=utc_now())
    flash(f"The training has started for {count} {'affiliate' if count == 1 else 'affiliates'}.", "good")
    return redirect(url_for(".show", cohort_id=cohort.id), 303)


def _frameworks() -> list[tuple[int, str]]:
    others = [row for row in list_frameworks(db.session()) if not is_starting_library(row)]
    return [(STARTING_LIBRARY, NAME), *((row.id, f"{row.name}, edition {row.edition}") for row in others)]


def _with_library(terms: CohortTerms, *, session: Session) -> CohortTerms:
    if terms.framework_id != STARTING_LIBRARY:
        return terms
    return replace(terms, framework_id=seed_framework(session=session).id)


def _seal(cohort: Cohort) -> dict[str, str]:
    """What the preview is signed for: this cohort and this person."""
    return {"secret": current_app.config["SECRET_KEY"], "purpose": f"affiliates-{cohort.id}-{actor().id}"}
