"""The manager's pages about seats: who reviews one proposal or a whole cohort, limits, and what is opened or waived."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.reviews import AssignForm, BulkForm, WhyForm, limits_form
from webapp.access import guarded
from webapp.actors import actor
from webapp.filters import plural
from webapp.refusals import refusals_into, status_of
from webapp.reviews.blueprint import bp
from workflows.clock import utc_now
from workflows.cohorts.models import Cohort
from workflows.cohorts.queries import get_cohort
from workflows.db import db, transaction
from workflows.permissions import Permission
from workflows.proposals.models import Proposal
from workflows.reviews.assigning import (
    active_seats,
    assign_in_bulk,
    assign_reviewers,
    set_limits,
    why_not_assign,
)
from workflows.reviews.candidates import Standing, list_candidates, list_to_assign, standing_of
from workflows.reviews.lifecycle import REVIEW
from workflows.reviews.models import Review
from workflows.reviews.operations import reopen_review
from workflows.reviews.queries import get_proposal_in_review, get_review
from workflows.reviews.tie_break import waive_tie_break, why_not_waive


@bp.route("/proposals/<int:proposal_id>/reviewers", methods=["GET", "POST"])
@guarded(Permission.ASSIGN_REVIEWERS, get_proposal_in_review)
def assign(proposal: Proposal) -> ResponseReturnValue:
    session, now = db.session(), utc_now()
    candidates = list_candidates(session, proposal, now=now)
    standing = standing_of(session, [proposal], proposal.enrollment.cohort, now=now)
    suggested = standing.suggest_for([proposal.id]).chosen[proposal.id]
    form = AssignForm.for_people(
        [(c.person.id, _with_load(c.person.name, c.load)) for c in candidates if not c.reasons],
        suggested=suggested,
        seats=active_seats(proposal),
    )
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                assign_reviewers(
                    proposal,
                    reviewer_ids=form.reviewers.data or [],
                    seats_seen=form.seats_seen,
                    session=session,
                    actor=actor(),
                    now=now,
                )
            flash("They are asked, and get a message.", "good")
            return redirect(url_for(".of_enrollment", enrollment_id=proposal.enrollment_id), 303)
    page = render_template(
        "reviews/assign.html",
        proposal=proposal,
        form=form,
        suggested=[c.person.name for c in candidates if c.person.id in suggested],
        missing=standing.seats_of(proposal),
        out=[c for c in candidates if c.reasons],
        reasons=why_not_assign(proposal),
    )
    return page, status_of(form)


def _with_load(name: str, load: int) -> str:
    return f"{name}, {plural(load, 'open review') if load else 'no open review'}"


@bp.route("/cohorts/<int:cohort_id>/reviewers", methods=["GET", "POST"])
@guarded(Permission.ASSIGN_REVIEWERS, get_cohort)
def bulk(cohort: Cohort) -> ResponseReturnValue:
    """Choose proposals, look who would get what, and ask them all at once."""
    session, form = db.session(), BulkForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                seats = assign_in_bulk(cohort, pairs=form.pairs, session=session, actor=actor(), now=utc_now())
            flash(f"{plural(len(seats), 'reviewer')} asked." if seats else "They were asked already.", "good")
            return redirect(url_for(".bulk", cohort_id=cohort.id), 303)
    proposals = list_to_assign(session, cohort, actor())
    standing = standing_of(session, proposals, cohort, now=utc_now())
    chosen = _chosen(standing)
    page = render_template(
        "reviews/bulk.html",
        cohort=cohort,
        form=form,
        standing=standing,
        chosen=chosen,
        found=standing.suggest_for(chosen) if chosen else None,
        names={person.user.id: person.user.name for person in standing.people},
    )
    return page, status_of(form)


def _chosen(standing: Standing) -> list[int]:
    """The proposals that the manager ticked; after a refusal those of the kept seats."""
    asked = {*request.args.getlist("proposal", type=int), *(of for of, _ in BulkForm().pairs)}
    return [proposal.id for proposal in standing.proposals if proposal.id in asked]


@bp.route("/cohorts/<int:cohort_id>/limits", methods=["GET", "POST"])
@guarded(Permission.ASSIGN_REVIEWERS, get_cohort)
def limits(cohort: Cohort) -> ResponseReturnValue:
    people = standing_of(db.session(), [], cohort, now=utc_now()).people
    form = limits_form([(p.user.id, p.user.name, p.limit) for p in people])
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                set_limits(cohort, limits=form.limits, session=session, actor=actor())
            flash("The limits are kept.", "good")
            return redirect(url_for(".bulk", cohort_id=cohort.id), 303)
    return render_template("reviews/limits.html", cohort=cohort, form=form, people=people), status_of(form)


@bp.route("/<int:review_id>/reopen", methods=["GET", "POST"])
@guarded(Permission.ASSIGN_REVIEWERS, get_review)
def reopen(review: Review) -> ResponseReturnValue:
    form = WhyForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                reopen_review(review, why=form.answer, session=session, actor=actor(), now=utc_now())
            flash(f"The review of {review.reviewer.name} is open again.", "good")
            return redirect(url_for(".of_enrollment", enrollment_id=review.proposal.enrollment_id), 303)
    return _why_page(
        review.proposal,
        form,
        title="Open the review again",
        note=f"It leaves the count until {review.reviewer.name} files it again. What was filed is kept.",
        reasons=REVIEW.why_not(review, "reopen", actor=actor(), now=utc_now(), note=None),
    )


@bp.route("/proposals/<int:proposal_id>/without-third", methods=["GET", "POST"])
@guarded(Permission.DECIDE_PROPOSAL, get_proposal_in_review)
def waive(proposal: Proposal) -> ResponseReturnValue:
    form = WhyForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                waive_tie_break(proposal, why=form.answer, session=session, actor=actor(), now=utc_now())
            flash("The decision is open without a third review; your reason stays with it.", "good")
            return redirect(url_for(".of_enrollment", enrollment_id=proposal.enrollment_id), 303)
    return _why_page(
        proposal,
        form,
        title="Go on without a third review",
        note="Two totals lie far apart. Say why the two reviews are enough.",
        reasons=why_not_waive(proposal, actor=actor()),
    )


def _why_page(proposal: Proposal, form: WhyForm, **words: object) -> ResponseReturnValue:
    return render_template("reviews/why.html", proposal=proposal, form=form, **words), status_of(form)
