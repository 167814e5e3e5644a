"""Amendments: what changes in an agreed plan, by which track, from when; and years that are suspended."""
