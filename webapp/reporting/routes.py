"""Reports in the browser: what is due, a year's reports, writing, certifying, returning and accepting."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.reporting import CertifyForm, ReportForm, ReturnForm, fill_of, report_form_of
from webapp.access import guarded
from webapp.actors import actor
from webapp.autosave import kept, not_kept
from webapp.enrollments.tabs import list_tabs
from webapp.refusals import refusals_into, status_of
from webapp.reporting.board import standing_of
from webapp.reporting.figures import shown_goals
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_page
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import get_enrollment
from workflows.funding.ledger.categories import CATEGORIES, UNSPLIT
from workflows.lifecycle import why_not
from workflows.measurement.series import profile_of
from workflows.permissions import Permission
from workflows.reporting.answers import Kind, is_answered, parts_of, questions_of, rows_of
from workflows.reporting.lifecycle import REPORT, list_warnings, why_not_submit, why_not_write
from workflows.reporting.models import Report, ReportState
from workflows.reporting.operations import (
    WrittenReport,
    accept_report,
    complete_year,
    return_report,
    save_report,
    submit_report,
)
from workflows.reporting.prefill import Prefill, begun_with, prefill
from workflows.reporting.queries import (
    count_reports,
    get_report,
    list_cohort_reporting,
    list_reports,
    list_reports_of,
)
from workflows.reporting.spending import lines_of

bp = Blueprint("reporting", __name__, url_prefix="/reports")

SHOWS = (
    ("open", "Not accepted yet"),
    ("late", "Late"),
    ("to_read", "Submitted, to read"),
    ("returned", "Returned"),
    ("accepted", "Accepted"),
    ("all", "All"),
)


@bp.get("/")
@guarded(Permission.SEE_REPORTS)
def index() -> ResponseReturnValue:
    session, now = db.session(), utc_now()
    show = request.args.get("show", "open")
    order, direction = request.args.get("sort", "due"), request.args.get("direction", "asc")
    total = count_reports(session, actor(), show=show, now=now)
    number = asked_page(total)
    reports = list_reports(
        session,
        actor(),
        show=show,
        order=order,
        descending=direction == "desc",
        offset=(number - 1) * PAGE_SIZE,
        at_most=PAGE_SIZE,
        now=now,
    )
    page = TablePage(url_for(".index"), number, total, sort=order, direction=direction, filters={"show": show})
    return render_template(
        "reporting/index.html",
        reports=[(report, standing_of(report, now)) for report in reports],
        cohorts=list_cohort_reporting(session, actor(), now=now) if actor().is_national else [],
        page=page,
        filters=[TableFilter("show", "Show", show, SHOWS)],
        now=now,
    )


@bp.get("/of/<int:enrollment_id>")
@guarded(Permission.SEE_REPORTS, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    now = utc_now()
    reports = list_reports_of(db.session(), enrollment.id)
    return render_template(
        "reporting/of_enrollment.html",
        enrollment=enrollment,
        tabs=list_tabs(enrollment, "Reports"),
        reports=[(report, standing_of(report, now)) for report in reports],
        complete_reasons=why_not(enrollment, "complete", actor=actor(), now=now),
        confirmation=Confirmation(),
        now=now,
    )


@bp.post("/of/<int:enrollment_id>/complete")
@guarded(Permission.CLOSE_AWARD, get_enrollment)
def complete(enrollment: Enrollment) -> ResponseReturnValue:
    with transaction() as session:
        complete_year(enrollment, session=session, actor=actor(), now=utc_now())
    flash("The year is complete.", "good")
    return redirect(url_for(".of_enrollment", enrollment_id=enrollment.id), 303)


def _known(report: Report) -> Prefill:
    """What the program knows today, for a report that is still open, as this reader may see it."""
    enrollment = report.enrollment
    today = local_date(utc_now(), enrollment.affiliate.time_zone)
    return prefill(db.session(), report, profile=profile_of(actor(), enrollment), today=today)


@bp.get("/<int:report_id>")
@guarded(Permission.SEE_REPORTS, get_report)
def show(report: Report) -> ResponseReturnValue:
    return _show(report, ReturnForm())


def _show(report: Report, form: ReturnForm) -> ResponseReturnValue:
    now, known = utc_now(), _known(report)
    is_sealed = report.state in (ReportState.SUBMITTED, ReportState.ACCEPTED)
    page = render_template(
        "reporting/show.html",
        report=report,
        enrollment=report.enrollment,
        tabs=list_tabs(report.enrollment, "Reports"),
        standing=standing_of(report, now),
        goals=shown_goals(report.figures if is_sealed else known.figures),
        known=known,
        parts=parts_of(report.kind.value),
        names=[q.name for q in questions_of(report.kind.value) if is_answered(report.answers, q)],
        rows_of=rows_of,
        Kind=Kind,
        write_reasons=why_not_write(report, now=now),
        accept_reasons=REPORT.why_not(report, "accept", actor=actor(), now=now),
        form=form,
        confirmation=Confirmation(),
        now=now,
    )
    return page, status_of(form)


def _form_of(report: Report, known: Prefill) -> ReportForm:
    form = report_form_of(report.kind.value)(
        data={
            **fill_of(
                report.kind.value, begun_with(report, known), goals=len(known.figures), spending=lines_of(report)
            ),
            "version": str(report.version),
            "minutes_spent": report.minutes_spent,
        }
    )
    if not form.is_submitted():
        form.add_blank_rows()
    return form


def _save(report: Report, form: ReportForm) -> None:
    given = form.answers
    with transaction():
        save_report(
            report,
            WrittenReport(given.answers, spending=given.spending, minutes_spent=given.minutes_spent),
            expected_version=form.expected_version,
            actor=actor(),
            now=utc_now(),
        )


@bp.route("/<int:report_id>/write", methods=["GET", "POST"])
@guarded(Permission.WRITE_REPORT, get_report)
def write(report: Report) -> ResponseReturnValue:
    known = _known(report)
    form = _form_of(report, known)
    if form.validate_on_submit():
        with refusals_into(form):
            _save(report, form)
            return redirect(url_for(".certify", report_id=report.id), 303)
    page = render_template(
        "reporting/write.html",
        report=report,
        enrollment=report.enrollment,
        form=form,
        reasons=why_not_write(report, now=utc_now()),
        goals=shown_goals(known.figures),
        known=known,
        parts=parts_of(report.kind.value),
        categories=[code for code in CATEGORIES if code != UNSPLIT or known.spending.row(code).now],
        Kind=Kind,
        now=utc_now(),
    )
    return page, status_of(form)


@bp.post("/<int:report_id>/write/save")
@guarded(Permission.WRITE_REPORT, get_report)
def autosave(report: Report) -> ResponseReturnValue:
    """Keep the report while it is being written; JSON for the page's own script."""
    form = report_form_of(report.kind.value)()
    if not form.validate():
        return not_kept(form)
    _save(report, form)
    return kept(report.version, now=utc_now())


