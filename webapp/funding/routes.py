"""Pages of awards: the list, one award with everything that waits, and the signatures."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.funding import SignatureForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.enrollments.tabs import list_tabs
from webapp.funding import payment_routes, portfolio_routes
from webapp.funding.agreement import agreement_row
from webapp.funding.blueprint import bp
from webapp.funding.listing import build_table
from webapp.funding.portfolio_tabs import portfolio_tabs
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import find_own_enrollment, get_enrollment
from workflows.funding.answers import SIGNATURE_TEXT
from workflows.funding.models import Award, Side
from workflows.funding.operations import SIDE_WORDS, sign_agreement, why_not_sign
from workflows.funding.payments import why_not_schedule, why_not_suggested
from workflows.funding.queries import (
    find_agreement,
    find_award,
    get_award,
    line_of,
    list_payment_reasons,
    list_people_of_award,
)
from workflows.funding.waits import find_wait
from workflows.people.queries import names_of
from workflows.permissions import Permission

__all__ = ["bp", "payment_routes", "portfolio_routes"]


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
        return render_template("funding/none.html", enrollment=enrollment, tabs=tabs)
    document = find_agreement(session, award)
    return render_template(
        "funding/show.html",
        enrollment=enrollment,
        award=award,
        tabs=tabs,
        line=line_of(award, waits_for=find_wait(session, award)),
        agreement=agreement_row(session, award, document),
        signed={s.side: s for s in award.signatures},
        sides=[(side, SIDE_WORDS[side], why_not_sign(award, document, side=side, actor=actor())) for side in Side],
        payment_reasons=list_payment_reasons(award, actor=actor(), now=utc_now()),
        names=names_of(session, list_people_of_award(award)),
        schedule_reasons=why_not_schedule(award, actor=actor()),
        suggested_reasons=why_not_suggested(award, actor=actor()),
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
    form, document = SignatureForm(), find_agreement(db.session(), award)
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                sign_agreement(
                    award,
                    document,
                    side=side,
                    typed_name=form.answer,
                    address=request.remote_addr or "",
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(f"Signed for the {SIDE_WORDS[side]}. Thank you.", "good")
            return redirect(url_for(".of_enrollment", enrollment_id=award.enrollment_id), 303)
    page = render_template(
        "funding/sign.html",
        award=award,
        form=form,
        document=document,
        agreement=agreement_row(db.session(), award, document),
        side=SIDE_WORDS[side],
        statement=SIGNATURE_TEXT.format(side=SIDE_WORDS[side]),
        reasons=why_not_sign(award, document, side=side, actor=actor()),
    )
    return page, status_of(form)
