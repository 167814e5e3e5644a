"""Limits of what is typed about more time."""

REASON_MAX = 1_000
EXTENSION_DAYS_MOST = 120  # beyond that, the affiliate waits for the next cohort
