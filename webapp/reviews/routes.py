"""A reviewer's pages: what is assigned, the declaration, the nine scores."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import new_token
from forms.reviews import DeclarationForm, ScoresForm, StepAsideForm, scores_form
from webapp.access import guarded
from webapp.actors import actor
from webapp.autosave import kept, not_kept
from webapp.refusals import refusals_into, status_of
from webapp.reviews import (
    announcing_routes,
    assigning_routes,
    decision_lists,
    decision_routes,
    seat_lists,
    staging_routes,
)
from webapp.reviews.blueprint import bp
from webapp.reviews.links import proposal_url
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.errors import Stale
from workflows.machine import Refused
from workflows.permissions import Permission
from workflows.reviews.answers import ConflictKind, ScoreAnswer
from workflows.reviews.comparison import compare, may_read_others
from workflows.reviews.lifecycle import REVIEW
from workflows.reviews.models import Review, ReviewState
from workflows.reviews.operations import (
    declare_no_conflict,
    edition_of,
    finish_review,
    save_scores,
    step_aside,
)
from workflows.reviews.queries import get_review
from workflows.reviews.rubric import rubric_of

__all__ = [
    "announcing_routes",
    "assigning_routes",
    "bp",
    "decision_lists",
    "decision_routes",
    "seat_lists",
    "staging_routes",
]


@bp.get("/<int:review_id>")
@guarded(Permission.SCORE_PROPOSAL, get_review)
def show(review: Review) -> ResponseReturnValue:
    if review.state is ReviewState.ASSIGNED:
        return _declaration_page(review, DeclarationForm())
    if review.state is ReviewState.SCORING:
        return _score_page(review, _saved_scores(review))
    if review.state is ReviewState.RECUSED:
        return render_template("reviews/recused.html", review=review)
    return render_template(
        "reviews/read.html",
        review=review,
        found=compare(review.proposal) if may_read_others(review.proposal, actor()) else None,
        proposal_url=proposal_url(review.proposal),
        may_leave=not REVIEW.why_not(review, "step_aside", actor=actor(), now=utc_now(), note=None),
    )


@bp.get("/<int:review_id>/declaration")
@bp.get("/<int:review_id>/final")
@guarded(Permission.SCORE_PROPOSAL, get_review)
def show_again(review: Review) -> ResponseReturnValue:
    """Where a form came back with errors, the address is the form's: reloading it leads to the page."""
    return redirect(url_for(".show", review_id=review.id))


@bp.post("/<int:review_id>/declaration")
@guarded(Permission.SCORE_PROPOSAL, get_review)
def declare(review: Review) -> ResponseReturnValue:
    form = DeclarationForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                if form.answer is ConflictKind.NONE:
                    declare_no_conflict(review, session=session, actor=actor(), now=utc_now())
                else:
                    step_aside(
                        review, kind=form.answer, reason=form.words, session=session, actor=actor(), now=utc_now()
                    )
            return _after_declaring(review)
    return _declaration_page(review, form)


def _after_declaring(review: Review) -> ResponseReturnValue:
    if review.state is ReviewState.RECUSED:
        flash("Thank you for saying so. Someone else will review this proposal.", "good")
        return redirect(url_for(".index"), 303)
    flash("Thank you. The proposal is open to you now.", "good")
    return redirect(url_for(".show", review_id=review.id), 303)


@bp.route("/<int:review_id>/step-aside", methods=["GET", "POST"])
@guarded(Permission.SCORE_PROPOSAL, get_review)
def leave(review: Review) -> ResponseReturnValue:
    form = StepAsideForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                step_aside(review, kind=form.answer, reason=form.words, session=session, actor=actor(), now=utc_now())
            return _after_declaring(review)
    reasons = REVIEW.why_not(review, "step_aside", actor=actor(), now=utc_now(), note=None)
    return render_template("reviews/leave.html", review=review, form=form, reasons=reasons), status_of(form)


@bp.post("/<int:review_id>/scores")
@guarded(Permission.SCORE_PROPOSAL, get_review)
def save(review: Review) -> ResponseReturnValue:
    """The page's own script saves a draft here and reads JSON."""
    form = scores_form(review.rubric)()
    if not form.validate():
        return not_kept(form)
    try:
        with transaction():
            _save(review, form)
    except Stale as conflict:
        return {"sentence": str(conflict), "url": url_for(".show", review_id=review.id)}, 409
    return kept(edition_of(review), now=utc_now())


@bp.post("/<int:review_id>/final")
@guarded(Permission.SCORE_PROPOSAL, get_review)
def finish(review: Review) -> ResponseReturnValue:
    """Save first and file only what is complete, so that a gap never costs what was typed."""
    form = scores_form(review.rubric)()
    if not form.validate():
        return _score_page(review, form)
    now = utc_now()
    with transaction() as session:
        _save(review, form)
        reasons = () if "later" in request.form else REVIEW.why_not(review, "finish", actor=actor(), now=now)
        if not reasons and "later" not in request.form:
            finish_review(review, session=session, actor=actor(), now=now)
    if "later" in request.form:
        flash("Your scores are saved. They are not filed yet.", "good")
        return redirect(url_for(".index"), 303)
    if not reasons:
        flash("Your review is filed. Thank you for reading so carefully.", "good")
        return redirect(url_for(".show", review_id=review.id), 303)
    with refusals_into(form):
        raise Refused(*reasons)
    form.once.data, form.version.data = new_token(), str(edition_of(review))
    return _score_page(review, form)


def _save(review: Review, form: ScoresForm) -> None:
    save_scores(
        review,
        scores=form.scores,
        strengths=(form.strengths.data or "").strip(),
        questions=(form.questions.data or "").strip(),
        edition=form.expected_version,
        session=db.session(),
        actor=actor(),
    )


def _saved_scores(review: Review) -> ScoresForm:
    form = scores_form(review.rubric)(
        data={"strengths": review.strengths, "questions": review.questions, "version": str(edition_of(review))}
    )
    form.fill([ScoreAnswer(s.criterion, s.anchor_percent, s.justification) for s in review.scores])
    return form


def _declaration_page(review: Review, form: DeclarationForm) -> ResponseReturnValue:
    reasons = [r for r in REVIEW.why_not(review, "declare", actor=actor(), now=utc_now()) if r.where != "agrees"]
    page = render_template("reviews/declare.html", review=review, form=form, reasons=reasons)
    return page, status_of(form)


def _score_page(review: Review, form: ScoresForm) -> ResponseReturnValue:
    rubric, given = rubric_of(review.rubric), form.scores
    page = render_template(
        "reviews/score.html",
        review=review,
        form=form,
        criteria=rubric.criteria,
        total=rubric.total_of({s.criterion: s.anchor_percent for s in given if s.anchor_percent is not None}),
        scored={s.criterion for s in given if s.anchor_percent is not None and s.justification},
        content=review.proposal.snapshots[-1].content if review.proposal.snapshots else None,
        proposal_url=proposal_url(review.proposal),
        reopened=review.filings[-1] if review.filings and review.filings[-1].reopened_at else None,
    )
    return page, status_of(form)
