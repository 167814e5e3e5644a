"""The pages of Word templates share a blueprint, and how a Word file of theirs is sent."""

import logging

from flask import Blueprint, Response, current_app, make_response, render_template, send_file

from webapp.documents.routes import WORD
from workflows.files import FileStore, StorageProblem

bp = Blueprint("templates", __name__, url_prefix="/documents/templates")
log = logging.getLogger(__name__)


def file_store() -> FileStore:
    store: FileStore = current_app.extensions["accompany_files"]
    return store


def send_word(sha256: str, *, size: int, name: str, back_url: str) -> Response:
    """The kept file as a download; 503 with the sentence when it cannot be had."""
    try:
        file = file_store().open(sha256)
    except StorageProblem as problem:
        log.exception("a template's file cannot be read", extra={"sha256": sha256})
        return make_response(render_template("errors/refused.html", reasons=problem.reasons, back_url=back_url), 503)
    response = send_file(file, mimetype=WORD, as_attachment=True, download_name=name, etag=sha256)
    response.content_length = size
    response.headers["Cache-Control"] = "private, no-store"
    return response
