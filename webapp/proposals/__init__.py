"""Proposals: writing, checking and submitting."""
