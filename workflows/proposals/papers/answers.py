"""Which papers a proposal takes, and how much of them."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.file_kinds import EXCEL, JPEG, PDF, PNG, WORD

PAPERS_MAX = 12
PAPER_MAX_BYTES = 10_000_000
PAPER_KINDS = (PDF, WORD, EXCEL, PNG, JPEG)
NOTE_MAX = 200
PLEASE_NO_CLIENTS = (
    "Papers about your organization alone: never a file that names clients, or holds their numbers or birthdays."
)


class PaperKind(StrEnum):
    """What a paper is. A partner's letter is added on the page of the partner."""

    W9 = "w9"
    BOARD = "board_list"
    AUDIT = "audit"
    LETTER = "letter"
    OTHER = "other"
    PARTNER_LETTER = "partner_letter"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    PaperKind.W9: "W-9",
    PaperKind.BOARD: "List of the board",
    PaperKind.AUDIT: "Audit or Form 990",
    PaperKind.LETTER: "Letter of support",
    PaperKind.OTHER: "Something else",
    PaperKind.PARTNER_LETTER: "Letter of a partner",
}
CHOSEN_KINDS = tuple(kind for kind in PaperKind if kind is not PaperKind.PARTNER_LETTER)
REQUIRED_KINDS = (PaperKind.W9, PaperKind.BOARD)
"""What a cohort that asks for papers asks for."""


@dataclass(frozen=True, slots=True)
class PaperAnswers:
    """What is said about a paper beside its file; `is_checked` when the writer says that nothing is a client's."""

    kind: PaperKind
    note: str = ""
    is_checked: bool = False
