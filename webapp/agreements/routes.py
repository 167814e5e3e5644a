"""Data sharing of one enrollment: its agreement with both signatures, and the contracts of its databases."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.agreements import EndForm, SourceForm, TermsForm
from forms.base import Confirmation
from webapp.access import guarded
from webapp.actors import actor
from webapp.agreements.editions import edition_rows
from webapp.enrollments.tabs import list_tabs
from webapp.refusals import refusals_into, status_of
from webapp.signing.page import sign_page
from workflows.agreements.lifecycle import AGREEMENT
from workflows.agreements.models import DataSharingAgreement, DataSource
from workflows.agreements.operations import (
    change_terms,
    draft_data_agreement,
    offer_data_agreement,
    renew_data_agreement,
    take_back,
    terminate_data_agreement,
    why_not_change,
    why_not_draft,
)
from workflows.agreements.queries import (
    KIND,
    get_data_agreement,
    get_source_of,
    list_data_agreements,
    list_element_choices,
    list_sources,
)
from workflows.agreements.sources import change_source, record_source
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import get_enrollment
from workflows.permissions import Permission
from workflows.signing.models import Side

bp = Blueprint("agreements", __name__, url_prefix="/data-sharing")


def _page_of(enrollment_id: int) -> str:
    return url_for(".of_enrollment", enrollment_id=enrollment_id)


@bp.get("/of/<int:enrollment_id>")
@guarded(Permission.SEE_DATA_AGREEMENT, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    session, now = db.session(), utc_now()
    today = local_date(now, enrollment.affiliate.time_zone)
    editions = list_data_agreements(session, enrollment.id)
    return render_template(
        "agreements/of_enrollment.html",
        enrollment=enrollment,
        tabs=list_tabs(enrollment, "Data sharing"),
        rows=edition_rows(session, editions, today=today, now=now),
        sources=[(row, row.may_be_used_on(today)) for row in list_sources(session, enrollment.affiliate_id)],
        draft_reasons=why_not_draft(enrollment, actor=actor()),
        words=dict(list_element_choices()),
        confirmation=Confirmation(),
    )


@bp.post("/of/<int:enrollment_id>/draft")
@guarded(Permission.MANAGE_DATA_AGREEMENT, get_enrollment)
def draft(enrollment: Enrollment) -> ResponseReturnValue:
    with transaction() as session:
        draft_data_agreement(enrollment, session=session, actor=actor(), now=utc_now())
    flash("The agreement is drafted. Read it, change what is different here, then offer it for signature.", "good")
    return redirect(_page_of(enrollment.id), 303)


@bp.route("/<int:agreement_id>/terms", methods=["GET", "POST"])
@guarded(Permission.MANAGE_DATA_AGREEMENT, get_data_agreement)
def terms(agreement: DataSharingAgreement) -> ResponseReturnValue:
    form = TermsForm(
        choices=list_element_choices(),
        data={
            "purpose": agreement.purpose,
            "permitted_uses": "\n".join(agreement.permitted_uses),
            "elements": agreement.elements,
            "retention": agreement.retention,
            "starts_on": agreement.starts_on,
            "ends_on": agreement.ends_on,
            "version": agreement.version,
        },
    )
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                change_terms(
                    agreement,
                    form.answers,
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                )
            flash("The terms are saved.", "good")
            return redirect(_page_of(agreement.enrollment_id), 303)
    page = render_template(
        "agreements/terms.html",
        agreement=agreement,
        form=form,
        reasons=why_not_change(agreement, actor=actor()),
        back_url=_page_of(agreement.enrollment_id),
    )
    return page, status_of(form)


@bp.post("/<int:agreement_id>/offer")
@guarded(Permission.MANAGE_DATA_AGREEMENT, get_data_agreement)
def offer(agreement: DataSharingAgreement) -> ResponseReturnValue:
    with transaction() as session:
        offer_data_agreement(agreement, session=session, actor=actor(), now=utc_now())
    flash("Both sides can sign as soon as the Word file is made; that takes a moment.", "good")
    return redirect(_page_of(agreement.enrollment_id), 303)


@bp.post("/<int:agreement_id>/take-back")
@guarded(Permission.MANAGE_DATA_AGREEMENT, get_data_agreement)
def back_to_draft(agreement: DataSharingAgreement) -> ResponseReturnValue:
    with transaction() as session:
        take_back(agreement, session=session, actor=actor(), now=utc_now())
    flash("The agreement is a draft again.", "good")
    return redirect(_page_of(agreement.enrollment_id), 303)


@bp.post("/<int:agreement_id>/renew")
@guarded(Permission.MANAGE_DATA_AGREEMENT, get_data_agreement)
def renew(agreement: DataSharingAgreement) -> ResponseReturnValue:
    with transaction() as session:
        newer = renew_data_agreement(agreement, session=session, actor=actor(), now=utc_now())
    flash(f"Edition {newer.edition} is drafted with the same terms.", "good")
    return redirect(_page_of(agreement.enrollment_id), 303)


@bp.route("/<int:agreement_id>/end", methods=["GET", "POST"])
@guarded(Permission.END_DATA_AGREEMENT, get_data_agreement)
def end(agreement: DataSharingAgreement) -> ResponseReturnValue:
    form = EndForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                terminate_data_agreement(agreement, note=form.answer, session=session, actor=actor(), now=utc_now())
            flash("The agreement is ended. Nothing is imported under it any more.", "good")
            return redirect(_page_of(agreement.enrollment_id), 303)
    page = render_template(
        "agreements/end.html",
        agreement=agreement,
        form=form,
        reasons=AGREEMENT.why_not(agreement, "terminate", actor=actor(), now=utc_now(), note=None),
        back_url=_page_of(agreement.enrollment_id),
    )
    return page, status_of(form)


@bp.route("/<int:agreement_id>/sign-for-affiliate", methods=["GET", "POST"])
@guarded(Permission.SIGN_FOR_AFFILIATE, get_data_agreement)
def sign_for_affiliate(agreement: DataSharingAgreement) -> ResponseReturnValue:
    return _sign(agreement, Side.AFFILIATE)


@bp.route("/<int:agreement_id>/sign-for-network", methods=["GET", "POST"])
@guarded(Permission.SIGN_DATA_AGREEMENT, get_data_agreement)
def sign_for_network(agreement: DataSharingAgreement) -> ResponseReturnValue:
    return _sign(agreement, Side.NETWORK)


def _sign(agreement: DataSharingAgreement, side: Side) -> ResponseReturnValue:
    title = f"Data-sharing agreement {agreement.number}"
    return sign_page(KIND, agreement, side, title=title, back_url=_page_of(agreement.enrollment_id))


@bp.route("/of/<int:enrollment_id>/source", methods=["GET", "POST"])
@guarded(Permission.RECORD_SOURCE_TERMS, get_enrollment)
def add_source(enrollment: Enrollment) -> ResponseReturnValue:
    form = SourceForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                record_source(enrollment, form.answers, session=session, actor=actor(), now=utc_now())
            flash("Recorded. Thank you for reading the contract.", "good")
            return redirect(_page_of(enrollment.id), 303)
    page = render_template(
        "agreements/source.html", affiliate=enrollment.affiliate, source=None, form=form,
        back_url=_page_of(enrollment.id),
    )  # fmt: skip
    return page, status_of(form)


@bp.route("/of/<int:enrollment_id>/sources/<int:source_id>", methods=["GET", "POST"])
@guarded(Permission.RECORD_SOURCE_TERMS, get_source_of)
def source(row: DataSource) -> ResponseReturnValue:
    form, back_url = SourceForm(obj=row), _page_of((request.view_args or {})["enrollment_id"])
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                change_source(
                    row,
                    form.answers,
                    expected_version=form.expected_version,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("Recorded as you read it today.", "good")
            return redirect(back_url, 303)
    page = render_template("agreements/source.html", affiliate=row.affiliate, source=row, form=form, back_url=back_url)
    return page, status_of(form)
