"""Requests to change an award: what is in force, a new one, writing, reading, sending and taking back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.amendments import AboutForm, NoteForm, SendForm
from forms.base import Confirmation
from webapp.access import guarded
from webapp.actors import actor
from webapp.amendments import decision_routes, signing_routes, suspension_routes
from webapp.amendments.blueprint import bp
from webapp.amendments.editing import about_choices, fields_shown, form_of
from webapp.amendments.letters import DECIDED_FOR, letter_part
from webapp.enrollments.tabs import list_tabs
from webapp.refusals import refusals_into, status_of
from workflows.amendments.answers import TYPE_ROWS, TYPES, AmendmentType, Track, TypeRow
from workflows.amendments.cases import amended_terms, get_case, list_indicators_of, size_of_case
from workflows.amendments.checks import new_findings
from workflows.amendments.deciding import why_not_advise, why_not_in_effect
from workflows.amendments.in_force import get_plan
from workflows.amendments.lifecycle import AMENDMENT
from workflows.amendments.models import Amendment, AmendmentState
from workflows.amendments.operations import (
    WRITABLE,
    begin_amendment,
    save_amendment,
    send_amendment,
    why_not_begin,
    why_not_send,
    withdraw_amendment,
)
from workflows.amendments.queries import (
    find_suspension,
    get_amendment,
    get_award_to_amend,
    get_award_with_year,
    list_amendments,
    list_people_of_amendment,
    list_suspensions,
)
from workflows.amendments.shown import about_text, show_changes
from workflows.amendments.tracks import rules_of, track_of, why_track
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import get_enrollment, list_timeline
from workflows.errors import NotFound
from workflows.funding.models import Award
from workflows.funding.queries import find_award
from workflows.lifecycle import why_not
from workflows.people.queries import names_of
from workflows.permissions import Permission

__all__ = ["bp", "decision_routes", "signing_routes", "suspension_routes"]

OF_THE_AWARD = frozenset({"proposal_approved", "project_year_begun", "closeout_begun"})
TONES: dict[AmendmentState, str] = {
    AmendmentState.DRAFT: "open",
    AmendmentState.SUBMITTED: "wait",
    AmendmentState.RETURNED: "watch",
    AmendmentState.APPROVED: "good",
    AmendmentState.IN_EFFECT: "good",
    AmendmentState.DECLINED: "late",
    AmendmentState.WITHDRAWN: "open",
}


@bp.get("/of/<int:enrollment_id>")
@guarded(Permission.SEE_FUNDING, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    """What is in force beside what was approved first, every request, and the award's timeline."""
    session, award = db.session(), find_award(db.session(), enrollment)
    if award is None:
        raise NotFound()
    now = utc_now()
    amendments = list_amendments(session, award)
    return render_template(
        "amendments/of_enrollment.html",
        enrollment=enrollment,
        award=award,
        tabs=list_tabs(enrollment, "Funding"),
        amended=amended_terms(session, award, on=local_date(now, enrollment.affiliate.time_zone)),
        amendments=amendments,
        tones=TONES,
        begin_reasons=why_not_begin(award, actor=actor()),
        suspension=find_suspension(session, award.id),
        suspensions=list_suspensions(session, award.id),
        suspend_reasons=why_not(enrollment, "suspend", actor=actor(), now=now, note=None),
        resume_reasons=why_not(enrollment, "resume", actor=actor(), now=now, note=None),
        entries=list_timeline(session, enrollment, actor=actor(), kind="funding", also=OF_THE_AWARD, at_most=100),
        names=names_of(session, list_people_of_amendment(amendments)),
    )


@bp.get("/award/<int:award_id>/new")
@guarded(Permission.WRITE_AMENDMENT, get_award_with_year)
def choose(award: Award) -> ResponseReturnValue:
    """Every kind of change with its rules, so that the track can be seen before anything is written."""
    return render_template(
        "amendments/choose.html",
        award=award,
        kinds=[(row, rules_of(row.type)) for row in TYPES],
        tracks=list(Track),
        reasons=why_not_begin(award, actor=actor()),
    )


@bp.route("/award/<int:award_id>/new/<amendment_type>", methods=["GET", "POST"])
@guarded(Permission.WRITE_AMENDMENT, get_award_to_amend)
def begin(award: Award) -> ResponseReturnValue:
    row = _asked_type()
    plan = get_plan(db.session(), award)
    pairs = () if row.place else about_choices(row, plan)
    form = Confirmation() if row.place else AboutForm.offering(pairs)
    ready = form.validate_on_submit() if isinstance(form, AboutForm) else request.method == "POST"
    if ready:
        with refusals_into(form):
            about = form.answer if isinstance(form, AboutForm) else ""
            with transaction() as session:
                made = begin_amendment(award, row.type, about=about, session=session, actor=actor(), now=utc_now())
            return redirect(url_for(".edit", amendment_id=made.id), 303)
    page = render_template(
        "amendments/begin.html",
        award=award,
        row=row,
        form=form,
        rules=rules_of(row.type),
        reasons=why_not_begin(award, actor=actor()),
    )
    return page, status_of(form)


