"""Limits of what staff type about a cohort and about what a pilot taught, and the commitment's usual text."""

from dataclasses import asdict, dataclass
from decimal import Decimal

COHORT_NAME_MAX = 120
PROGRAM_NAME_MAX = 120
SEATS_MAX = 500
SESSION_TITLE_MAX = 200
AFFILIATES_FILE_MAX_BYTES = 1_000_000
AFFILIATES_ROWS_MAX = 500
LEARNING_TEXT_MAX = 8_000
COMMITMENT_TEXT_MAX = 6_000
SHORT_FORM_UP_TO = Decimal(15_000)  # US dollars
CONFIRM_ABOVE_USUAL = Decimal(25_000)  # US dollars; a larger approval needs a second person
GRACE_HOURS_MOST = 168  # a week
GRACE_HOURS_USUAL = 24
COMMITMENT_TEXT = (
    "We take part in the whole program year. Our director supports it, a named data lead has time for it, "
    "our people attend each training session or watch its recording, and we use our own data to improve our services. "
    "We protect the personal data of the people we serve. We may withdraw at any time and say why."
)


@dataclass(frozen=True, slots=True)
class LearningAnswers:
    """What a pilot taught, in four texts."""

    worked: str
    did_not_work: str
    changes: str
    evidence: str

    def as_columns(self) -> dict[str, str]:
        return asdict(self)


LEARNING_QUESTIONS: tuple[tuple[str, str, str], ...] = (
    ("evidence", "What did you look at?", "Attendance, self-assessments, reports, talks with affiliates and coaches."),
    ("worked", "What worked?", "What the next cohort should find again."),
    ("did_not_work", "What did not work?", "What cost affiliates or coaches more than it gave."),
    ("changes", "What do we change?", "Each change with who makes it, so that the next cohort starts with it."),
)  # name, question, hint; the order in which it is easiest to write
