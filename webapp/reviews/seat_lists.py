"""The lists of seats: a reviewer's own, and everyone's for the national office."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from webapp.actors import actor
from webapp.reviews.blueprint import bp
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_number, asked_page
from workflows.db import db
from workflows.permissions import Permission
from workflows.reviews.comparison import may_read_others
from workflows.reviews.listing import SORTS, SeatFilter, count_seats, list_cohorts_of_seats, list_seats
from workflows.reviews.models import ReviewState
from workflows.reviews.rubric import rubric_of

STATES = {
    ReviewState.ASSIGNED: "To declare",
    ReviewState.SCORING: "Scoring",
    ReviewState.FINAL: "Filed",
    ReviewState.RECUSED: "Stepped aside",
}


@bp.get("/")
@guarded(Permission.SCORE_PROPOSAL)
def index() -> ResponseReturnValue:
    return _page(own=True)


@bp.get("/seats")
@guarded(Permission.SEE_REVIEWS)
def seats() -> ResponseReturnValue:
    return _page(own=False)


def _page(*, own: bool) -> ResponseReturnValue:
    session, asked = db.session(), request.args
    state = ReviewState(asked["state"]) if asked.get("state", "") in set(ReviewState) else None
    sort = asked.get("sort", "")
    wanted = SeatFilter(
        own=own,
        state=state,
        cohort_id=asked_number("cohort"),
        words=asked.get("words", "").strip()[:100],
        sort=sort if sort in SORTS else "",
        descending=asked.get("direction") == "desc",
    )
    total = count_seats(session, actor(), wanted)
    filters = {"words": wanted.words, "state": state or "", "cohort": str(wanted.cohort_id or "")}
    page = TablePage(
        path=request.path,
        number=asked_page(total),
        total=total,
        sort=wanted.sort,
        direction="desc" if wanted.descending else "asc",
        filters=filters,
    )
    rows = list_seats(session, actor(), wanted, first=(page.number - 1) * PAGE_SIZE, at_most=PAGE_SIZE)
    cohorts = list_cohorts_of_seats(session, actor(), own=own)
    return render_template(
        "reviews/index.html" if own else "reviews/seats.html",
        seats=rows,
        page=page,
        filters=_filters(filters, cohorts),
        rubric_of=rubric_of,
        readable={seat.id for seat in rows if may_read_others(seat.proposal, actor())},
    )


def _filters(chosen: dict[str, str], cohorts: list[tuple[int, str]]) -> list[TableFilter]:
    states = [("", "Every state"), *((state.value, word) for state, word in STATES.items())]
    named = [("", "Every cohort"), *((str(cohort_id), name) for cohort_id, name in cohorts)]
    return [
        TableFilter("words", "Affiliate", chosen["words"]),
        TableFilter("state", "State", chosen["state"], states),
        TableFilter("cohort", "Cohort", chosen["cohort"], named),
    ]
