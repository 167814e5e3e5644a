"""Kept files sent as downloads: never shown inside a page, and never guessed at by a browser."""

import logging

from flask import Response, make_response, render_template, send_file

from workflows.attached import HoldsFile
from workflows.files import FileStore, StorageProblem

log = logging.getLogger(__name__)


def send_kept(record: HoldsFile, *, files: FileStore, back_url: str) -> Response:
    """The record's file, streamed from the store; 503 with the sentence when it cannot be had."""
    assert record.file_sha256 is not None
    try:
        opened = files.open(record.file_sha256)
    except StorageProblem as problem:
        log.exception("a kept file cannot be read", extra={"sha256": record.file_sha256})
        page = render_template("errors/refused.html", reasons=problem.reasons, back_url=back_url)
        return make_response(page, 503)
    response = send_file(
        opened,
        mimetype=record.file_type,
        as_attachment=True,
        download_name=record.file_name,
        etag=record.file_sha256,
    )
    response.content_length = record.file_size
    response.headers["Cache-Control"] = "private, no-store"
    return response
