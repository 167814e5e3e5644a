"""Documents: find, read about, download and compare; a list of one enrollment's that waits for what is owed."""

import logging

from flask import Blueprint, current_app, jsonify, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from forms.documents import CompareForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.documents.digest import sha256_of
from webapp.documents.kinds import require_kind
from webapp.documents.lines import list_lines, news_of
from webapp.enrollments.tabs import list_tabs
from webapp.refusals import status_of
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_page
from workflows.db import db
from workflows.documents.catalogue import DOCUMENTS
from workflows.documents.models import Document
from workflows.documents.queries import (
    DocumentRun,
    count_documents,
    find_made_by,
    get_document,
    get_document_run,
    kinds_seen_by,
    list_documents,
    list_documents_of,
    list_open_runs,
)
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import get_enrollment
from workflows.files import FileStore, StorageProblem
from workflows.outbox import RunState
from workflows.permissions import Permission, require, scopes_of
from workflows.signing.queries import list_signatures

bp = Blueprint("documents", __name__, url_prefix="/documents")
log = logging.getLogger(__name__)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COLUMNS = (
    {"key": "title", "label": "Document"},
    {"key": "affiliate", "label": "Affiliate"},
    {"key": "made", "label": "Made"},
    {"key": "size", "label": "Size", "numeric": True},
    {"key": "state", "label": "Standing"},
)


@bp.get("/")
@guarded(Permission.SEE_DOCUMENTS)
def index() -> ResponseReturnValue:
    session, kind = db.session(), request.args.get("kind", "")
    kind, words = kind if kind in DOCUMENTS else "", request.args.get("q", "").strip()[:80]
    total = count_documents(session, actor(), kind=kind, words=words)
    number = asked_page(total)
    page = TablePage(path=request.path, number=number, total=total, filters={"kind": kind, "q": words})
    documents = list_documents(session, actor(), kind=kind, words=words, offset=(number - 1) * PAGE_SIZE)
    kinds = [(row.kind, row.title) for row in DOCUMENTS.values() if scopes_of(actor(), row.who)]
    filters = (
        TableFilter("kind", "Kind", kind, [("", "All kinds"), *kinds]),
        TableFilter("q", "Title or affiliate", words),
    )
    return render_template("documents/index.html", documents=documents, page=page, filters=filters, columns=COLUMNS)


@bp.get("/of/<int:enrollment_id>")
@guarded(Permission.SEE_DOCUMENTS, get_enrollment)
def of_enrollment(enrollment: Enrollment) -> ResponseReturnValue:
    session, kinds = db.session(), kinds_seen_by(actor(), enrollment)
    lines = list_lines(
        list_open_runs(session, enrollment.id, kinds=kinds), list_documents_of(session, enrollment.id, kinds=kinds)
    )
    tabs = list_tabs(enrollment, current="Documents")
    return render_template("documents/of_enrollment.html", enrollment=enrollment, lines=lines, tabs=tabs)


@bp.get("/runs/<int:run_id>")
@guarded(Permission.SEE_DOCUMENTS, get_document_run)
def run(wanted: DocumentRun) -> ResponseReturnValue:
    who = DOCUMENTS[wanted.kind].who
    require(actor(), who, wanted, see=who)
    made = find_made_by(db.session(), wanted) if wanted.run.state is RunState.DONE else None
    return jsonify(news_of(wanted, made))


@bp.route("/<int:document_id>", methods=["GET", "POST"])
@guarded(Permission.SEE_DOCUMENTS, get_document)
def show(document: Document) -> ResponseReturnValue:
    require_kind(document)
    form, same = CompareForm(), None
    if form.validate_on_submit():
        same = sha256_of(form.file.data) == document.file_sha256
    page = render_template(
        "documents/show.html",
        document=document,
        row=DOCUMENTS[document.kind],
        signatures=list_signatures(db.session(), document.id),
        form=form,
        same=same,
    )
    return page, status_of(form)


@bp.get("/<int:document_id>/download")
@guarded(Permission.SEE_DOCUMENTS, get_document)
def download(document: Document) -> ResponseReturnValue:
    """The file itself, streamed from the store; a sentence when it cannot be had."""
    require_kind(document)
    store: FileStore = current_app.extensions["accompany_files"]
    try:
        file = store.open(document.file_sha256)
    except StorageProblem as problem:
        log.exception("a document's file cannot be read", extra={"document": document.id, "why": str(problem)})
        back_url = url_for(".show", document_id=document.id)
        return render_template("errors/refused.html", reasons=problem.reasons, back_url=back_url), 503
    response = send_file(
        file, mimetype=WORD, as_attachment=True, download_name=document.file_name, etag=document.file_sha256
    )
    response.content_length = document.size
    response.headers["Cache-Control"] = "private, no-store"
    return response
