"""What staff say about a question of their own: its kind, its limits, and where it may stand."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.file_kinds import JPEG, PDF, PNG, SLIDES, WORD
from workflows.proposals.answers import SECTIONS, Kind

LABEL_MAX = 160
HINT_MAX = 300
CHOICE_MAX = 120
CHOICES_MOST = 12
QUESTIONS_MAX = 20  # in use at once, in one cohort
LINE_MAX = 300
TEXT_MAX = 2500
NUMBER_MAX = 1_000_000_000
FILE_MAX_BYTES = 5_000_000
FILE_KINDS = (PDF, WORD, SLIDES, PNG, JPEG)  # no tables: the data of clients never comes with a proposal


class ExtraKind(StrEnum):
    """How the question is answered."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    FILE = "file"

    @property
    def words(self) -> str:
        return {
            ExtraKind.LINE: "A line of text",
            ExtraKind.TEXT: "A longer text",
            ExtraKind.NUMBER: "A whole number",
            ExtraKind.DATE: "A day",
            ExtraKind.CHOICE: "One of several answers",
            ExtraKind.FILE: "A file",
        }[self]

    @property
    def kind(self) -> Kind:
        return Kind(self.value)

    @property
    def most(self) -> int:
        """The limit where staff give none, and never more than it: characters, or the highest number."""
        return {ExtraKind.LINE: LINE_MAX, ExtraKind.TEXT: TEXT_MAX, ExtraKind.NUMBER: NUMBER_MAX}.get(self, 0)


PLACES: dict[str, str] = {section.name: section.title for section in SECTIONS if section.fields}
"""The sections that can hold a question of the staff: those that are questions themselves."""


@dataclass(frozen=True, slots=True)
class QuestionAnswers:
    """A question as staff wrote it; `most` is 0 where they leave the limit to us."""

    section: str
    kind: ExtraKind
    label: str
    hint: str
    is_required: bool
    most: int
    choices: tuple[str, ...]
