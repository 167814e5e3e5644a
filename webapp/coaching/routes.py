"""Coaching in the browser: the caseload, an affiliate's check-ins, and one check-in from plan to notes."""

from datetime import datetime

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.coaching import AppointmentForm, CancelForm, NotesForm
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.autosave import kept, not_kept
from webapp.coaching.appointments import appointment_of, as_appointment, new_appointment
from webapp.coaching.attention import by_attention, loads_of
from webapp.coaching.notes import as_notes, notes_form
from webapp.enrollments.tabs import list_tabs
from webapp.refusals import refusals_into, status_of
from webapp.tables import PAGE_SIZE, TablePage, asked_page
from workflows.affiliates.queries import list_gaps_of
from workflows.affiliates.tiers import DOSAGES
from workflows.amendments.in_force import list_amended_goals
from workflows.amendments.shown import target_words
from workflows.clock import local_date, utc_now
from workflows.coaching.calendar import calendar_file
from workflows.coaching.lifecycle import CHECK_IN
from workflows.coaching.models import ActionItem, CheckIn, CheckInState
from workflows.coaching.operations import (
    cancel_check_in,
    finish_action,
    hold_check_in,
    move_check_in,
    save_notes,
    schedule_check_in,
    why_not_schedule,
)
from workflows.coaching.queries import (
    count_dosage,
    find_private_note,
    get_action,
    get_check_in,
    list_caseload,
    list_check_ins,
    list_open_actions,
)
from workflows.db import db, transaction
from workflows.documents.operations import ask_for_document
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import get_enrollment
from workflows.people.queries import list_people_of
from workflows.permissions import Permission
from workflows.reporting.queries import list_report_needs

bp = Blueprint("coaching", __name__, url_prefix="/coaching")