@bp.route("/<int:report_id>/certify", methods=["GET", "POST"])
@guarded(Permission.WRITE_REPORT, get_report)
def certify(report: Report) -> ResponseReturnValue:
    form = CertifyForm(data={"version": str(report.version)})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                submit_report(
                    report,
                    typed_name=str(form.typed_name.data).strip(),
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("Submitted. Thank you. Your coach reads it next.", "good")
            return redirect(url_for(".show", report_id=report.id), 303)
    known, now = _known(report), utc_now()
    page = render_template(
        "reporting/certify.html",
        report=report,
        enrollment=report.enrollment,
        form=form,
        reasons=why_not_submit(report, known.figures, known.spending, actor=actor(), now=now),
        warnings=list_warnings(report, known.spending, now=now),
        goals=shown_goals(known.figures),
        known=known,
        parts=parts_of(report.kind.value),
        names=[q.name for q in questions_of(report.kind.value) if is_answered(report.answers, q)],
        rows_of=rows_of,
        Kind=Kind,
        now=now,
    )
    return page, status_of(form)


@bp.post("/<int:report_id>/return")
@guarded(Permission.ACCEPT_REPORT, get_report)
def give_back(report: Report) -> ResponseReturnValue:
    form = ReturnForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                question = str(form.note.data).strip()
                return_report(report, question=question, session=session, actor=actor(), now=utc_now())
            flash("Returned with your question.", "good")
            return redirect(url_for(".show", report_id=report.id), 303)
    return _show(report, form)


@bp.post("/<int:report_id>/accept")
@guarded(Permission.ACCEPT_REPORT, get_report)
def accept(report: Report) -> ResponseReturnValue:
    with transaction() as session:
        accept_report(report, session=session, actor=actor(), now=utc_now())
    flash(f"{report.title} is accepted.", "good")
    return redirect(url_for(".show", report_id=report.id), 303)
