"""More time for a proposal: the affiliate asks, the program manager gives it or says no."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.proposals.deadlines import MoreTimeForm, RefuseTimeForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.enrollments.tabs import list_tabs
from webapp.proposals.blueprint import bp
from webapp.refusals import refusals_into, status_of
from workflows.clock import moment_in_words, utc_now
from workflows.db import db, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import get_enrollment
from workflows.permissions import Permission
from workflows.proposals.deadlines.models import ExtensionRequest
from workflows.proposals.deadlines.operations import ask_for_time, extend_deadline, refuse_time, why_not_extend
from workflows.proposals.deadlines.queries import (
    find_open_request,
    get_extension_request,
    list_extensions,
    list_requests,
)


@bp.route("/more-time/<int:enrollment_id>", methods=["GET", "POST"])
@guarded(Permission.WRITE_PROPOSAL, get_enrollment)
def more_time(enrollment: Enrollment) -> ResponseReturnValue:
    """What was asked and answered so far, and the form to ask."""
    form = MoreTimeForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                ask_for_time(
                    enrollment,
                    reason=form.reason.data,
                    until=form.until(enrollment.cohort.time_zone),
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("The program manager gets your request and answers it; you get a message.", "good")
            return redirect(url_for(".more_time", enrollment_id=enrollment.id), 303)
    session = db.session()
    page = render_template(
        "proposals/more_time.html",
        enrollment=enrollment,
        form=form,
        reasons=why_not_extend(enrollment),
        waiting=find_open_request(session, enrollment.id),
        asked=list_requests(session, enrollment.id),
        given=list_extensions(session, enrollment.id),
        tabs=list_tabs(enrollment, "Proposal"),
    )
    return page, status_of(form)


@bp.route("/deadline/of/<int:enrollment_id>", methods=["GET", "POST"])
@guarded(Permission.EXTEND_DEADLINE, get_enrollment)
def deadline(enrollment: Enrollment) -> ResponseReturnValue:
    """The deadline of one affiliate: what it asked, what it was given, and the form to give more."""
    form = MoreTimeForm()
    if form.validate_on_submit():
        with refusals_into(form):
            until = form.until(enrollment.cohort.time_zone)
            with transaction() as session:
                extend_deadline(
                    enrollment, until=until, reason=form.reason.data, session=session, actor=actor(), now=utc_now()
                )
            words = moment_in_words(until, enrollment.cohort.time_zone)
            flash(f"{enrollment.affiliate.name} has until {words}, and is told so.", "good")
            return redirect(url_for(".deadline", enrollment_id=enrollment.id), 303)
    return _deadline_page(enrollment, form, RefuseTimeForm(formdata=None)), status_of(form)


@bp.post("/more-time/requests/<int:request_id>/refuse")
@guarded(Permission.EXTEND_DEADLINE, get_extension_request)
def refuse_more_time(asked: ExtensionRequest) -> ResponseReturnValue:
    form = RefuseTimeForm()
    if form.validate():
        with refusals_into(form):
            with transaction() as session:
                refuse_time(asked, reason=form.answer.data, session=session, actor=actor(), now=utc_now())
            flash(f"{asked.enrollment.affiliate.name} gets your answer.", "good")
            return redirect(url_for(".deadline", enrollment_id=asked.enrollment_id), 303)
    return _deadline_page(asked.enrollment, MoreTimeForm(formdata=None), form), status_of(form)


def _deadline_page(enrollment: Enrollment, form: MoreTimeForm, refusal: RefuseTimeForm) -> str:
    session = db.session()
    return render_template(
        "proposals/deadline.html",
        enrollment=enrollment,
        form=form,
        refusal=refusal,
        reasons=why_not_extend(enrollment),
        waiting=find_open_request(session, enrollment.id),
        asked=list_requests(session, enrollment.id),
        given=list_extensions(session, enrollment.id),
        tabs=list_tabs(enrollment, "Proposal"),
    )
