"""Pages of prospects: the log of a year, the summary of the network, its file, and the page for funders."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.csv_export import stream_csv
from webapp.enrollments.tabs import list_tabs
from webapp.prospects import log_routes
from webapp.prospects.blueprint import bp
from webapp.prospects.words import HEADER, TONES, file_rows
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_page
from workflows.clock import local_date, utc_now
from workflows.db import db
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import find_own_enrollment, get_enrollment
from workflows.permissions import Permission
from workflows.prospects.answers import ProspectState
from workflows.prospects.for_funders import get_funder_page
from workflows.prospects.models import Prospect
from workflows.prospects.operations import why_not_write
from workflows.prospects.queries import (
    count_prospects,
    find_sustaining,
    list_prospects,
    list_prospects_of,
    list_sums,
    list_sums_seen,
)
from workflows.prospects.totals import add_up, by_cohort, by_kind, by_source, total_of

__all__ = ["bp", "log_routes"]

SEE = Permission.SEE_PROSPECTS
STATES = (("", "All"), *((state.value, state.words) for state in ProspectState))


@bp.get("/")
@guarded(SEE)
def index() -> ResponseReturnValue:
    session = db.session()
    if not actor().is_national and (own := find_own_enrollment(session, actor())) is not None:
        return redirect(url_for(".of_enrollment", enrollment_id=own.id), 303)
    asked = request.args.get("state", "")
    state = ProspectState(asked) if asked in set(ProspectState) else None
    total = count_prospects(session, actor(), state=state)
    number = asked_page(total)
    sums = list_sums_seen(session, actor())
    return render_template(
        "prospects/index.html",
        prospects=list_prospects(session, actor(), state=state, offset=(number - 1) * PAGE_SIZE, at_most=PAGE_SIZE),
        page=TablePage(url_for(".index"), number, total, filters={"state": asked if state else ""}),
        filters=[TableFilter("state", "Where it stands", state.value if state else "", STATES)],
        tones=TONES,
        total=total_of(sums),
        summaries=[
            ("By type", "Type", add_up(sums, by_kind)),
            ("By kind of source", "Kind of source", add_up(sums, by_source)),
            ("By cohort", "Cohort", add_up(sums, by_cohort)),
        ],
        export_url=url_for(".export"),
    )


@bp.get("/summary.csv")
@guarded(SEE)
def export() -> ResponseReturnValue:
    return stream_csv("prospects.csv", HEADER, file_rows(list_sums_seen(db.session(), actor())))


@bp.get("/of/<int:enrollment_id>")
@guarded(SEE, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    session = db.session()
    sums = list_sums(session, Prospect.enrollment_id == enrollment.id)
    return render_template(
        "prospects/of_enrollment.html",
        enrollment=enrollment,
        tabs=list_tabs(enrollment, "Prospects"),
        prospects=list_prospects_of(session, enrollment.id),
        tones=TONES,
        total=total_of(sums),
        kinds=add_up(sums, by_kind),
        reasons=why_not_write(enrollment),
        sustaining=find_sustaining(session, enrollment.id) if allows(Permission.SEE_PROPOSAL, enrollment) else "",
        today=local_date(utc_now(), enrollment.affiliate.time_zone),
        now=utc_now(),
    )


@bp.get("/of/<int:enrollment_id>/for-funders")
@guarded(SEE, get_enrollment)
def for_funders(enrollment: Enrollment) -> ResponseReturnValue:
    session = db.session()
    return render_template(
        "prospects/for_funders.html",
        enrollment=enrollment,
        shown=get_funder_page(session, enrollment),
        won=total_of(list_sums(session, Prospect.enrollment_id == enrollment.id)).won,
        now=utc_now(),
    )
