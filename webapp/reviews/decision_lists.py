"""The page of decisions: what waits for one, and what was decided, each with its own order and pages."""

from dataclasses import replace

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from webapp.actors import actor
from webapp.reviews.blueprint import bp
from webapp.tables import PAGE_SIZE, TablePage, asked_page
from workflows.clock import utc_now
from workflows.db import db
from workflows.permissions import Permission
from workflows.reviews.comparison import compare, may_read_others
from workflows.reviews.decision_lists import (
    DECIDED_SORTS,
    WAITING_SORTS,
    Order,
    count_decisions,
    count_in_review,
    list_decisions,
    list_in_review,
)
from workflows.reviews.staging.queries import list_staged_cohorts, list_staged_of


@bp.get("/decisions")
@guarded(Permission.SEE_REVIEWS)
def decisions() -> ResponseReturnValue:
    session, who = db.session(), actor()
    waiting = _page(count_in_review(session, who), WAITING_SORTS, prefix="")
    decided = _page(count_decisions(session, who), DECIDED_SORTS, prefix="decided_")
    rows = list_in_review(session, who, _order(waiting), offset=_offset(waiting), at_most=PAGE_SIZE)
    return render_template(
        "reviews/decisions.html",
        waiting=[(row, compare(row) if may_read_others(row, who) else None) for row in rows],
        waiting_page=_beside(waiting, decided),
        made=list_decisions(session, who, _order(decided), offset=_offset(decided), at_most=PAGE_SIZE),
        made_page=_beside(decided, waiting),
        staged=list_staged_of(session, [row.id for row in rows]),
        cohorts=list_staged_cohorts(session, who),
        now=utc_now(),
    )


def _page(total: int, sorts: frozenset[str], *, prefix: str) -> TablePage:
    sort = request.args.get(f"{prefix}sort", "")
    return TablePage(
        path=request.path,
        number=asked_page(total, prefix=prefix),
        total=total,
        sort=sort if sort in sorts else "",
        direction="desc" if request.args.get(f"{prefix}direction") == "desc" else "asc",
        prefix=prefix,
    )


def _beside(page: TablePage, other: TablePage) -> TablePage:
    """The page as it is, keeping what the other list of the same address shows."""
    return replace(page, filters=other.view)


def _order(page: TablePage) -> Order:
    return Order(page.sort, page.direction == "desc")


def _offset(page: TablePage) -> int:
    return (page.number - 1) * PAGE_SIZE
