"""Uploaded versions of Word templates, and previews of them."""

from typing import Any

from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_documents import Year
from workflows.documents.models import DocumentTemplate, TemplatePreview
from workflows.people.models import User


def a_template(session: Session, by: User, kind: str = "award_letter", **values: Any) -> DocumentTemplate:
    """An uploaded version, as the operation keeps it; its file need not be in the store."""
    number = session.query(DocumentTemplate).filter_by(kind=kind).count() + 1
    row = DocumentTemplate(
        **{
            "kind": kind,
            "number": number,
            "file_sha256": f"{number:064x}",
            "file_name": f"letter-{number}.docx",
            "size": 40_000,
            "warnings": [],
            "uploaded_at": NOW,
            "uploaded_by_id": by.id,
            **values,
        }
    )
    session.add(row)
    session.flush()
    return row


def a_preview(session: Session, year: Year, by: User, **values: Any) -> TemplatePreview:
    """A preview of the built-in award letter that is still to be made."""
    row = TemplatePreview(
        **{
            "kind": "award_letter",
            "enrollment_id": year.enrollment.id,
            "subject_id": year.award.id,
            "made_by_id": by.id,
            "asked_at": NOW,
            "values": [],
            **values,
        }
    )
    session.add(row)
    session.flush()
    return row
