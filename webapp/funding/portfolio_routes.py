"""The portfolio for staff: where the money stands, awards by risk and stage, and what waits for whom since when."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from webapp.actors import actor, signed_in_user
from webapp.csv_export import stream_csv
from webapp.filters import short_date
from webapp.funding.blueprint import bp
from webapp.funding.portfolio_tabs import portfolio_tabs
from webapp.home.national import list_money_parts
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_number, asked_page
from workflows.clock import utc_now
from workflows.cohorts.queries import list_cohorts
from workflows.db import db
from workflows.funding.portfolio.money import Money, Portfolio, get_portfolio
from workflows.funding.portfolio.risk import RISK_WORDS
from workflows.home.chain import (
    ChainFilter,
    Part,
    Who,
    count_chain,
    iterate_chain,
    list_chain,
)
from workflows.permissions import Actor, Permission

OLDEST_SHOWN = 5
MINE = "mine"
WAITING_HEADER = ("Affiliate", "Cohort", "What", "Whose turn", "Since", "Days", "Amount")


@bp.get("/portfolio")
@guarded(Permission.SEE_PORTFOLIO)
def portfolio() -> ResponseReturnValue:
    session, now = db.session(), utc_now()
    found = get_portfolio(session, actor())
    return render_template(
        "funding/portfolio.html",
        tabs=portfolio_tabs("Portfolio"),
        groups=found.groups,
        parts=list_money_parts(found.total.whole),
        rows=list(_money_rows(found)),
        risk_words=RISK_WORDS,
        oldest=list_chain(session, actor(), ChainFilter(), now=now, at_most=OLDEST_SHOWN),
        now=now,
    )


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A cohort or all of them, altogether or of one source; `url` leads to the awards."""

    name: str
    amounts: Money
    is_total: bool
    url: str


def _money_rows(found: Portfolio) -> Iterator[MoneyRow]:
    """Each cohort altogether, then by the sources it has awards from; all cohorts come last."""
    for line in (*found.cohorts, found.total):
        is_total = line is found.total
        yield MoneyRow(line.name, line.whole, is_total, url_for(".index", cohort=line.cohort_id))
        for source, amounts in line.by_source:
            if amounts.committed or is_total:
                url = url_for(".index", cohort=line.cohort_id, source=source.value)
                yield MoneyRow(f"{line.name}, {source.value}", amounts, is_total, url)


@bp.get("/portfolio/waiting")
@guarded(Permission.SEE_PORTFOLIO)
def waiting() -> ResponseReturnValue:
    session, now = db.session(), utc_now()
    wanted, kept = _read_filter()
    total = count_chain(session, actor(), wanted, now=now)
    page = TablePage(
        path=request.path,
        number=asked_page(total),
        total=total,
        filters=kept,
        export_url=url_for(".export_waiting", **{name: value for name, value in kept.items() if value}),
    )
    return render_template(
        "funding/waiting.html",
        tabs=portfolio_tabs("What waits"),
        rows=list_chain(session, actor(), wanted, now=now, offset=(page.number - 1) * PAGE_SIZE, at_most=PAGE_SIZE),
        page=page,
        filters=_filters(kept),
        now=now,
    )


@bp.get("/portfolio/waiting.csv")
@guarded(Permission.SEE_PORTFOLIO)
def export_waiting() -> ResponseReturnValue:
    wanted, _ = _read_filter()
    return stream_csv("what-waits.csv", WAITING_HEADER, _lines(wanted, actor()))


def _lines(wanted: ChainFilter, who: Actor) -> Iterator[tuple[object, ...]]:
    """Reads in the session of the moment of sending: that of the request is closed by then."""
    now, user = utc_now(), signed_in_user()
    zone = user.time_zone if user is not None else "UTC"
    for row in iterate_chain(db.session(), who, wanted, now=now):
        turn = f"{row.person}, {row.who.label.lower()}" if row.person else row.who.label
        since = short_date(row.since, zone)
        yield (row.affiliate, row.cohort, row.what, turn, since, (now - row.since).days, row.amount or "")


def _read_filter() -> tuple[ChainFilter, dict[str, str]]:
    """What the URL asks for, and the same as the page keeps it; what it asks wrongly is left open."""
    cohort_id, who, part = asked_number("cohort"), request.args.get("who", ""), request.args.get("part", "")
    wanted = ChainFilter(
        cohort_id=cohort_id,
        part=Part(part) if part in set(Part) else None,
        who=Who(who) if who in set(Who) else None,
        mine=who == MINE,
    )
    kept = {"cohort": str(cohort_id or ""), "part": wanted.part or "", "who": MINE if wanted.mine else wanted.who or ""}
    return wanted, kept


def _filters(chosen: dict[str, str]) -> list[TableFilter]:
    cohorts = [(str(cohort.id), cohort.name) for cohort in list_cohorts(db.session())]
    turns = [(MINE, "Me"), *((who.value, who.label) for who in Who)]
    parts = [(part.value, part.value.capitalize()) for part in Part]
    return [
        TableFilter("who", "Whose turn", chosen["who"], [("", "Everyone"), *turns]),
        TableFilter("part", "Part", chosen["part"], [("", "Every part"), *parts]),
        TableFilter("cohort", "Cohort", chosen["cohort"], [("", "Every cohort"), *cohorts]),
    ]