@bp.get("/")
@guarded(Permission.SEE_COACHING)
def index() -> ResponseReturnValue:
    session, now = db.session(), utc_now()
    lines = list_caseload(session, actor(), now=now)
    gaps = list_gaps_of(session, [line.enrollment.affiliate for line in lines], now=now)
    seen = by_attention(lines, list_report_needs(session, actor(), now=now), gaps)
    number = asked_page(len(seen))
    page = TablePage(url_for(".index"), number, len(seen))
    return render_template(
        "coaching/index.html",
        shown=seen[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        loads=loads_of(seen) if allows(Permission.ASSIGN_COACH) else [],
        page=page,
        now=now,
    )


@bp.get("/of/<int:enrollment_id>")
@guarded(Permission.SEE_COACHING, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    check_ins = list_check_ins(db.session(), enrollment.id)
    now = utc_now()
    planned = [c for c in check_ins if c.state is CheckInState.SCHEDULED]
    return render_template(
        "coaching/of_enrollment.html",
        enrollment=enrollment,
        tabs=list_tabs(enrollment, "Check-ins"),
        planned=sorted(planned, key=lambda c: c.starts_at),
        held=[c for c in check_ins if c.state is CheckInState.HELD],
        cancelled=[c for c in check_ins if c.state is CheckInState.CANCELLED],
        actions=list_open_actions(db.session(), enrollment.id),
        dosage=count_dosage(check_ins),
        suggested=DOSAGES.get(enrollment.affiliate.tier) if enrollment.affiliate.tier else None,
        expected=_expected_by_now(enrollment, now=now),
        reasons=why_not_schedule(enrollment),
        confirmation=Confirmation(),
        today=local_date(now, enrollment.affiliate.time_zone),
        now=now,
    )


def _expected_by_now(enrollment: Enrollment, *, now: datetime) -> int:
    """How many check-ins the tier suggests between the confirmation and now; 0 before either is there."""
    if enrollment.affiliate.tier is None or enrollment.confirmed_at is None:
        return 0
    return DOSAGES[enrollment.affiliate.tier].expected_after((now - enrollment.confirmed_at).days)


@bp.route("/of/<int:enrollment_id>/schedule", methods=["GET", "POST"])
@guarded(Permission.BOOK_CHECK_IN, get_enrollment)
def schedule(enrollment: Enrollment) -> ResponseReturnValue:
    form = new_appointment(enrollment, list_open_actions(db.session(), enrollment.id), now=utc_now())
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                check_in = schedule_check_in(
                    enrollment, as_appointment(form.answers), session=session, actor=actor(), now=utc_now()
                )
            flash("The check-in is planned. Take its calendar file along.", "good")
            return redirect(url_for(".show", check_in_id=check_in.id), 303)
    page = render_template(
        "coaching/appointment.html",
        enrollment=enrollment,
        form=form,
        title="Plan a check-in",
        button="Plan the check-in",
        reasons=why_not_schedule(enrollment),
        back_url=url_for(".of_enrollment", enrollment_id=enrollment.id),
    )
    return page, status_of(form)


@bp.get("/check-ins/<int:check_in_id>")
@guarded(Permission.SEE_COACHING, get_check_in)
def show(check_in: CheckIn) -> ResponseReturnValue:
    today = local_date(utc_now(), check_in.enrollment.affiliate.time_zone)
    amended = list_amended_goals(db.session(), check_in.enrollment_id, on=today)
    return render_template(
        "coaching/show.html",
        check_in=check_in,
        enrollment=check_in.enrollment,
        tabs=list_tabs(check_in.enrollment, "Check-ins"),
        move_reasons=CHECK_IN.why_not(check_in, "move", actor=actor(), now=utc_now()),
        amended=[(goal.statement, target_words(goal)) for goal in amended],
        confirmation=Confirmation(),
        today=today,
        now=utc_now(),
    )


@bp.get("/check-ins/<int:check_in_id>/check-in.ics")
@guarded(Permission.SEE_COACHING, get_check_in)
def calendar(check_in: CheckIn) -> ResponseReturnValue:
    people = list_people_of(db.session(), check_in.enrollment.affiliate_id)
    url = url_for(".show", check_in_id=check_in.id, _external=True)
    content = calendar_file(check_in, people, url=url, now=utc_now())
    answer = Response(content, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'attachment; filename="check-in.ics"'
    return answer


@bp.route("/check-ins/<int:check_in_id>/move", methods=["GET", "POST"])
@guarded(Permission.BOOK_CHECK_IN, get_check_in)
def move(check_in: CheckIn) -> ResponseReturnValue:
    form: AppointmentForm = appointment_of(check_in)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                move_check_in(
                    check_in,
                    as_appointment(form.answers),
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("Moved. The calendar file has the new time.", "good")
            return redirect(url_for(".show", check_in_id=check_in.id), 303)
    page = render_template(
        "coaching/appointment.html",
        enrollment=check_in.enrollment,
        form=form,
        title="Move the check-in",
        button="Move the check-in",
        reasons=CHECK_IN.why_not(check_in, "move", actor=actor(), now=utc_now()),
        back_url=url_for(".show", check_in_id=check_in.id),
    )
    return page, status_of(form)


@bp.route("/check-ins/<int:check_in_id>/cancel", methods=["GET", "POST"])
@guarded(Permission.BOOK_CHECK_IN, get_check_in)
def cancel(check_in: CheckIn) -> ResponseReturnValue:
    form = CancelForm(data={"version": str(check_in.version)})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                reason = str(form.note.data).strip()
                cancel_check_in(check_in, reason=reason, session=session, actor=actor(), now=utc_now())
            flash("The check-in is called off. Calendars learn of it with the calendar file.", "good")
            return redirect(url_for(".of_enrollment", enrollment_id=check_in.enrollment_id), 303)
    reasons = CHECK_IN.why_not(check_in, "cancel", actor=actor(), now=utc_now(), note=None)
    page = render_template(
        "coaching/cancel.html", check_in=check_in, enrollment=check_in.enrollment, form=form, reasons=reasons
    )
    return page, status_of(form)


@bp.route("/check-ins/<int:check_in_id>/notes", methods=["GET", "POST"])
@guarded(Permission.COACH, get_check_in)
def notes(check_in: CheckIn) -> ResponseReturnValue:
    form = notes_form(check_in, find_private_note(db.session(), check_in, actor=actor()), now=utc_now())
    if form.validate_on_submit():
        with refusals_into(form):
            is_held = _keep(check_in, form)
            flash(*(("Held. Both sides see the shared note.", "good") if is_held else ("Saved.", "good")))
            return redirect(url_for(".show", check_in_id=check_in.id), 303)
    page = render_template("coaching/notes.html", check_in=check_in, enrollment=check_in.enrollment, form=form)
    return page, status_of(form)


def _keep(check_in: CheckIn, form: NotesForm) -> bool:
    """Save what was written and, with the button for it, hold the check-in; all or nothing."""
    holds = "hold" in request.form
    with transaction() as session:
        save_notes(
            check_in,
            as_notes(form.answers),
            expected_version=form.expected_version,
            session=session,
            actor=actor(),
            now=utc_now(),
        )
        if holds:
            hold_check_in(check_in, session=session, actor=actor(), now=utc_now())
    return holds


@bp.post("/check-ins/<int:check_in_id>/notes/save")
@guarded(Permission.COACH, get_check_in)
def autosave(check_in: CheckIn) -> ResponseReturnValue:
    """Keep the notes while they are being written; JSON for the page's own script."""
    form = NotesForm()
    if not form.validate():
        return not_kept(form)
    with transaction() as session:
        save_notes(
            check_in,
            as_notes(form.answers),
            expected_version=form.expected_version,
            session=session,
            actor=actor(),
            now=utc_now(),
        )
    return kept(check_in.version, now=utc_now())


@bp.post("/check-ins/<int:check_in_id>/summary")
@guarded(Permission.COACH, get_check_in)
def ask_summary(check_in: CheckIn) -> ResponseReturnValue:
    with transaction() as session:
        ask_for_document("check_in_summary", check_in, session=session, actor=actor(), now=utc_now())
    flash("The summary is being made. You find it with the documents in a moment.", "good")
    return redirect(url_for(".show", check_in_id=check_in.id), 303)


@bp.post("/actions/<int:action_id>/done")
@guarded(Permission.FOLLOW_ACTIONS, get_action)
def finish(action: ActionItem) -> ResponseReturnValue:
    with transaction() as session:
        finish_action(action, session=session, actor=actor(), now=utc_now())
    flash("Done. Thank you.", "good")
    return redirect(url_for(".of_enrollment", enrollment_id=action.enrollment_id), 303)
