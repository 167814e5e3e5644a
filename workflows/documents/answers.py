"""What people may bring and write about Word templates."""

TEMPLATE_MAX_BYTES = 10_000_000
NOTE_MAX = 300
FILE_NAME_MAX = 120
