"""Reading a practice product and saying something about it: its versions, its file, feedback and thanks."""

from typing import Any

from flask import current_app, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.exercises import FeedbackForm, HandInForm, ThankForm
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.exercises.blueprint import bp
from webapp.exercises.words import STATE_TONES, STATE_WORDS
from webapp.refusals import refusals_into, status_of
from webapp.tables import asked_number
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.errors import NotFound
from workflows.exercises.lifecycle import OPEN_TO_WRITING, PRODUCT
from workflows.exercises.models import Feedback, Product, ProductVersion
from workflows.exercises.operations import edit_feedback, give_feedback, thank, why_not_edit, why_not_share
from workflows.exercises.queries import find_group_of, get_feedback, get_product
from workflows.file_kinds import kind_of
from workflows.files import FileStore
from workflows.peers.example_queries import find_example_of
from workflows.peers.examples import why_not_offer
from workflows.permissions import Permission


@bp.get("/<int:product_id>")
@guarded(Permission.SEE_PRACTICE, get_product)
def show(product: Product) -> ResponseReturnValue:
    return product_page(product)


def product_page(
    product: Product, *, hand_in_form: HandInForm | None = None, feedback_form: FeedbackForm | None = None,
    thank_form: ThankForm | None = None, thanked: Feedback | None = None,
) -> str:  # fmt: skip
    """The product as this person may read it, with a form that came back in its place."""
    writes = allows(Permission.WRITE_PRACTICE, product)
    version = _chosen_version(product)
    told = {
        "product": product,
        "sheet": product.worksheet,
        "version": version,
        "shown": product if version is None else version,
        "feedback": [said for said in product.feedback if allows(Permission.SEE_PRACTICE, said)],
        "editable": {said.id for said in product.feedback if not why_not_edit(said, actor=actor(), now=utc_now())},
        "feedback_form": feedback_form or FeedbackForm(formdata=None),
        "gives": bool(product.versions) and allows(Permission.GIVE_FEEDBACK, product),
        "thank_form": thank_form or ThankForm(formdata=None),
        "thanked": thanked,
        "writes": writes,
        "confirm": Confirmation(),
        "word": STATE_WORDS[product.state],
        "tone": STATE_TONES[product.state],
        "now": utc_now(),
        "example": _example(product),
        "offers": not why_not_offer(product, session=db.session(), actor=actor()),
    }
    return render_template("exercises/show.html", **told, **(_for_writers(product, hand_in_form) if writes else {}))


def _for_writers(product: Product, form: HandInForm | None) -> dict[str, Any]:
    group = find_group_of(db.session(), product.enrollment_id)
    return {
        "hand_in_form": form or HandInForm(formdata=None, data={"version": product.version}),
        "hand_in_reasons": PRODUCT.why_not(product, "hand_in", actor=actor(), now=utc_now()),
        "is_open": product.state in OPEN_TO_WRITING,
        "group": group,
        "share_reasons": why_not_share(product, group),
    }


def _example(product: Product) -> Any:
    """The product's example, where this person may know of it."""
    found = find_example_of(db.session(), product.id)
    return found if found is not None and allows(Permission.SEE_PRACTICE, found) else None


def _chosen_version(product: Product) -> ProductVersion | None:
    """The version that the address asks for; else the one handed in last, or None for what is still being written.

    Peers read the last version alone, and only who writes it reads what is not handed in.
    """
    is_peer = not _is_inside(product)
    asked = None if is_peer else asked_number("version")
    if asked is not None:
        return next((v for v in product.versions if v.number == asked), product.latest)
    if product.state in OPEN_TO_WRITING and allows(Permission.WRITE_PRACTICE, product):
        return None
    return product.latest


def _is_inside(product: Product) -> bool:
    """Whether this person is of the affiliate, its coach or staff, and not a peer."""
    own = product.enrollment.affiliate_id in actor().affiliate_ids
    return own or (actor().is_national and allows(Permission.SEE_TRAINING, product))


@bp.get("/<int:product_id>/file")
@guarded(Permission.SEE_PRACTICE, get_product)
def download(product: Product) -> ResponseReturnValue:
    """The file of the version that is shown, as a download."""
    shown = _chosen_version(product) or (product if allows(Permission.WRITE_PRACTICE, product) else None)
    if shown is None or shown.file_sha256 is None:
        raise NotFound()
    files: FileStore = current_app.extensions["accompany_files"]
    response = send_file(
        files.open(shown.file_sha256),
        mimetype=kind_of(shown.file_name).media_type,
        as_attachment=True,
        download_name=shown.file_name,
        etag=shown.file_sha256,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post("/<int:product_id>/feedback")
@guarded(Permission.GIVE_FEEDBACK, get_product)
def say(product: Product) -> ResponseReturnValue:
    form = FeedbackForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                give_feedback(
                    product,
                    form.answers,
                    is_checked=form.is_checked.data,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(f"Thank you. {product.enrollment.affiliate.name} reads it with your name.", "good")
            return redirect(url_for(".show", product_id=product.id, _anchor="feedback"), 303)
    return product_page(product, feedback_form=form), status_of(form)


@bp.route("/feedback/<int:feedback_id>/edit", methods=["GET", "POST"])
@guarded(Permission.GIVE_FEEDBACK, get_feedback)
def edit(feedback: Feedback) -> ResponseReturnValue:
    names = ("works", "question", "suggestion", "version")
    form = FeedbackForm(data={name: getattr(feedback, name) for name in names})
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                edit_feedback(
                    feedback,
                    form.answers,
                    expected_version=form.expected_version,
                    is_checked=form.is_checked.data,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("Saved.", "good")
            return redirect(url_for(".show", product_id=feedback.product_id, _anchor="feedback"), 303)
    reasons = why_not_edit(feedback, actor=actor(), now=utc_now())
    page = render_template("exercises/edit_feedback.html", feedback=feedback, form=form, reasons=reasons)
    return page, status_of(form)


@bp.post("/feedback/<int:feedback_id>/thank")
@guarded(Permission.WRITE_PRACTICE, get_feedback)
def thanks(feedback: Feedback) -> ResponseReturnValue:
    form = ThankForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                thank(
                    feedback,
                    reply=form.reply.data,
                    is_checked=form.is_checked.data,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(f"{feedback.author.name} sees your thanks.", "good")
            return redirect(url_for(".show", product_id=feedback.product_id, _anchor="feedback"), 303)
    return product_page(feedback.product, thank_form=form, thanked=feedback), status_of(form)
