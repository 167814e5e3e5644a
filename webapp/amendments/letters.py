"""The amendment letter on the page of its request: the file, and both signatures where it is signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from webapp.signing.file_row import FileRow, file_row
from webapp.signing.page import SideRow, list_sides
from workflows.amendments.models import Amendment, AmendmentState
from workflows.documents.models import Document
from workflows.signing.operations import find_file_of

LETTER = "amendment"
DECIDED_FOR = frozenset({AmendmentState.APPROVED, AmendmentState.IN_EFFECT})


@dataclass(frozen=True, slots=True)
class LetterPart:
    """`sides` is empty where nobody signs; `document` is None while the letter is made."""

    document: Document | None
    file: FileRow
    sides: Sequence[SideRow]


def letter_part(session: Session, amendment: Amendment) -> LetterPart:
    """The letter of an approved amendment as this person may see it."""
    document = find_file_of(session, LETTER, amendment)
    return LetterPart(
        document=document,
        file=file_row(
            session, document, kind=LETTER, enrollment_id=amendment.enrollment_id, title=letter_title(amendment)
        ),
        sides=list_sides(LETTER, amendment, document) if amendment.needs_signatures else (),
    )


def letter_title(amendment: Amendment) -> str:
    return f"Amendment {amendment.number} to {amendment.award.number}"
