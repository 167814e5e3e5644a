"""Limits of what is asked for and answered."""

CHANGE_WORDS_MAX = 2_000
CHANGE_ANSWER_MAX = 2_000
WHOLE = ""
"""The section of a request that is about the whole proposal."""
