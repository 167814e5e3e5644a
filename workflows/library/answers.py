"""Limits and choices of the library."""

from workflows.file_kinds import EXCEL, JPEG, PDF, PNG, SLIDES, TABLE, TEXT, WORD

TITLE_MAX = 120
SUMMARY_MAX = 240
BODY_MAX = 20_000
LINK_MAX = 500
WRITTEN_BY_MAX = 120
TAG_MAX = 40
TAGS_MAX = 8
REPORT_MAX = 120
STEPS_MAX = 20
STEP_MAX = 1000
EXPECT_MAX = 600
FAULTS_MAX = 12
ERROR_MAX = 300
FIX_MAX = 600
WORD_MAX = 60
MEANING_MAX = 1200
SOURCE_MAX = 200
SEARCH_MAX = 120
SEARCH_WORDS_MAX = 8
FILE_MAX_BYTES = 20_000_000
FILE_KINDS = (PDF, WORD, EXCEL, SLIDES, TABLE, TEXT, PNG, JPEG)

LANGUAGES: tuple[tuple[str, str], ...] = (
    ("en", "English"),
    ("es", "Spanish"),
    ("fr", "French"),
    ("ar", "Arabic"),
    ("fa", "Dari"),
    ("ps", "Pashto"),
    ("sw", "Swahili"),
    ("so", "Somali"),
    ("uk", "Ukrainian"),
    ("my", "Burmese"),
    ("ht", "Haitian Creole"),
)
LANGUAGE_WORDS = dict(LANGUAGES)

COMPETENCIES: tuple[tuple[str, str], ...] = (
    ("C1", "Outcome thinking"),
    ("C2", "Program design"),
    ("C3", "Indicators"),
    ("C4", "Goal setting"),
    ("C5", "Extraction"),
    ("C6", "Data quality"),
    ("C7", "Governance"),
    ("C8", "Analysis"),
    ("C9", "Client voice"),
    ("C10", "Communication"),
    ("C11", "Improvement and roles"),
)
COMPETENCY_WORDS = dict(COMPETENCIES)
SESSIONS = tuple(str(number) for number in range(1, 13))


def normal_tag(text: str) -> str:
    """A tag as it is kept: lower case, single spaces, without the sign in front and without commas."""
    return " ".join(text.replace(",", " ").lower().lstrip("# ").split())[:TAG_MAX].strip()


def normal_tags(text: str) -> tuple[str, ...]:
    """The tags of a line with commas, each once, in their order."""
    return tuple(dict.fromkeys(tag for tag in map(normal_tag, text.split(",")) if tag))
