"""Shared examples: the list, one of them, offering, agreeing and withdrawing."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.peers import ConsentForm, ExampleForm
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.peers.blueprint import bp
from webapp.refusals import refusals_into, status_of
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_page
from webapp.training.parts import PEERS, parts_of_all
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.exercises.answers import SHEETS
from workflows.exercises.models import Product
from workflows.exercises.queries import get_product
from workflows.peers.example_queries import count_examples, get_example, list_examples
from workflows.peers.examples import may_withdraw, offer_example, publish, why_not_offer, withdraw
from workflows.peers.models import Example, ExampleAudience, ExampleState
from workflows.permissions import Permission
from workflows.personal_data import NOTICE


@bp.get("/examples")
@guarded(Permission.SEE_PRACTICE)
def examples() -> ResponseReturnValue:
    session, words = db.session(), request.args.get("words", "").strip().replace("\0", "")
    asked = request.args.get("kind", "")
    sheet = asked if asked in SHEETS else ""
    total = count_examples(session, actor=actor(), sheet=sheet, words=words)
    page = TablePage(request.path, asked_page(total), total, filters={"words": words, "kind": sheet})
    kinds = [("", "Every practice product"), *((name, one.title) for name, one in SHEETS.items())]
    rows = list_examples(
        session,
        actor=actor(),
        sheet=sheet,
        words=words,
        first=(page.number - 1) * PAGE_SIZE,
        at_most=PAGE_SIZE,
    )
    return render_template(
        "peers/examples.html",
        rows=rows,
        page=page,
        filters=[TableFilter("words", "Affiliate or words", words), TableFilter("kind", "What", sheet, kinds)],
        sheets=SHEETS,
        parts=parts_of_all(PEERS),
    )


@bp.get("/examples/<int:example_id>")
@guarded(Permission.SEE_PRACTICE, get_example)
def example(example: Example) -> ResponseReturnValue:
    return _example_page(example, ConsentForm(formdata=None))


def _example_page(example: Example, form: ConsentForm) -> ResponseReturnValue:
    is_own = allows(Permission.WRITE_PRACTICE, example)
    page = render_template(
        "peers/example.html",
        example=example,
        product=example.product,
        sheet=example.product.worksheet,
        shown=example.shown,
        is_own=is_own,
        waits=is_own and example.state is ExampleState.ASKED,
        may_withdraw=may_withdraw(example, actor=actor()),
        form=form,
        confirm=Confirmation(),
    )
    return page, status_of(form)


@bp.route("/products/<int:product_id>/example", methods=["GET", "POST"])
@guarded(Permission.JOIN_PEERS, get_product)
def offer(product: Product) -> ResponseReturnValue:
    """Who may offer is said by the operation, with the reason on the page: the affiliate, or staff who ask it."""
    form, is_own = ExampleForm(), allows(Permission.WRITE_PRACTICE, product)
    reasons = why_not_offer(product, session=db.session(), actor=actor())
    if form.validate_on_submit() and not reasons:
        with refusals_into(form):
            with transaction() as session:
                made = offer_example(
                    product,
                    audience=ExampleAudience(form.audience.data),
                    why=form.why.data,
                    consents=form.consents.data,
                    is_checked=form.is_checked.data,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            name = product.enrollment.affiliate.name
            flash("Thank you: others can learn from it now." if is_own else f"{name} is asked to agree.", "good")
            return redirect(url_for(".example", example_id=made.id), 303)
    page = render_template(
        "peers/offer.html", product=product, form=form, is_own=is_own, reasons=reasons, notice=NOTICE
    )
    return page, 422 if reasons and request.method == "POST" else status_of(form)


@bp.post("/examples/<int:example_id>/consent")
@guarded(Permission.WRITE_PRACTICE, get_example)
def consent(example: Example) -> ResponseReturnValue:
    form = ConsentForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                publish(example, consents=form.consents.data, session=session, actor=actor(), now=utc_now())
            flash("Thank you: others can learn from it now.", "good")
            return redirect(url_for(".example", example_id=example.id), 303)
    return _example_page(example, form)


@bp.post("/examples/<int:example_id>/withdraw")
@guarded(Permission.JOIN_PEERS, get_example)
def take_away(example: Example) -> ResponseReturnValue:
    """Its affiliate at any time, and staff: the table of an example's states says so."""
    with transaction() as session:
        withdraw(example, session=session, actor=actor(), now=utc_now())
    flash("It is no longer shown to others.", "good")
    return redirect(url_for("exercises.show", product_id=example.product_id), 303)
