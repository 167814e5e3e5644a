"""Documents and the work that owes them, as lines of a list that can wait for news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from workflows.documents.catalogue import DOCUMENTS
from workflows.documents.models import Document
from workflows.documents.queries import DocumentRun
from workflows.outbox import JobRun, RunState

TRIED_AGAIN = "It is tried again by itself."


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """What `document_row` shows: made, or on its way."""

    title: str
    state: RunState
    url: str = ""
    size: int | None = None
    made_at: datetime | None = None
    word: str = ""
    tone: str = "good"
    progress_percent: int | None = None
    progress_text: str = ""
    error: str = ""
    poll_url: str = ""


def list_lines(runs: Sequence[JobRun], documents: Sequence[Document]) -> list[DocumentLine]:
    """What is still owed first, then what is there."""
    return [*(run_line(run) for run in runs), *(made_line(document) for document in documents)]


def made_line(document: Document) -> DocumentLine:
    return DocumentLine(
        title=document.title,
        state=RunState.DONE,
        url=url_for("documents.show", document_id=document.id),
        size=document.size,
        made_at=document.made_at,
        word="Signed" if document.sealed_at else "",
    )


def run_line(run: JobRun) -> DocumentLine:
    return DocumentLine(
        title=DOCUMENTS[str(run.arguments["kind"])].title,
        state=run.state,
        progress_percent=run.progress_percent,
        progress_text=note_of(run),
        error=run.error,
        poll_url=url_for("documents.run", run_id=run.id),
    )


def note_of(run: JobRun) -> str:
    """What there is to say while it waits or works: why it is tried again, or how far it is."""
    if run.state is RunState.OWED and run.error:
        return run.error if run.error.endswith(TRIED_AGAIN) else f"{run.error} {TRIED_AGAIN}"
    return run.progress_text if run.state is RunState.RUNNING else ""


def news_of(wanted: DocumentRun, made: Document | None) -> dict[str, Any]:
    """The JSON that a waiting row asks for: {state, progress_percent, progress_text, error, url}."""
    run = wanted.run
    return {
        "state": run.state.value,
        "progress_percent": run.progress_percent,
        "progress_text": note_of(run),
        "error": run.error if run.state is RunState.FAILED else "",
        "url": url_for("documents.show", document_id=made.id) if made else "",
    }
