"""What a pilot taught: written by one person and its colleagues, approved by another."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.learning import LearningForm, QuestionForm
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.cohorts.blueprint import bp
from webapp.cohorts.glance import STATES
from webapp.context import zone_here
from webapp.filters import short_date_time
from webapp.proposals.saving import Draft, save_draft
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.cohorts.answers import LEARNING_QUESTIONS
from workflows.cohorts.learning import (
    approve_learning,
    return_learning,
    save_learning,
    start_learning_review,
    submit_learning,
)
from workflows.cohorts.lifecycle import LEARNING_REVIEW, OPEN_TO_WRITING
from workflows.cohorts.models import Cohort, LearningReview
from workflows.cohorts.queries import find_learning_review, get_cohort, get_learning_review
from workflows.db import Session, db, transaction
from workflows.people.queries import names_of
from workflows.permissions import Permission, why_cannot


@bp.get("/<int:cohort_id>/learning")
@guarded(Permission.SEE_COHORTS, get_cohort)
def learning(cohort: Cohort) -> ResponseReturnValue:
    session, now = db.session(), utc_now()
    review = find_learning_review(session, cohort.id)
    if review is None:
        return render_template("cohorts/learning_none.html", cohort=cohort, button=Confirmation())
    people = {i for i in (*review.writer_ids, review.submitted_by_id, review.decided_by_id) if i is not None}
    word, tone = STATES[review.state]
    names = names_of(session, people)
    return render_template(
        "cohorts/learning.html",
        cohort=cohort,
        review=review,
        questions=LEARNING_QUESTIONS,
        names=names,
        writers=", ".join(names[key] for key in review.writer_ids),
        word=word,
        tone=tone,
        can_write=review.state in OPEN_TO_WRITING and allows(Permission.MANAGE_COHORTS),
        submit_reasons=LEARNING_REVIEW.why_not(review, "submit", actor=actor(), now=now),
        separated=why_cannot(actor(), Permission.APPROVE_LEARNING, review),
        button=Confirmation(),
    )


@bp.post("/<int:cohort_id>/learning/start")
@guarded(Permission.MANAGE_COHORTS, get_cohort)
def start_learning(cohort: Cohort) -> ResponseReturnValue:
    with transaction() as session:
        start_learning_review(cohort, session=session, actor=actor(), now=utc_now())
    return redirect(url_for(".write_learning", cohort_id=cohort.id), 303)


@bp.route("/<int:cohort_id>/learning/write", methods=["GET", "POST"])
@guarded(Permission.MANAGE_COHORTS, get_learning_review)
def write_learning(review: LearningReview) -> ResponseReturnValue:
    form = LearningForm.of(review)
    onward = url_for(".learning", cohort_id=review.cohort_id)

    def page() -> str:
        saved = f"Saved {short_date_time(review.saved_at, zone_here())}" if review.saved_at else ""
        return render_template("cohorts/write_learning.html", review=review, form=form, saved=saved)

    def keep(session: Session) -> LearningReview:
        now, seen = utc_now(), form.expected_version
        save_learning(review, form.answers, expected_version=seen, session=session, actor=actor(), now=now)
        return review

    def theirs() -> LearningForm:
        return LearningForm.as_saved(get_learning_review(db.session(), review.cohort_id))

    if request.method == "GET":
        return page() if review.state in OPEN_TO_WRITING else redirect(onward)
    return save_draft(Draft(form, keep=keep, page=page, theirs=theirs, onward_url=lambda: onward))


@bp.post("/<int:cohort_id>/learning/submit")
@guarded(Permission.MANAGE_COHORTS, get_learning_review)
def hand_in_learning(review: LearningReview) -> ResponseReturnValue:
    with transaction() as session:
        submit_learning(review, session=session, actor=actor(), now=utc_now())
    flash("Handed in. Someone who did not write in it reads it and approves.", "good")
    return redirect(url_for(".learning", cohort_id=review.cohort_id), 303)


@bp.post("/<int:cohort_id>/learning/approve")
@guarded(Permission.APPROVE_LEARNING, get_learning_review)
def approve(review: LearningReview) -> ResponseReturnValue:
    with transaction() as session:
        approve_learning(review, session=session, actor=actor(), now=utc_now())
    flash(f"Approved. Expansions that build on {review.cohort.name} are open now.", "good")
    return redirect(url_for(".learning", cohort_id=review.cohort_id), 303)


@bp.route("/<int:cohort_id>/learning/return", methods=["GET", "POST"])
@guarded(Permission.APPROVE_LEARNING, get_learning_review)
def ask_about_learning(review: LearningReview) -> ResponseReturnValue:
    form = QuestionForm()
    if form.validate_on_submit():
        with refusals_into(form):
            question = (form.question.data or "").strip()
            with transaction() as session:
                return_learning(review, question=question, session=session, actor=actor(), now=utc_now())
            flash("Returned with your question. The text is open again.", "good")
            return redirect(url_for(".learning", cohort_id=review.cohort_id), 303)
    reasons = LEARNING_REVIEW.why_not(review, "return", actor=actor(), now=utc_now(), note=None)
    return render_template("cohorts/return_learning.html", review=review, form=form, reasons=reasons), status_of(form)
