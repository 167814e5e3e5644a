"""Limits and defaults of training that forms, commands and operations share."""

from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What staff decide about a session. `starts` is the clock on the wall in `time_zone`, without a zone itself."""

    title: str
    starts: datetime
    time_zone: str
    minutes: int
    objectives: str
    practice_product: str
    is_required: bool
    meeting_url: str
    recording_url: str
