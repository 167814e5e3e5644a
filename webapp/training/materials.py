"""A session's materials: staff add, name, order and remove them; whoever sees the session downloads them."""

import logging

from flask import Response, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.sessions import MaterialForm, NewMaterialForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.refusals import refusals_into, status_of
from webapp.training.blueprint import bp
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.errors import DomainError, NotFound
from workflows.file_kinds import EVERY_KIND, accepted, kind_of
from workflows.files import FileStore, StorageProblem
from workflows.permissions import Permission
from workflows.training.materials import (
    ONE_OF_TWO,
    add_material,
    change_material,
    name_of_file,
    raise_material,
    remove_material,
)
from workflows.training.models import SessionMaterial, TrainingSession
from workflows.training.queries import get_material, get_training_session, list_materials

MANAGE = Permission.MANAGE_TRAINING
log = logging.getLogger(__name__)


@bp.route("/sessions/<int:session_id>/materials", methods=["GET", "POST"])
@guarded(MANAGE, get_training_session)
def materials(training_session: TrainingSession) -> ResponseReturnValue:
    form = NewMaterialForm(data={"language": training_session.language})
    if form.validate_on_submit():
        with refusals_into(form):
            _take_in(training_session, form)
            flash("Added. Everyone of the cohort finds it on the session’s page.", "good")
            return _back_to(training_session.id)
    page = render_template(
        "training/materials.html",
        training_session=training_session,
        materials=list_materials(db.session(), training_session.id),
        form=form,
        confirm=Confirmation(),
        accepted=accepted(EVERY_KIND),
    )
    return page, status_of(form)


def _take_in(training_session: TrainingSession, form: NewMaterialForm) -> None:
    """Check and store the file before the row: what a failure leaves in the store is swept."""
    if form.has_file is bool(form.answers.url):
        raise DomainError(ONE_OF_TWO)
    content = form.content if form.has_file else b""
    name = name_of_file(form.file.data.filename, content) if form.has_file else ""
    stored = _store().put(content) if name else None
    with transaction() as session:
        add_material(
            training_session,
            form.answers,
            file_name=name,
            stored=stored,
            session=session,
            actor=actor(),
            now=utc_now(),
        )


@bp.route("/materials/<int:material_id>", methods=["GET", "POST"])
@guarded(MANAGE, get_material)
def material(found: SessionMaterial) -> ResponseReturnValue:
    form = MaterialForm(
        data={"title": found.title, "kind": found.kind.value, "language": found.language, "url": found.url}
        | {"version": found.version}
    )
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction():
                change_material(found, form.answers, expected_version=form.expected_version)
            flash("Saved.", "good")
            return _back_to(found.session_id)
    return render_template("training/material.html", material=found, form=form), status_of(form)


@bp.post("/materials/<int:material_id>/up")
@guarded(MANAGE, get_material)
def move_up(found: SessionMaterial) -> ResponseReturnValue:
    with transaction() as session:
        raise_material(found, session=session)
    return _back_to(found.session_id)


@bp.post("/materials/<int:material_id>/remove")
@guarded(MANAGE, get_material)
def remove(found: SessionMaterial) -> ResponseReturnValue:
    with transaction() as session:
        remove_material(found, session=session)
    flash(f"Removed “{found.title}”. The audit trail keeps what it was.", "good")
    return _back_to(found.session_id)


@bp.get("/materials/<int:material_id>/file")
@guarded(Permission.SEE_TRAINING, get_material)
def download(found: SessionMaterial) -> ResponseReturnValue:
    """The file as an attachment, whatever is in it; a browser that has it already is told so in a few bytes."""
    if found.file_sha256 is None:
        raise NotFound()
    if found.file_sha256 in request.if_none_match:
        return _kept_by_browser(Response(status=304), found.file_sha256)
    try:
        file = _store().open(found.file_sha256)
    except StorageProblem as problem:
        log.exception("a material's file cannot be read", extra={"material": found.id, "why": str(problem)})
        back_url = url_for(".show", session_id=found.session_id)
        return render_template("errors/refused.html", reasons=problem.reasons, back_url=back_url), 503
    response = send_file(
        file,
        mimetype=kind_of(found.file_name).media_type,
        as_attachment=True,
        download_name=found.file_name,
        conditional=False,
        etag=False,
    )
    response.content_length = found.size
    return _kept_by_browser(response, found.file_sha256)


def _kept_by_browser(response: Response, digest: str) -> Response:
    """It may keep the file, but asks each time: who may not see it any more gets it no more."""
    response.set_etag(digest)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _store() -> FileStore:
    store: FileStore = current_app.extensions["accompany_files"]
    return store


def _back_to(session_id: int) -> ResponseReturnValue:
    return redirect(url_for(".materials", session_id=session_id), 303)
