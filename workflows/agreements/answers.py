"""Limits of what people type about data, and the words that a new agreement begins with."""

from dataclasses import dataclass
from datetime import date, timedelta

TEXT_MAX = 2000
NAME_MAX = 120
HOLDER_MAX = 200
NOTE_MAX = 2000
USES_MAX = 10
USE_MAX = 300

TERM_MONTHS = 24  # training, proposal and the project year, with air
RENEWED_MONTHS = 12
WARN_BEFORE = timedelta(days=30)

PURPOSE = (
    "To learn which services help newcomers find their footing, to set goals from the affiliate’s own figures, and to "
    "see whether they are reached."
)
PERMITTED_USES = (
    "Compute the indicators of this affiliate and of the network",
    "Improve services, and learn across affiliates from figures of groups",
    "Report to funders figures from which nobody can be told",
)
RETENTION = "The reduced file until its figures are computed; the figures for three years"


@dataclass(frozen=True, slots=True)
class TermsAnswers:
    """What an agreement says: purpose, elements (columns of an extract), uses, how long data is kept, and its term."""

    purpose: str
    elements: tuple[str, ...]
    permitted_uses: tuple[str, ...]
    retention: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class SourceAnswers:
    """What the contract or license of one database says about its data. `ends_on` None: it has no end."""

    name: str
    holder: str
    allows: str
    restrictions: str
    allows_sharing: bool
    ends_on: date | None
