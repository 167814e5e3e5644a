"""Outcomes: an affiliate's figures and imports, the upload of an extract, and the network's figures."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from config import Settings
from forms.measurement import ExtractAnswers, ExtractForm
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.csv_export import stream_csv
from webapp.enrollments.tabs import list_tabs
from webapp.measurement.import_rows import ImportRow
from webapp.measurement.intake import reduce_upload
from webapp.measurement.network_rows import HEADER, NetworkRow, file_rows, site_rows, total_row, total_rows
from webapp.measurement.outcome_rows import by_domain, goal_cards
from webapp.refusals import refusals_into, status_of
from webapp.tables import TableFilter, TablePage, asked_number, asked_page
from workflows.agreements.models import DataSharingAgreement
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import find_own_enrollment, get_enrollment, visible_to
from workflows.measurement.agreed import DataTerms, get_data_terms
from workflows.measurement.formula import parse_formula
from workflows.measurement.goals import list_seen_goals
from workflows.measurement.models import ExtractImport
from workflows.measurement.network import NetworkFigures, get_network_figures
from workflows.measurement.operations import upload_extract, why_not_upload
from workflows.measurement.queries import (
    count_data_states,
    get_extract,
    list_computable,
    list_data_states,
    list_imports,
    list_measured_affiliates,
)
from workflows.measurement.series import list_series, profile_of
from workflows.permissions import Permission, Scope, scopes_of

bp = Blueprint("measurement", __name__, url_prefix="/outcomes")

SEE = Permission.SEE_OUTCOMES


@bp.get("/")
@guarded(SEE)
def index() -> ResponseReturnValue:
    if scopes_of(actor(), SEE) == {Scope.OWN_AFFILIATE}:
        own = find_own_enrollment(db.session(), actor())
        if own is None:
            return render_template("measurement/nothing.html")
        return redirect(url_for(".of_enrollment", enrollment_id=own.id))
    session, visible = db.session(), visible_to(actor(), SEE)
    total = count_data_states(session, visible)
    page = TablePage(path=url_for(".index"), number=asked_page(total), total=total)
    network = get_network_figures(session)
    chosen = asked_number("indicator") or 0
    return render_template(
        "measurement/network.html",
        rows=_network_rows(network, chosen),
        filters=[_indicator_filter(network, chosen)],
        chosen=chosen in network.by_indicator,
        export_url=url_for(".export", indicator=chosen or None),
        states=list_data_states(session, visible, offset=page.first - 1 if page.total else 0, at_most=page.size),
        page=page,
    )


@bp.get("/network.csv")
@guarded(SEE)
def export() -> ResponseReturnValue:
    rows = _network_rows(get_network_figures(db.session()), asked_number("indicator") or 0)
    return stream_csv("network-outcomes.csv", HEADER, file_rows(rows))


def _network_rows(network: NetworkFigures, chosen: int) -> list[NetworkRow]:
    """Totals for those who see the whole network; of an indicator, the affiliates that this person may see."""
    total = total_row(network, chosen) if chosen in network.by_indicator else total_rows(network)
    whole = Scope.ANYWHERE in scopes_of(actor(), SEE)
    if chosen not in network.by_indicator:
        return total if whole else _own_rows(network)
    seen = list_measured_affiliates(db.session(), visible_to(actor(), SEE))
    return [*(total if whole else []), *site_rows(network, chosen, affiliates=seen)]


def _own_rows(network: NetworkFigures) -> list[NetworkRow]:
    seen = list_measured_affiliates(db.session(), visible_to(actor(), SEE))
    return [row for key in network.by_indicator for row in site_rows(network, key, affiliates=seen)]


def _indicator_filter(network: NetworkFigures, chosen: int) -> TableFilter:
    choices = [("", "Every indicator"), *((str(i.id), f"{i.code} {i.name}") for i in network.indicators)]
    return TableFilter("indicator", "Indicator", str(chosen or ""), choices)


@bp.get("/of/<int:enrollment_id>")
@guarded(SEE, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    session, now = db.session(), utc_now()
    today = local_date(now, enrollment.affiliate.time_zone)
    profile = profile_of(actor(), enrollment)
    may_upload = allows(Permission.IMPORT_EXTRACT, enrollment)
    terms = get_data_terms(session, enrollment) if may_upload else DataTerms((), ())
    series = list_series(session, enrollment, profile=profile)
    goals = list_seen_goals(session, enrollment, series=series, today=today)
    imports = list_imports(session, ExtractImport.enrollment_id == enrollment.id)
    return render_template(
        "measurement/of_enrollment.html",
        enrollment=enrollment,
        tabs=list_tabs(enrollment, "Outcomes"),
        domains=by_domain(series, profile),
        goals=goal_cards(goals, profile),
        imports=[ImportRow.of(row) for row in imports],
        newest=max((one.latest for one in series), key=lambda seen: seen.as_of, default=None),
        reasons=why_not_upload(enrollment, terms=terms, actor=actor(), now=now),
        profile=profile,
    )


@bp.route("/of/<int:enrollment_id>/upload", methods=["GET", "POST"])
@guarded(Permission.IMPORT_EXTRACT, get_enrollment)
def upload(enrollment: Enrollment) -> ResponseReturnValue:
    terms, now = get_data_terms(db.session(), enrollment), utc_now()
    today = local_date(now, enrollment.affiliate.time_zone)
    form = ExtractForm(sources=[(row.id, row.name) for row in terms.sources_on(today)])
    if form.validate_on_submit():
        with refusals_into(form):
            _take_in(enrollment, form.answers, agreement=terms.in_force_on(today))
            return redirect(url_for(".of_enrollment", enrollment_id=enrollment.id), 303)
    reasons = why_not_upload(enrollment, terms=terms, actor=actor(), now=now)
    page = render_template(
        "measurement/upload.html",
        enrollment=enrollment,
        tabs=list_tabs(enrollment, "Outcomes"),
        form=form,
        reasons=reasons,
    )
    return page, status_of(form)


def _take_in(enrollment: Enrollment, given: ExtractAnswers, *, agreement: DataSharingAgreement | None) -> None:
    settings: Settings = current_app.extensions["accompany"]
    formulas = [parse_formula(row.formula) for row in list_computable(db.session(), enrollment)]
    agreed = agreement.elements if agreement is not None else []
    extract = reduce_upload(given.file, enrollment=enrollment, formulas=formulas, agreed=agreed, settings=settings)
    now = utc_now()
    with transaction() as session:
        row = upload_extract(
            enrollment,
            extract=extract,
            as_of=given.as_of,
            source_id=given.source_id,
            only_agreed=given.only_agreed,
            files=current_app.extensions["accompany_files"],
            session=session,
            actor=actor(),
            now=now,
        )
    if row.uploaded_at == now:
        flash(f"Extract {row.number} is here. Its figures are computed now; you can leave this page.", "good")
    else:
        flash(f"You uploaded this file for this day before: it is extract {row.number}. Nothing was changed.", "info")


@bp.get("/imports/<int:extract_id>")
@guarded(SEE, get_extract)
def quality(extract: ExtractImport) -> ResponseReturnValue:
    (row,) = list_imports(db.session(), ExtractImport.id == extract.id)
    return render_template(
        "measurement/quality.html",
        extract=extract,
        row=ImportRow.of(row),
        quality=extract.quality,
        tabs=list_tabs(extract.enrollment, "Outcomes"),
    )


@bp.get("/imports/<int:extract_id>/news")
@guarded(SEE, get_extract)
def news(extract: ExtractImport) -> ResponseReturnValue:
    (row,) = list_imports(db.session(), ExtractImport.id == extract.id)
    return render_template("measurement/_import.html", row=ImportRow.of(row, is_news=True))
