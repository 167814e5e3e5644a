"""What is wanted, and what a builder hands to the engine that writes Word files."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from workflows.documents.values import Context

LONGEST_NAME = 120  # characters of a file's name before ".docx"; old disks and archives bear no more with a path
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


def _always(_session: "Session") -> bool:
    return True


class NoLongerWanted(Exception):
    """The fact that a document rests on was taken back before the document was made: there is nothing to make."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which record a document is wanted of; `details` are those of the event that asked for it."""

    enrollment_id: int
    subject_id: int | None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """The facts of one document, ready to be written; `template` is a file in `document_templates`."""

    subject_id: int
    title: str
    affiliate: str
    template: str
    context: "Context"
    is_wanted: Callable[["Session"], bool] = _always  # asked once more when the file is kept

    @property
    def file_name(self) -> str:
        """`Harbor - Award letter.docx`: readable, and allowed on every system."""
        return word_name(f"{self.affiliate} - {self.title}")


def word_name(wanted: str) -> str:
    """`Preview - Harbor - Award letter.docx`, without signs and lengths that a system does not bear."""
    name = " ".join(FORBIDDEN.sub(" ", wanted).split())
    return f"{name[:LONGEST_NAME].rstrip(' .')}.docx"
