"""The manager's pages: the reviews side by side, and the decision."""

from decimal import Decimal

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.reviews import ApprovalForm, FeedbackForm, changes_form
from webapp.access import guarded
from webapp.actors import actor
from webapp.enrollments.tabs import list_tabs
from webapp.refusals import refusals_into, status_of
from webapp.reviews.blueprint import bp
from webapp.reviews.links import proposal_url
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import get_enrollment
from workflows.funding.answers import next_month
from workflows.funding.models import FundingSource, Restriction
from workflows.funding.operations import approve_proposal
from workflows.permissions import Permission
from workflows.proposals.form import sections_of
from workflows.proposals.models import Proposal
from workflows.reviews.assigning import why_not_assign
from workflows.reviews.comparison import compare, may_read_others
from workflows.reviews.decisions import decline_proposal, request_changes, why_not_decide
from workflows.reviews.lifecycle import REVIEW
from workflows.reviews.models import Outcome
from workflows.reviews.queries import (
    find_proposal_in_review,
    get_proposal_in_review,
    list_decisions_of,
    list_tie_breaks,
)
from workflows.reviews.tie_break import why_not_waive


@bp.get("/of/<int:enrollment_id>")
@guarded(Permission.SEE_REVIEWS, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    session, now = db.session(), utc_now()
    tabs = list_tabs(enrollment, "Reviews")
    proposal = find_proposal_in_review(session, enrollment)
    if proposal is None or not (proposal.reviews or proposal.snapshots):
        return render_template("reviews/none.html", enrollment=enrollment, tabs=tabs)
    return render_template(
        "reviews/show.html",
        enrollment=enrollment,
        proposal=proposal,
        tabs=tabs,
        found=compare(proposal),
        may_read=may_read_others(proposal, actor()),
        made=list_decisions_of(session, proposal),
        reasons={o.value: why_not_decide(proposal, o, actor=actor(), now=now) for o in Outcome},
        assign_reasons=why_not_assign(proposal),
        reopenable={
            r.id for r in proposal.reviews if not REVIEW.why_not(r, "reopen", actor=actor(), now=now, note=None)
        },
        tie_breaks=list_tie_breaks(session, proposal),
        waive_reasons=why_not_waive(proposal, actor=actor()),
        proposal_url=proposal_url(proposal),
    )


@bp.route("/proposals/<int:proposal_id>/approve", methods=["GET", "POST"])
@guarded(Permission.DECIDE_PROPOSAL, get_proposal_in_review)
def approve(proposal: Proposal) -> ResponseReturnValue:
    enrollment, now = proposal.enrollment, utc_now()
    today = local_date(now, enrollment.affiliate.time_zone)
    cohort = enrollment.cohort
    usual = min(proposal.total, cohort.award_ceiling, cohort.free_amount)
    form = ApprovalForm(
        data={
            "amount": max(usual, Decimal(0)),
            "starts_on": next_month(today),
            "source": FundingSource.PRIVATE.value,
            "free": str(cohort.free_amount),
        }
    )
    if form.validate_on_submit():
        with refusals_into(form):
            given = form.answers
            with transaction() as session:
                approve_proposal(
                    proposal,
                    amount=given.amount,
                    starts_on=given.starts_on,
                    feedback=given.feedback,
                    conditions=given.conditions,
                    source=FundingSource(given.source),
                    restriction=Restriction(given.restriction),
                    free_seen=form.free_seen,
                    session=session,
                    actor=actor(),
                    now=now,
                )
            flash("Approved. The award letter and the agreement are being made.", "good")
            return redirect(url_for("funding.of_enrollment", enrollment_id=enrollment.id), 303)
    reasons = why_not_decide(proposal, Outcome.APPROVE, actor=actor(), now=now)
    page = render_template(
        "reviews/approve.html", proposal=proposal, form=form, reasons=reasons, found=compare(proposal)
    )
    return page, status_of(form)


@bp.route("/proposals/<int:proposal_id>/changes", methods=["GET", "POST"])
@guarded(Permission.DECIDE_PROPOSAL, get_proposal_in_review)
def changes(proposal: Proposal) -> ResponseReturnValue:
    form = changes_form([(section.name, section.title) for section in sections_of(proposal)])
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                request_changes(
                    proposal, form.requests, note=form.note_answer, session=session, actor=actor(), now=utc_now()
                )
            flash("These sections are open to the affiliate again, with your words.", "good")
            return redirect(url_for(".of_enrollment", enrollment_id=proposal.enrollment_id), 303)
    reasons = why_not_decide(proposal, Outcome.REQUEST_CHANGES, actor=actor(), now=utc_now())
    page = render_template(
        "reviews/changes.html",
        proposal=proposal,
        form=form,
        reasons=reasons,
        proposal_url=proposal_url(proposal),
    )
    return page, status_of(form)


@bp.route("/proposals/<int:proposal_id>/decline", methods=["GET", "POST"])
@guarded(Permission.DECIDE_PROPOSAL, get_proposal_in_review)
def decline(proposal: Proposal) -> ResponseReturnValue:
    form = FeedbackForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                decline_proposal(proposal, feedback=form.answer, session=session, actor=actor(), now=utc_now())
            flash("Declined, with your feedback. The affiliate gets a letter.", "good")
            return redirect(url_for(".of_enrollment", enrollment_id=proposal.enrollment_id), 303)
    reasons = why_not_decide(proposal, Outcome.DECLINE, actor=actor(), now=utc_now())
    page = render_template("reviews/feedback.html", proposal=proposal, form=form, reasons=reasons)
    return page, status_of(form)
