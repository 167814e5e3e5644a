"""One decision that is kept: how it would read, who confirms it, and the ways back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.decisions import AnnounceForm, SendBackForm, StagedForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.refusals import refusals_into, status_of
from webapp.reviews.blueprint import bp
from webapp.reviews.letters import letter_ahead
from workflows.clock import utc_now
from workflows.db import transaction
from workflows.permissions import Permission, can
from workflows.reviews.comparison import compare, may_read_others
from workflows.reviews.staging.models import StagedDecision
from workflows.reviews.staging.operations import confirm_decision, send_back, take_back
from workflows.reviews.staging.queries import get_staged
from workflows.reviews.staging.rules import what_stops, why_not_confirm, why_not_send_back


@bp.get("/staged/<int:staged_id>")
@guarded(Permission.SEE_REVIEWS, get_staged)
def staged(staged: StagedDecision) -> ResponseReturnValue:
    now = utc_now()
    is_open = staged.state.is_open and may_read_others(staged.proposal, actor())
    return render_template(
        "reviews/staged.html",
        staged=staged,
        cohort=staged.proposal.enrollment.cohort,
        found=compare(staged.proposal),
        ahead=letter_ahead(staged, now=now) if is_open else None,
        is_open=is_open,
        may_decide=can(actor(), Permission.DECIDE_PROPOSAL, staged),
        stops=what_stops(staged, actor=actor(), now=now),
        confirm_reasons=why_not_confirm(staged, actor=actor(), now=now),
        send_back_reasons=why_not_send_back(staged, actor=actor(), now=now),
        form=_form(staged),
        announce_form=AnnounceForm(formdata=None),
    )


def _form(staged: StagedDecision) -> StagedForm:
    return StagedForm(formdata=None, data={"version": str(staged.version)})


@bp.post("/staged/<int:staged_id>/confirm")
@guarded(Permission.CONFIRM_DECISION, get_staged)
def confirm(staged: StagedDecision) -> ResponseReturnValue:
    form = StagedForm()
    if form.validate_on_submit():
        with transaction() as session:
            confirm_decision(
                staged, expected_version=form.expected_version, session=session, actor=actor(), now=utc_now()
            )
        flash("Confirmed. It can be announced now.", "good")
    return redirect(url_for(".staged", staged_id=staged.id), 303)


@bp.post("/staged/<int:staged_id>/take-back")
@guarded(Permission.DECIDE_PROPOSAL, get_staged)
def take_back_staged(staged: StagedDecision) -> ResponseReturnValue:
    form = StagedForm()
    if form.validate_on_submit():
        with transaction() as session:
            take_back(staged, expected_version=form.expected_version, session=session, actor=actor(), now=utc_now())
        flash("Taken back. Nothing is decided about this proposal.", "good")
    return redirect(url_for(".of_enrollment", enrollment_id=staged.proposal.enrollment_id), 303)


@bp.route("/staged/<int:staged_id>/send-back", methods=["GET", "POST"])
@guarded(Permission.CONFIRM_DECISION, get_staged)
def send_back_staged(staged: StagedDecision) -> ResponseReturnValue:
    form = SendBackForm(data={"version": str(staged.version)})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                send_back(
                    staged,
                    why=form.answer,
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("Sent back, with your question.", "good")
            return redirect(url_for(".staged", staged_id=staged.id), 303)
    reasons = why_not_send_back(staged, actor=actor(), now=utc_now())
    return render_template("reviews/send_back.html", staged=staged, form=form, reasons=reasons), status_of(form)
