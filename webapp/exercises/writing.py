"""Writing a practice product: its worksheet, its file, handing it in, revising and sharing it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.base import Confirmation
from forms.exercises import AttachmentForm, HandInForm, SheetForm, sheet_form
from webapp.access import guarded
from webapp.actors import actor
from webapp.context import zone_here
from webapp.exercises.blueprint import bp
from webapp.exercises.reading import product_page
from webapp.proposals.outline import saved_at_words
from webapp.proposals.saving import Draft, save_draft
from webapp.refusals import refusals_into, status_of
from webapp.uploads import keep_upload
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.exercises.answers import FILE_KINDS, FILE_MAX_BYTES, NO_SPREADSHEETS
from workflows.exercises.lifecycle import OPEN_TO_WRITING
from workflows.exercises.models import Product
from workflows.exercises.operations import (
    attach_file,
    hand_in,
    remove_file,
    revise,
    save_product,
    share_with_group,
    stop_sharing,
)
from workflows.exercises.queries import get_product
from workflows.permissions import Permission


@bp.route("/<int:product_id>/write", methods=["GET", "POST"])
@guarded(Permission.WRITE_PRACTICE, get_product)
def write(product: Product) -> ResponseReturnValue:
    if request.method == "GET" and product.state not in OPEN_TO_WRITING:
        return redirect(url_for(".show", product_id=product.id))
    form = _form(product)
    if request.method == "GET":
        return writing_page(product, form, AttachmentForm(formdata=None))

    def keep(session: Session) -> Any:
        return save_product(
            product,
            answers=form.answers,
            link=form.link.data or "",
            expected_version=form.expected_version,
            session=session,
            actor=actor(),
            now=utc_now(),
        )

    here = url_for(".write", product_id=product.id)
    return save_draft(
        Draft(
            form=form,
            keep=keep,
            page=lambda: writing_page(product, form, AttachmentForm(formdata=None)),
            theirs=lambda: _form(get_product(db.session(), product.id, fresh=True), posted=False),
            onward_url=lambda: here if "stay" in request.form else url_for(".show", product_id=product.id),
        )
    )


def writing_page(product: Product, form: SheetForm, upload: AttachmentForm) -> str:
    saved = saved_at_words(product.saved_at, zone=zone_here(), now=utc_now()) if product.version > 1 else ""
    return render_template(
        "exercises/write.html",
        product=product,
        sheet=product.worksheet,
        form=form,
        upload=upload,
        confirm=Confirmation(),
        saved=saved,
    )


def _form(product: Product, *, posted: bool = True) -> SheetForm:
    values = {**product.answers, "link": product.link, "version": product.version}
    form = sheet_form(product.sheet)
    return form(data=values) if posted else form(formdata=None, data=values)


@bp.post("/<int:product_id>/file")
@guarded(Permission.WRITE_PRACTICE, get_product)
def attach(product: Product) -> ResponseReturnValue:
    upload = AttachmentForm()
    if upload.validate_on_submit():
        with refusals_into(upload):
            kept = keep_upload(upload.file, kinds=FILE_KINDS, at_most=FILE_MAX_BYTES, instead=NO_SPREADSHEETS)
            with transaction() as session:
                attach_file(product, kept, session=session, actor=actor(), now=utc_now())
            flash("The file is kept with your practice product.", "good")
            return redirect(url_for(".write", product_id=product.id, _anchor="file-title"), 303)
    return writing_page(product, _form(product, posted=False), upload), status_of(upload)


@bp.post("/<int:product_id>/file/remove")
@guarded(Permission.WRITE_PRACTICE, get_product)
def detach(product: Product) -> ResponseReturnValue:
    with transaction() as session:
        remove_file(product, session=session, actor=actor(), now=utc_now())
    flash("The file is taken away.", "good")
    return redirect(url_for(".write", product_id=product.id, _anchor="file-title"), 303)


@bp.post("/<int:product_id>/hand-in")
@guarded(Permission.WRITE_PRACTICE, get_product)
def send(product: Product) -> ResponseReturnValue:
    form = HandInForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                hand_in(
                    product,
                    expected_version=form.expected_version,
                    is_checked=form.is_checked.data,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(
                "Handed in. Your coach and the national office read it; share it with your peers if you like.", "good"
            )
            return redirect(url_for(".show", product_id=product.id), 303)
    return product_page(product, hand_in_form=form), status_of(form)


@bp.post("/<int:product_id>/revise")
@guarded(Permission.WRITE_PRACTICE, get_product)
def open_again(product: Product) -> ResponseReturnValue:
    with transaction() as session:
        revise(product, session=session, actor=actor(), now=utc_now())
    flash("It is open again. What you handed in stays readable until you hand it in anew.", "info")
    return redirect(url_for(".write", product_id=product.id), 303)


@bp.post("/<int:product_id>/share")
@guarded(Permission.WRITE_PRACTICE, get_product)
def share(product: Product) -> ResponseReturnValue:
    with transaction() as session:
        share_with_group(product, session=session, actor=actor())
    flash("Your peer group can read it now, and tell you what it thinks.", "good")
    return redirect(url_for(".show", product_id=product.id), 303)


@bp.post("/<int:product_id>/unshare")
@guarded(Permission.WRITE_PRACTICE, get_product)
def unshare(product: Product) -> ResponseReturnValue:
    with transaction():
        stop_sharing(product, actor=actor())
    flash("Your peers no longer see it.", "good")
    return redirect(url_for(".show", product_id=product.id), 303)
