"""Pages of awards: the list, one award with everything that waits, and the signatures."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.enrollments.tabs import list_tabs
from webapp.funding import (
    condition_routes,
    federal_routes,
    hold_routes,
    ledger_routes,
    payment_routes,
    portfolio_routes,
    reversal_routes,
    risk_routes,
    schedule_routes,
)
from webapp.funding.award_page import award_parts
from webapp.funding.blueprint import bp
from webapp.funding.holding import payment_lines, shared_holds
from webapp.funding.listing import build_table
from webapp.funding.portfolio_tabs import portfolio_tabs
from webapp.signing.file_row import file_row
from webapp.signing.page import list_sides, sign_page
from workflows.amendments.cases import amended_terms
from workflows.clock import utc_now
from workflows.db import db
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import find_own_enrollment, get_enrollment
from workflows.funding.holds.queries import list_hold_history, list_holds_by_payment
from workflows.funding.models import Award
from workflows.funding.queries import (
    AGREEMENT,
    find_award,
    get_award,
    line_of,
    list_people_of_award,
)
from workflows.funding.restrictions import RESTRICTION_MEANINGS, SOURCE_MEANINGS
from workflows.funding.reversals.queries import list_reversals
from workflows.funding.schedules.answers import METHODS, in_words
from workflows.funding.schedules.operations import why_not_edit, why_not_suggested
from workflows.funding.schedules.queries import find_plan
from workflows.funding.waits import find_wait
from workflows.people.queries import names_of
from workflows.permissions import Permission
from workflows.signing.models import Side
from workflows.signing.operations import find_file_of

__all__ = [
    "bp",
    "condition_routes",
    "federal_routes",
    "hold_routes",
    "ledger_routes",
    "payment_routes",
    "portfolio_routes",
    "reversal_routes",
    "risk_routes",
    "schedule_routes",
]


@bp.get("/")
@guarded(Permission.SEE_FUNDING)
def index() -> ResponseReturnValue:
    session, who = db.session(), actor()
    if not who.is_national and (own := find_own_enrollment(session, who)) is not None:
        return redirect(url_for(".of_enrollment", enrollment_id=own.id), 303)
    table = build_table(session, who)
    return render_template("funding/index.html", table=table, tabs=portfolio_tabs("Awards"))


@bp.get("/of/<int:enrollment_id>")
@guarded(Permission.SEE_FUNDING, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    session, tabs = db.session(), list_tabs(enrollment, "Funding")
    award = find_award(session, enrollment)
    if award is None:
        return render_template(
            "funding/none.html", enrollment=enrollment, tabs=tabs, may_see_risk=allows(Permission.SEE_RISK, enrollment)
        )
    document, who, now = find_file_of(session, AGREEMENT, award), actor(), utc_now()
    holds, history = list_holds_by_payment(session, award, now=now), list_hold_history(session, award)
    reversals = list_reversals(session, award)
    return render_template(
        "funding/show.html",
        enrollment=enrollment,
        award=award,
        tabs=tabs,
        parts=award_parts(session, award),
        source_meaning=SOURCE_MEANINGS[award.source],
        restriction_meaning=RESTRICTION_MEANINGS[award.restriction],
        amended=amended_terms(session, award),
        line=line_of(award, waits_for=find_wait(session, award)),
        document=document,
        agreement=file_row(
            session,
            document,
            kind=AGREEMENT,
            enrollment_id=award.enrollment_id,
            title=f"Grant agreement {award.number}",
        ),
        sides=list_sides(AGREEMENT, award, document),
        payments=payment_lines(award, holds, actor=who, now=now),
        shared=shared_holds(holds),
        history=history,
        reversals=reversals,
        names=names_of(session, list_people_of_award(award, history, reversals)),
        plan=find_plan(session, award),
        methods=METHODS,
        released_when=in_words,
        schedule_reasons=why_not_edit(award, actor=who),
        suggested_reasons=why_not_suggested(award, actor=who),
        confirmation=Confirmation(),
    )


@bp.route("/<int:award_id>/sign-for-affiliate", methods=["GET", "POST"])
@guarded(Permission.SIGN_FOR_AFFILIATE, get_award)
def sign_for_affiliate(award: Award) -> ResponseReturnValue:
    return _sign(award, Side.AFFILIATE)


@bp.route("/<int:award_id>/sign-for-network", methods=["GET", "POST"])
@guarded(Permission.SIGN_FOR_NETWORK, get_award)
def sign_for_network(award: Award) -> ResponseReturnValue:
    return _sign(award, Side.NETWORK)


def _sign(award: Award, side: Side) -> ResponseReturnValue:
    back_url = url_for(".of_enrollment", enrollment_id=award.enrollment_id)
    return sign_page(AGREEMENT, award, side, title=f"Grant agreement {award.number}", back_url=back_url)
