"""Limits and defaults of training that forms, commands and operations share."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ATTENDANCE_FILE_MAX_BYTES = 5_000_000
ATTENDANCE_ROWS_MAX = 20_000
ATTENDANCE_CELLS_MAX = 300  # of one row

ATTENDED_FROM_PERCENT = 80  # of the session's length, when the cohort does not say otherwise

ALIAS_MAX = 254  # an address may be as long
FILE_NAME_MAX = 200
SESSION_TITLE_MAX = 200
SESSION_MINUTES_MAX = 600
OBJECTIVES_MAX = 4_000
PRACTICE_PRODUCT_MAX = 200
LINK_MAX = 500
MARK_NOTE_MAX = 1_000
COMPETENCY_MAX = 120
LANGUAGE_MAX = 60
ACCESSIBILITY_MAX = 1_000
CANCELLATION_MAX = 1_000
CAPTIONS_MAX = 120
TRANSCRIPT_MAX = 400_000  # characters: four hours of quick speech
MATERIAL_TITLE_MAX = 160
MATERIAL_FILE_MAX_BYTES = 20_000_000
MATERIALS_MAX = 40  # of one session
SHIFT_MAX_DAYS = 366

RECORDING_EXPECTED_WITHIN = timedelta(days=2)
EXPIRY_SAID_BEFORE = timedelta(days=7)

SESSION_KINDS: tuple[tuple[str, str], ...] = (
    ("live+recording", "Live, and recorded"),
    ("live+peer", "Live, with work in peer groups"),
    ("peer clinic", "Peer clinic"),
    ("lab", "Lab: work on your own data"),
    ("peer showcase", "Peer showcase"),
    ("lab+coach", "Lab with the coaches"),
    ("office hours", "Office hours"),
)
EXTRA_KIND = "office hours"

# How the languages of the network are called by browsers, so that a screen reader reads them as what they are.
LANGUAGE_CODES: dict[str, str] = {
    "amharic": "am", "arabic": "ar", "burmese": "my", "dari": "prs", "english": "en", "farsi": "fa", "french": "fr",
    "haitian creole": "ht", "karen": "kar", "kinyarwanda": "rw", "nepali": "ne", "pashto": "ps", "portuguese": "pt",
    "russian": "ru", "somali": "so", "spanish": "es", "swahili": "sw", "tigrinya": "ti", "ukrainian": "uk",
    "vietnamese": "vi",
}  # fmt: skip  # many a line


class MaterialKind(StrEnum):
    SLIDES = "slides"
    WORKSHEET = "worksheet"
    TRANSCRIPT = "transcript"
    RECORDING_CAPTIONS = "recording_captions"
    OTHER = "other"

    @property
    def words(self) -> str:
        return {"recording_captions": "Captions of the recording"}.get(self.value, self.value.capitalize())


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What staff decide about a session. `starts` is the clock on the wall in `time_zone`, without a zone itself.

    `feeds` names a part of the proposal: a section (`story`) or one of its questions (`story.need_with_data`).
    """

    title: str
    starts: datetime
    time_zone: str
    minutes: int
    objectives: str
    practice_product: str
    is_required: bool
    meeting_url: str
    kind: str = "live+recording"
    competency: str = ""
    feeds: str = ""
    language: str = "English"
    accessibility: str = ""


@dataclass(frozen=True, slots=True)
class RecordingAnswers:
    """What is known of a recording. `expires` is the clock on the wall in the session's zone; None for never."""

    url: str
    minutes: int | None
    expires: datetime | None
    language: str
    captions: str
    transcript: str
    transcript_language: str


@dataclass(frozen=True, slots=True)
class MaterialAnswers:
    """What a material is called and is; where it leads, when it is a link."""

    title: str
    kind: MaterialKind
    language: str
    url: str = ""
