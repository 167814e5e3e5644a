"""Trying a Word template with a real record: the choice, the wait, the marked file and the values in it."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.documents import PreviewForm
from webapp.access import guarded
from webapp.actors import actor
from webapp.documents.lines import DocumentLine, note_of
from webapp.documents.template_blueprint import bp, send_word
from webapp.refusals import refusals_into, status_of
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.documents.models import DocumentTemplate, TemplatePreview
from workflows.documents.record_choice import find_record_choice, list_record_choices
from workflows.documents.template_operations import ask_for_preview, version_name
from workflows.documents.template_queries import (
    KINDS,
    PREVIEW_FOR,
    TemplateKind,
    find_preview_run,
    get_preview,
    get_template_kind,
    is_over,
    list_templates,
)
from workflows.errors import NotFound
from workflows.outbox import RunState
from workflows.permissions import Permission

MANAGE, SEE = Permission.MANAGE_TEMPLATES, Permission.SEE_TEMPLATE_PREVIEW
COLUMNS = [{"key": label, "label": label} for label in ("Variable", "Line", "Value")]
BUILT_IN = "built-in"


@bp.route("/<template_kind>/preview", methods=["GET", "POST"])
@guarded(MANAGE, get_template_kind)
def preview(kind: TemplateKind) -> ResponseReturnValue:
    session = db.session()
    versions = {str(each.id): each for each in list_templates(session, kind.name)}
    records = list_record_choices(session, kind.name)
    form = PreviewForm.over(
        versions=[*((key, version_name(each)) for key, each in versions.items()), (BUILT_IN, version_name(None))],
        records=[(record.key, record.label) for record in records],
        chosen=request.args.get("version", "") or next(iter(versions), BUILT_IN),
    )
    if records and form.validate_on_submit():
        with refusals_into(form):
            made = _ask(kind, versions.get(form.version.data), form.record.data)
            return redirect(url_for(".show_preview", preview_id=made.id), 303)
    return render_template("documents/template_try.html", kind=kind, form=form, records=records), status_of(form)


def _ask(kind: TemplateKind, template: DocumentTemplate | None, key: str) -> TemplatePreview:
    with transaction() as session:
        record = find_record_choice(session, kind.name, key)
        made = ask_for_preview(kind, template, record, session=session, actor=actor(), now=utc_now())
    flash("It is made now. You can leave this page and come back for a day.", "good")
    return made


def _load(session: Session, preview_id: int) -> TemplatePreview:
    """A preview that is not over; NotFound afterwards, as its file may be gone."""
    found = get_preview(session, preview_id)
    if is_over(found, now=utc_now()):
        raise NotFound("This preview was kept for a day. Ask for a new one.")
    return found


@bp.get("/previews/<int:preview_id>")
@guarded(SEE, _load)
def show_preview(preview: TemplatePreview) -> ResponseReturnValue:
    return render_template(
        "documents/template_preview.html",
        preview=preview,
        kind=KINDS[preview.kind],
        version=version_name(preview.template),
        row=_row(preview),
        columns=COLUMNS,
        kept_until=_kept_until(preview),
    )


@bp.get("/previews/<int:preview_id>/news")
@guarded(SEE, _load)
def preview_news(preview: TemplatePreview) -> ResponseReturnValue:
    return render_template("documents/_preview_row.html", row=_row(preview))


@bp.get("/previews/<int:preview_id>/download")
@guarded(SEE, _load)
def download_preview(preview: TemplatePreview) -> ResponseReturnValue:
    if preview.file_sha256 is None:
        raise NotFound("This preview is still being made.")
    back_url = url_for(".show_preview", preview_id=preview.id)
    return send_word(preview.file_sha256, size=preview.size, name=preview.file_name, back_url=back_url)


def _row(preview: TemplatePreview) -> DocumentLine:
    """The row that waits for the file; once it is made, it leads to the page with the values."""
    title = f"Preview of {version_name(preview.template).lower()}"
    here = url_for(".show_preview", preview_id=preview.id)
    if preview.made_at is not None:
        return DocumentLine(title, RunState.DONE, url=here, size=preview.size, made_at=preview.made_at)
    run = find_preview_run(db.session(), preview)
    if run is None:
        return DocumentLine(title, RunState.OWED)
    news = url_for(".preview_news", preview_id=preview.id)
    return DocumentLine(
        title,
        run.state,
        progress_percent=run.progress_percent,
        progress_text=note_of(run),
        error=run.error,
        poll_url=news,
    )


def _kept_until(preview: TemplatePreview) -> datetime:
    return preview.asked_at + PREVIEW_FOR
