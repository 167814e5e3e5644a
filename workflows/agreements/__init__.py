"""Agreements about data: what may be shared, for what, until when, and what the database's contract allows."""
