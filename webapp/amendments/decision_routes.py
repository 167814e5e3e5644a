"""The national office’s pages: the coach's word, and the decision."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.amendments import AdviceForm, DecisionForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.amendments.blueprint import bp
from webapp.refusals import refusals_into, status_of
from workflows.amendments.answers import Choice
from workflows.amendments.cases import get_case, list_indicators_of
from workflows.amendments.deciding import advise, decide, effective_day, why_not_advise, why_not_decide
from workflows.amendments.models import Amendment, AmendmentState
from workflows.amendments.queries import get_amendment
from workflows.amendments.shown import about_text, show_changes
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.people.queries import names_of
from workflows.permissions import Permission

SAID: dict[Choice, str] = {
    Choice.APPROVE: "Approved. The letter is being made, and the affiliate is told.",
    Choice.RETURN: "Returned with your question.",
    Choice.DECLINE: "Declined. The affiliate reads why.",
}


@bp.route("/<int:amendment_id>/decide", methods=["GET", "POST"])
@guarded(Permission.DECIDE_AMENDMENT, get_amendment)
def decide_one(amendment: Amendment) -> ResponseReturnValue:
    now = utc_now()
    form = DecisionForm(
        data={"version": str(amendment.version), "effective_on": effective_day(amendment, None, now=now)}
    )
    if form.validate_on_submit():
        with refusals_into(form):
            given = form.answers
            with transaction() as session:
                decide(
                    amendment, given, expected_version=form.expected_version, session=session, actor=actor(), now=now
                )
            in_effect = amendment.state is AmendmentState.IN_EFFECT
            to_sign = amendment.state is AmendmentState.APPROVED and amendment.needs_signatures
            more = " The change is in effect." if in_effect else " Both sides sign it next." if to_sign else ""
            flash(f"{SAID[given.choice]}{more}", "good")
            return redirect(url_for(".show", amendment_id=amendment.id), 303)
    case = get_case(db.session(), amendment, now=now)
    page = render_template(
        "amendments/decide.html",
        amendment=amendment,
        enrollment=amendment.award.enrollment,
        about=about_text(amendment, case.plan),
        changes=show_changes(amendment, case.plan, list_indicators_of(db.session(), case.plan, amendment)),
        form=form,
        names=names_of(db.session(), {amendment.advised_by_id or 0}),
        reasons=why_not_decide(amendment, Choice.RETURN, actor=actor(), now=now),
    )
    return page, status_of(form)


@bp.route("/<int:amendment_id>/recommend", methods=["GET", "POST"])
@guarded(Permission.RECOMMEND_AMENDMENT, get_amendment)
def recommend(amendment: Amendment) -> ResponseReturnValue:
    form = AdviceForm(data={"advice": amendment.advice and amendment.advice.value, "words": amendment.advice_words})
    if form.validate_on_submit():
        with refusals_into(form):
            advice, words = form.answer
            with transaction() as session:
                advise(amendment, advice, words=words, session=session, actor=actor(), now=utc_now())
            flash("Thank you. The program manager reads it beside the request.", "good")
            return redirect(url_for(".show", amendment_id=amendment.id), 303)
    page = render_template(
        "amendments/recommend.html",
        amendment=amendment,
        enrollment=amendment.award.enrollment,
        form=form,
        reasons=why_not_advise(amendment, actor=actor()),
    )
    return page, status_of(form)
