"""Limits and defaults of training that forms, commands and operations share."""

ATTENDANCE_FILE_MAX_BYTES = 5_000_000
ATTENDANCE_ROWS_MAX = 20_000

ATTENDED_FROM_PERCENT = 80  # of the session's length, when the cohort does not say otherwise
