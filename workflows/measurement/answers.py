"""Limits of an extract, the same for form, command line and programming interface."""

from datetime import date

EXTRACT_MAX_BYTES = 50 * 1024 * 1024
EXTRACT_REQUEST_MAX_BYTES = EXTRACT_MAX_BYTES + 64 * 1024  # with the rest of the form
EXTRACT_ROWS_MAX = 500_000
PROBLEMS_LISTED_MAX = 500
SITE_MAX = 20  # characters of an affiliate code
TEXT_CELL_MAX = 60  # characters; a longer cell is a note, and notes may name people
NUMBER_DECIMALS_MAX = 4
NUMBER_MAX = 99_999_999  # either sign
AGE_MAX = 120  # completed years
FORMULA_CONDITIONS_MAX = 20
RATIO_MAX = 100
FILE_NAME_MAX = 200  # characters
AS_OF_EARLIEST = date(2000, 1, 1)