def _asked_type() -> TypeRow:
    """The type that the address names, which `get_award_to_amend` has checked."""
    return TYPE_ROWS[AmendmentType((request.view_args or {})["amendment_type"])]


@bp.get("/<int:amendment_id>")
@guarded(Permission.SEE_FUNDING, get_amendment)
def show(amendment: Amendment) -> ResponseReturnValue:
    """Old and new side by side, the track with its reasons, and what this person can do next."""
    session, now, who = db.session(), utc_now(), actor()
    case = get_case(session, amendment, now=now)
    size = size_of_case(case) if amendment.changes else None
    is_open = amendment.state in WRITABLE
    return render_template(
        "amendments/show.html",
        amendment=amendment,
        enrollment=amendment.award.enrollment,
        about=about_text(amendment, case.plan),
        changes=show_changes(amendment, case.plan, list_indicators_of(session, case.plan, amendment)),
        track=track_of(size) if is_open and size else amendment.track,
        track_reasons=why_track(size) if is_open and size else amendment.track_reasons,
        letter=letter_part(session, amendment) if amendment.state in DECIDED_FOR and amendment.decided_at else None,
        findings=new_findings(case) if is_open else (),
        is_open=is_open,
        is_late=amendment.decision_due_at is not None and amendment.decision_due_at < now,
        tones=TONES,
        names=names_of(session, list_people_of_amendment([amendment])),
        send_reasons=why_not_send(case, actor=who),
        send_form=SendForm(formdata=None, data={"version": str(amendment.version)}),
        effect_reasons=why_not_in_effect(amendment, session=session, now=now)
        if amendment.state is AmendmentState.APPROVED
        else (),
        advice_reasons=why_not_advise(amendment, actor=who),
        decide_reasons=AMENDMENT.why_not(amendment, "approve", actor=who, now=now, note=None),
        withdraw_reasons=AMENDMENT.why_not(amendment, "withdraw", actor=who, now=now, note=None),
    )


@bp.route("/<int:amendment_id>/edit", methods=["GET", "POST"])
@guarded(Permission.WRITE_AMENDMENT, get_amendment)
def edit(amendment: Amendment) -> ResponseReturnValue:
    case = get_case(db.session(), amendment, now=utc_now())
    form = form_of(case)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                save_amendment(
                    amendment,
                    form.answers,
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("Saved. Read it once more, and see which track it takes.", "good")
            return redirect(url_for(".show", amendment_id=amendment.id), 303)
    page = render_template(
        "amendments/edit.html",
        amendment=amendment,
        enrollment=amendment.award.enrollment,
        about=about_text(amendment, case.plan),
        form=form,
        fields=[form[field.name] for field in fields_shown(case) if field.name in form],
        lines=[form[f"line_{line['key']}"] for line in form.lines],
        new_lines=[
            [form[f"new_{part}_{number}"] for part in ("category", "description", "amount")]
            for number in range(1, 4)
            if f"new_amount_{number}" in form
        ],
        is_writable=amendment.state in WRITABLE,
        rules=rules_of(amendment.type),
    )
    return page, status_of(form)


@bp.post("/<int:amendment_id>/send")
@guarded(Permission.SUBMIT_AMENDMENT, get_amendment)
def send(amendment: Amendment) -> ResponseReturnValue:
    form = SendForm()
    with transaction() as session:
        track = send_amendment(
            amendment, expected_version=form.expected_version, session=session, actor=actor(), now=utc_now()
        )
    if track is Track.NOTIFY:
        flash("The notice is sent, and the change is in effect.", "good")
    else:
        flash("Sent. The national office decides on it, and you are told.", "good")
    return redirect(url_for(".show", amendment_id=amendment.id), 303)


@bp.route("/<int:amendment_id>/withdraw", methods=["GET", "POST"])
@guarded(Permission.WRITE_AMENDMENT, get_amendment)
def withdraw(amendment: Amendment) -> ResponseReturnValue:
    form = NoteForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                withdraw_amendment(amendment, note=form.answer, session=session, actor=actor(), now=utc_now())
            flash("The request is withdrawn. Nothing changes.", "good")
            return redirect(url_for(".show", amendment_id=amendment.id), 303)
    reasons = AMENDMENT.why_not(amendment, "withdraw", actor=actor(), now=utc_now(), note=None)
    page = render_template(
        "amendments/note.html",
        enrollment=amendment.award.enrollment,
        heading=f"Withdraw {amendment.title[0].lower()}{amendment.title[1:]}",
        button="Withdraw",
        back=url_for(".show", amendment_id=amendment.id),
        form=form,
        reasons=reasons,
    )
    return page, status_of(form)
