"""The agreement as a row of the page: ready to read, or how far it is."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, url_for
from sqlalchemy.orm import Session

from workflows.documents.models import Document
from workflows.funding.models import Award
from workflows.funding.queries import find_agreement_run


@dataclass(frozen=True, slots=True)
class AgreementRow:
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


def agreement_row(session: Session, award: Award, document: Document | None) -> AgreementRow:
    title = f"Grant agreement {award.number}"
    if document is not None:
        return AgreementRow(
            document.title,
            "done",
            url=_url("documents.download", document_id=document.id),
            size=document.size,
            made_at=document.made_at,
        )
    run = find_agreement_run(session, award)
    if run is None or run.state == "done":
        return AgreementRow(title, "owed")
    return AgreementRow(
        title,
        run.state.value,
        progress_percent=run.progress_percent,
        progress_text=run.progress_text,
        error=run.error,
        poll_url=_url("documents.run", run_id=run.id),
    )


def _url(endpoint: str, **values: int) -> str:
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""
