"""Interest in a cohort: said by a director, answered by staff with a reason."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.interests import InterestForm, SelectionForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.cohorts.blueprint import bp
from webapp.refusals import refusals_into, status_of
from webapp.tables import PAGE_SIZE, TablePage, asked_page
from workflows.clock import utc_now
from workflows.cohorts.learning import why_closed
from workflows.cohorts.models import Cohort
from workflows.cohorts.queries import OpenCohort, get_cohort, get_open_cohort, list_open_cohorts
from workflows.db import Session, db, transaction
from workflows.enrollments.interest_lifecycle import INTEREST
from workflows.enrollments.interests import (
    express_interest,
    pass_over,
    select_affiliate,
    why_not_interested,
    withdraw_interest,
)
from workflows.enrollments.invitation_queries import (
    count_interests,
    find_interest,
    get_interest,
    list_interests,
    list_interests_of,
)
from workflows.enrollments.models import Interest, InterestState
from workflows.errors import NotFound, Stale
from workflows.people.models import Affiliate
from workflows.people.queries import names_of
from workflows.permissions import Permission, Role

ANSWERS = {"select": "Select and invite", "pass_over": "Not this time"}


@bp.get("/open")
@guarded(Permission.SEE_OPEN_COHORTS)
def open_cohorts() -> ResponseReturnValue:
    """The cohorts a director can be interested in, and what became of earlier interests."""
    session = db.session()
    said = list_interests_of(session, actor().affiliate_ids)
    return render_template(
        "cohorts/open.html",
        cohorts=list_open_cohorts(session, now=utc_now()),
        interests=said,
        said={row.cohort_id: row for row in said},
        expressed=InterestState.EXPRESSED,
        button=Confirmation(),
    )


def load_open(session: Session, *, cohort_id: int) -> OpenCohort:
    return get_open_cohort(session, cohort_id, now=utc_now())


@bp.route("/<int:cohort_id>/interest", methods=["GET", "POST"])
@guarded(Permission.SEE_OPEN_COHORTS, load_open)
def interest(found: OpenCohort) -> ResponseReturnValue:
    session, cohort, affiliate = db.session(), found.cohort, _own_affiliate()
    earlier = find_interest(session, cohort_id=cohort.id, affiliate_id=affiliate.id)
    form = InterestForm.of(earlier)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as writing:
                express_interest(cohort, affiliate, form.answers, session=writing, actor=actor(), now=utc_now())
            flash("Thank you. The national office reads it and answers you.", "good")
            return redirect(url_for(".open_cohorts"), 303)
    reasons = why_not_interested(cohort, affiliate, session=session, now=utc_now())
    return render_template("cohorts/interest.html", cohort=cohort, form=form, reasons=reasons), status_of(form)


@bp.post("/interests/<int:interest_id>/withdraw")
@guarded(Permission.EXPRESS_INTEREST, get_interest)
def withdraw(interest: Interest) -> ResponseReturnValue:
    with transaction() as session:
        withdraw_interest(interest, session=session, actor=actor(), now=utc_now())
    flash("Withdrawn. You can say it again as long as the cohort is open.", "good")
    return redirect(url_for(".open_cohorts"), 303)


@bp.get("/<int:cohort_id>/interests")
@guarded(Permission.INVITE_AFFILIATE, get_cohort)
def interests(cohort: Cohort) -> ResponseReturnValue:
    session = db.session()
    total, waiting = count_interests(session, cohort.id)
    number = asked_page(total)
    rows = list_interests(session, cohort.id, first=(number - 1) * PAGE_SIZE, at_most=PAGE_SIZE)
    people = {i for row in rows for i in (row.expressed_by_id, row.decided_by_id) if i is not None}
    return render_template(
        "cohorts/interests.html",
        cohort=cohort,
        rows=rows,
        waiting=waiting,
        names=names_of(session, people),
        page=TablePage(path=request.path, number=number, total=total),
        expressed=InterestState.EXPRESSED,
    )


def load_answer(session: Session, *, interest_id: int, answer: str) -> Interest:
    """The interest, once the answer is known to exist; raises NotFound."""
    if answer not in ANSWERS:
        raise NotFound()
    return get_interest(session, interest_id)


@bp.route("/interests/<int:interest_id>/<answer>", methods=["GET", "POST"])
@guarded(Permission.INVITE_AFFILIATE, load_answer)
def answer_interest(interest: Interest) -> ResponseReturnValue:
    name = str((request.view_args or {})["answer"])
    form = SelectionForm(data={"version": interest.version})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                _answer(interest, name, form, session)
            flash(_done(interest, name), "good")
            return redirect(url_for(".interests", cohort_id=interest.cohort_id), 303)
    reasons = INTEREST.why_not(interest, name, actor=actor(), now=utc_now(), note=None)
    if name == "select":
        reasons = (*reasons, *why_closed(interest.cohort, session=db.session()))
    page = render_template(
        "cohorts/answer_interest.html",
        interest=interest,
        form=form,
        label=ANSWERS[name],
        is_no=name == "pass_over",
        reasons=reasons,
    )
    return page, status_of(form)


def _answer(interest: Interest, name: str, form: SelectionForm, session: Session) -> None:
    if interest.version != form.expected_version:
        raise Stale(mine={"Your reason": form.answer}, theirs={"Your reason": interest.decision_reason})
    decide = select_affiliate if name == "select" else pass_over
    decide(interest, reason=form.answer, session=session, actor=actor(), now=utc_now())


def _done(interest: Interest, name: str) -> str:
    if name == "select":
        return f"{interest.affiliate.name} is selected and invited. Its director gets the link by mail."
    return f"Answered. The director of {interest.affiliate.name} reads your reason."


def _own_affiliate() -> Affiliate:
    """The affiliate that this person directs."""
    own = next(h.affiliate_id for h in actor().holdings if h.role is Role.AFFILIATE_DIRECTOR)
    return db.session.get_one(Affiliate, own)
