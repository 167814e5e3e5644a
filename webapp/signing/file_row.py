"""A file to sign as a row of a page: ready to read, or how far it is."""

from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for
from sqlalchemy.orm import Session

from workflows.documents.models import Document
from workflows.outbox import RunState
from workflows.signing.queries import find_run_of


@dataclass(frozen=True, slots=True)
class FileRow:
    """What the component `document_row` shows. `state` is owed, running, done or failed."""

    title: str
    state: str
    url: str = ""
    size: int | None = None
    made_at: datetime | None = None
    progress_percent: int | None = None
    progress_text: str = ""
    error: str = ""
    poll_url: str = ""


def file_row(session: Session, document: Document | None, *, kind: str, enrollment_id: int, title: str) -> FileRow:
    """The row of this document; while there is none, of the work that makes it, under this title.

    Where that work is still to be handed out, the row asks its own page, whose first document it has to be.
    """
    if document is not None:
        return FileRow(
            document.title,
            "done",
            url=url_for("documents.download", document_id=document.id),
            size=document.size,
            made_at=document.made_at,
        )
    run = find_run_of(session, kind=kind, enrollment_id=enrollment_id)
    if run is None or run.state is RunState.DONE:
        return FileRow(title, "owed", poll_url=request.path)
    return FileRow(
        title,
        run.state.value,
        progress_percent=run.progress_percent,
        progress_text=run.progress_text,
        error=run.error,
        poll_url=url_for("documents.run", run_id=run.id),
    )
