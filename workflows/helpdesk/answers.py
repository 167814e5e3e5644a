"""Limits and choices of the help desk."""

from datetime import time, timedelta

from workflows.file_kinds import JPEG, PDF, PNG, WORD

SUBJECT_MAX = 120
TEXT_MAX = 4000
NOTE_MAX = 1000
PAGE_MAX = 200
TITLE_MAX = 160
FILE_MAX_BYTES = 5_000_000
FILE_KINDS = (PDF, WORD, PNG, JPEG)  # no tables: a list of clients does not belong into a ticket

OPENS_AT, CLOSES_AT = time(9), time(17)  # on the asker's clock, Monday to Friday; public holidays are not known
REOPEN_WITHIN = timedelta(days=30)

MINUTES_MAX = 960  # of one entry: sixteen hours
HOURS_NOTE_MAX = 300
CHANGE_WITHIN = timedelta(days=60)  # after the day on which the work was done
ENTER_WITHIN = timedelta(days=60)
AWAY_DAYS_MAX = 120
