"""Hours by function, month and affiliate; their rates; and how fast first answers come."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.helpdesk import RateForm
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.context import zone_here
from webapp.csv_export import stream_csv
from webapp.helpdesk.blueprint import bp, list_parts
from webapp.helpdesk.months import list_months, month_from, next_month
from webapp.refusals import refusals_into, status_of
from webapp.tables import TableFilter, TablePage, asked_page
from workflows.clock import local_date, utc_now
from workflows.db import db, transaction
from workflows.helpdesk.hours import Cell, lines_by, list_cells, list_rates, set_rate, total_line
from workflows.helpdesk.models import WorkFunction
from workflows.helpdesk.queries import list_response_times
from workflows.helpdesk.response import by_month
from workflows.permissions import Permission, require

AFFILIATES_SHOWN = 50
ANSWERS_SINCE = timedelta(days=400)
EXPORT_HEADER = ("Month", "Affiliate", "Function", "Minutes", "Hours", "Cost in US dollars")


@bp.get("/hours/report")
@guarded(Permission.SEE_HOURS)
def report() -> ResponseReturnValue:
    since, until = _asked_months()
    cells = list_cells(db.session(), since=since, until=next_month(until))
    affiliates = lines_by(sorted(cells, key=lambda cell: (cell.affiliate_id is not None, cell.affiliate)), _affiliate)
    number = asked_page(len(affiliates), AFFILIATES_SHOWN)
    kept = {"from": f"{since:%Y-%m}", "to": f"{until:%Y-%m}"}
    page = TablePage(url_for(".report"), number, len(affiliates), size=AFFILIATES_SHOWN, filters=kept)
    return render_template(
        "helpdesk/report.html",
        functions=list(WorkFunction),
        columns=[{"label": words} for words in (*(f.words for f in WorkFunction), "Together", "Cost")],
        months=lines_by(cells, _month),
        affiliates=affiliates[(number - 1) * AFFILIATES_SHOWN : number * AFFILIATES_SHOWN],
        total=total_line(cells),
        page=page,
        filters=_month_filters(since, until),
        export_url=url_for(".export_hours", **kept),
        parts=list_parts("Hours by function"),
    )


@bp.get("/hours/report.csv")
@guarded(Permission.SEE_HOURS)
def export_hours() -> ResponseReturnValue:
    since, until = _asked_months()
    cells = list_cells(db.session(), since=since, until=next_month(until))
    return stream_csv("hours-by-function.csv", EXPORT_HEADER, _rows(cells))


@bp.route("/rates", methods=["GET", "POST"])
@guarded(Permission.SEE_HOURS)
def rates() -> ResponseReturnValue:
    form = RateForm(data={"from_month": local_date(utc_now(), zone_here()).replace(day=1)})
    if form.is_submitted():
        require(actor(), Permission.SET_RATES)
    if form.validate_on_submit():
        with refusals_into(form):
            function, amount, from_month = form.rate
            with transaction() as session:
                set_rate(function, amount=amount, from_month=from_month, session=session, actor=actor())
            flash("The rate is set. Hours from that month on cost it.", "good")
            return redirect(url_for(".rates"), 303)
    page = render_template(
        "helpdesk/rates.html",
        form=form,
        rates=list_rates(db.session()),
        may_set=allows(Permission.SET_RATES),
        parts=list_parts("Rates"),
    )
    return page, status_of(form)


@bp.get("/response-times")
@guarded(Permission.SEE_HOURS)
def response_times() -> ResponseReturnValue:
    now, zone = utc_now(), zone_here()
    begins = local_date(now - ANSWERS_SINCE, zone).replace(day=1)
    since = datetime.combine(begins, time(), tzinfo=ZoneInfo(zone))
    months = by_month(list_response_times(db.session(), since=since), zone=zone, now=now)
    return render_template("helpdesk/response_times.html", months=months, parts=list_parts("Response times"))


def _affiliate(cell: Cell) -> str:
    return cell.affiliate


def _month(cell: Cell) -> str:
    return f"{cell.month:%B %Y}"


def _asked_months() -> tuple[date, date]:
    """First and last month of the report; six months up to this one unless the URL says otherwise."""
    this = local_date(utc_now(), zone_here()).replace(day=1)
    until = month_from(request.args.get("to", ""), otherwise=this)
    since = month_from(request.args.get("from", ""), otherwise=list_months(until, 6)[-1])
    return min(since, until), until


def _month_filters(since: date, until: date) -> list[TableFilter]:
    this = local_date(utc_now(), zone_here()).replace(day=1)
    known = sorted({*list_months(this, 24), since, until}, reverse=True)
    choices = [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in known]
    return [
        TableFilter("from", "From", f"{since:%Y-%m}", choices),
        TableFilter("to", "Up to", f"{until:%Y-%m}", choices),
    ]


def _rows(cells: Sequence[Cell]) -> Iterator[Sequence[object]]:
    """Every cell, so that whoever adds them up gets the totals of the page."""
    for cell in cells:
        hours, cost = f"{cell.minutes / 60:.2f}", "" if cell.cost is None else f"{cell.cost:.2f}"
        yield f"{cell.month:%Y-%m}", cell.affiliate, cell.function.words, cell.minutes, hours, cost
