"""Where practice products are found: what waits for feedback, and one affiliate's own by session."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.base import Confirmation
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.enrollments.tabs import list_tabs
from webapp.exercises.blueprint import bp
from webapp.exercises.words import STATE_TONES, STATE_WORDS
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_number, asked_page
from webapp.training.parts import PRACTICE, parts_of_all, parts_of_enrollment
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import find_own_enrollment, get_enrollment
from workflows.exercises.answers import SHEETS, Worksheet, sheet_for
from workflows.exercises.lab_queries import LabStanding, list_standings
from workflows.exercises.models import Product, ProductState
from workflows.exercises.operations import start_product
from workflows.exercises.queries import (
    ProductFilter,
    count_products,
    list_cohorts_with_products,
    list_products,
    list_products_of,
)
from workflows.permissions import Permission
from workflows.training.models import TrainingSession
from workflows.training.queries import get_training_session
from workflows.training.series import list_series


@bp.get("/")
@guarded(Permission.SEE_PRACTICE)
def index() -> ResponseReturnValue:
    session = db.session()
    own = find_own_enrollment(session, actor()) if not actor().is_national else None
    if own is not None:
        return redirect(url_for(".of_enrollment", enrollment_id=own.id))
    wanted, shown = _filter()
    total = count_products(session, wanted, actor=actor())
    page = TablePage(request.path, asked_page(total), total, filters=shown)
    return render_template(
        "exercises/index.html",
        rows=list_products(session, wanted, actor=actor(), first=(page.number - 1) * PAGE_SIZE, at_most=PAGE_SIZE),
        page=page,
        filters=_filters(session, shown),
        sheets=SHEETS,
        words=STATE_WORDS,
        tones=STATE_TONES,
        now=utc_now(),
        parts=parts_of_all(PRACTICE),
    )


def _filter() -> tuple[ProductFilter, dict[str, str]]:
    """What the list shows, and the same as the address keeps it; what waits is shown unless something else is asked."""
    asked = request.args.get("state", ProductState.HANDED_IN.value)
    state = ProductState(asked) if asked in set(ProductState) else None
    cohort_id, words = asked_number("cohort"), request.args.get("words", "").strip().replace("\0", "")
    shown = {"state": state.value if state else "all", "cohort": str(cohort_id or ""), "words": words}
    return ProductFilter(state, cohort_id, words), shown


def _filters(session: Session, shown: dict[str, str]) -> list[TableFilter]:
    states = [*((s.value, STATE_WORDS[s]) for s in ProductState if s is not ProductState.DRAFT), ("all", "Every state")]
    cohorts = [
        ("", "Every cohort"),
        *((str(k), name) for k, name in list_cohorts_with_products(session, actor=actor())),
    ]
    return [
        TableFilter("words", "Affiliate or session", shown["words"]),
        TableFilter("state", "State", shown["state"], states),
        TableFilter("cohort", "Cohort", shown["cohort"], cohorts),
    ]


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """One session of an affiliate: what it asks for, the product so far, and its lab."""

    session: TrainingSession
    sheet: Worksheet | None
    product: Product | None
    lab: LabStanding | None


def practice_lines(session: Session, enrollment: Enrollment, series: Sequence[TrainingSession]) -> list[PracticeLine]:
    """Every session of the series that asks for something, in its order; two queries."""
    products, labs = list_products_of(session, enrollment.id), list_standings(session, enrollment, series)
    lines = (
        PracticeLine(
            one, SHEETS[products[one.id].sheet] if one.id in products else sheet_for(one.practice_product),
            products.get(one.id), labs.get(one.id),
        )
        for one in series
    )  # fmt: skip
    return [line for line in lines if line.sheet is not None or line.lab is not None]


@bp.get("/of/<int:enrollment_id>")
@guarded(Permission.SEE_PRACTICE, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    return render_template(
        "exercises/of_enrollment.html",
        enrollment=enrollment,
        lines=practice_lines(db.session(), enrollment, list_series(db.session(), enrollment.cohort_id)),
        writes=allows(Permission.WRITE_PRACTICE, enrollment),
        words=STATE_WORDS,
        tones=STATE_TONES,
        form=Confirmation(),
        now=utc_now(),
        tabs_here=list_tabs(enrollment, "Training"),
        parts=parts_of_enrollment(PRACTICE, enrollment),
    )


def load_with_session(session: Session, *, enrollment_id: int, session_id: int) -> Enrollment:
    """The enrollment, once the session is known to exist; raises NotFound."""
    get_training_session(session, session_id)
    return get_enrollment(session, enrollment_id)


@bp.post("/of/<int:enrollment_id>/sessions/<int:session_id>")
@guarded(Permission.WRITE_PRACTICE, load_with_session)
def start(enrollment: Enrollment) -> ResponseReturnValue:
    wanted = (request.view_args or {})["session_id"]
    with transaction() as session:
        training_session = get_training_session(session, wanted)
        product = start_product(enrollment, training_session, session=session, actor=actor(), now=utc_now())
    flash("It saves itself while you write. Your colleagues can write with you.", "info")
    return redirect(url_for(".write", product_id=product.id), 303)
