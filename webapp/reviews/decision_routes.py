"""The manager's pages: the reviews side by side, and the decision."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.decisions import ApprovalForm, DecisionForm, FeedbackForm, StagedForm, changes_form
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
from workflows.funding.announcing import decide_now
from workflows.funding.answers import next_month
from workflows.permissions import Permission
from workflows.proposals.form import sections_of
from workflows.proposals.models import Proposal
from workflows.reviews.amounts import most_for
from workflows.reviews.assigning import why_not_assign
from workflows.reviews.comparison import compare, may_read_others
from workflows.reviews.decisions import why_not_decide
from workflows.reviews.lifecycle import REVIEW
from workflows.reviews.models import Outcome, ReviewState
from workflows.reviews.moderation import moderate
from workflows.reviews.queries import (
    find_proposal_in_review,
    get_proposal_in_review,
    list_decisions_of,
    list_tie_breaks,
)
from workflows.reviews.staging.models import StagedDecision
from workflows.reviews.staging.operations import stage_decision
from workflows.reviews.staging.plan import DecisionPlan, plan_of, suggest_feedback
from workflows.reviews.staging.queries import find_staged
from workflows.reviews.staging.rules import what_stops
from workflows.reviews.tie_break import why_not_waive

KEPT = "Kept for the announcement. The affiliate learns of it only then."
PAGE_OF = {Outcome.APPROVE: ".approve", Outcome.REQUEST_CHANGES: ".changes", Outcome.DECLINE: ".decline"}


@bp.get("/of/<int:enrollment_id>")
@guarded(Permission.SEE_REVIEWS, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    session, now = db.session(), utc_now()
    tabs = list_tabs(enrollment, "Reviews")
    proposal = find_proposal_in_review(session, enrollment)
    if proposal is None or not (proposal.reviews or proposal.snapshots):
        return render_template("reviews/none.html", enrollment=enrollment, tabs=tabs)
    staged = find_staged(session, proposal) if proposal.snapshots else None
    is_kept = staged is not None and staged.state.is_open
    return render_template(
        "reviews/show.html",
        enrollment=enrollment,
        proposal=proposal,
        tabs=tabs,
        found=compare(proposal),
        moderation=moderate(proposal),
        may_read=may_read_others(proposal, actor()),
        made=list_decisions_of(session, proposal),
        reasons={o.value: why_not_decide(proposal, o, actor=actor(), now=now) for o in Outcome},
        staged=staged if is_kept else None,
        change_page=PAGE_OF[staged.outcome] if staged else "",
        stops=what_stops(staged, actor=actor(), now=now) if staged and is_kept else (),
        staged_form=StagedForm(formdata=None, data={"version": str(staged.version) if staged else ""}),
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
    plan, given = _kept(proposal)
    if plan is None or plan.outcome is not Outcome.APPROVE:
        today = local_date(utc_now(), proposal.enrollment.affiliate.time_zone)
        plan = DecisionPlan(
            Outcome.APPROVE, _suggested(proposal), amount=most_for(proposal), starts_on=next_month(today)
        )
    form = ApprovalForm(data=plan.as_columns() | given)
    answer = _decide(proposal, form)
    if answer is not None:
        return answer
    form.add_blank_conditions()
    return _page(proposal, form, Outcome.APPROVE, found=compare(proposal), moderation=moderate(proposal))


@bp.route("/proposals/<int:proposal_id>/changes", methods=["GET", "POST"])
@guarded(Permission.DECIDE_PROPOSAL, get_proposal_in_review)
def changes(proposal: Proposal) -> ResponseReturnValue:
    plan, given = _kept(proposal)
    if plan is not None and plan.outcome is Outcome.REQUEST_CHANGES:
        given |= {f"ask_{name}": True for name in plan.requests}
        given |= {f"words_{name}": words for name, words in plan.requests.items()}
        given["note"] = plan.feedback
    form = changes_form(
        [(section.name, section.title) for section in sections_of(proposal)], **{"note": _suggested(proposal), **given}
    )
    answer = _decide(proposal, form)
    return answer or _page(proposal, form, Outcome.REQUEST_CHANGES, proposal_url=proposal_url(proposal))


@bp.route("/proposals/<int:proposal_id>/decline", methods=["GET", "POST"])
@guarded(Permission.DECIDE_PROPOSAL, get_proposal_in_review)
def decline(proposal: Proposal) -> ResponseReturnValue:
    plan, given = _kept(proposal)
    is_kept = plan is not None and plan.outcome is Outcome.DECLINE
    form = FeedbackForm(data={"feedback": plan.feedback if plan and is_kept else _suggested(proposal), **given})
    answer = _decide(proposal, form)
    return answer or _page(proposal, form, Outcome.DECLINE)


def _kept(proposal: Proposal) -> tuple[DecisionPlan | None, dict[str, object]]:
    """What is kept about the newest version, and what a form over it carries."""
    staged = find_staged(db.session(), proposal)
    newest = proposal.snapshots[-1].digest if proposal.snapshots else ""
    return (
        plan_of(staged) if staged is not None else None,
        {"version": str(staged.version if staged is not None else 0), "digest": newest},
    )


def _suggested(proposal: Proposal) -> str:
    final = [review for review in proposal.reviews if review.state is ReviewState.FINAL]
    return suggest_feedback([(review.strengths, review.questions) for review in final])


def _decide(proposal: Proposal, form: DecisionForm) -> ResponseReturnValue | None:
    """Keep the decision, or announce it at once where that button was pressed; None when the form is shown."""
    if not form.validate_on_submit():
        return None
    at_once = "announce" in request.form
    with refusals_into(form):
        with transaction() as session:
            staged = (decide_now if at_once else stage_decision)(
                proposal,
                form.plan,
                expected_version=form.expected_version,
                seen_digest=form.seen_digest,
                session=session,
                actor=actor(),
                now=utc_now(),
            )
        return _after(staged, at_once=at_once)
    return None


_ANNOUNCED: dict[Outcome, str] = {
    Outcome.APPROVE: "Approved. The award letter and the agreement are being made.",
    Outcome.REQUEST_CHANGES: "These sections are open to the affiliate again, with your words.",
    Outcome.DECLINE: "Declined, with your feedback. The affiliate gets a letter.",
}


def _after(staged: StagedDecision, *, at_once: bool) -> ResponseReturnValue:
    enrollment_id = staged.proposal.enrollment_id
    flash(_ANNOUNCED[staged.outcome] if at_once else KEPT, "good")
    if at_once and staged.outcome is Outcome.APPROVE:
        return redirect(url_for("funding.of_enrollment", enrollment_id=enrollment_id), 303)
    return redirect(url_for(".of_enrollment", enrollment_id=enrollment_id), 303)


_TEMPLATES = {Outcome.APPROVE: "approve", Outcome.REQUEST_CHANGES: "changes", Outcome.DECLINE: "feedback"}


def _page(proposal: Proposal, form: DecisionForm, outcome: Outcome, **shown: object) -> ResponseReturnValue:
    reasons = why_not_decide(proposal, outcome, actor=actor(), now=utc_now())
    page = render_template(
        f"reviews/{_TEMPLATES[outcome]}.html", proposal=proposal, form=form, reasons=reasons, **shown
    )
    return page, status_of(form)
