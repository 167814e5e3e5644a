"""Enrollments: the record everyone shares, and its stages."""
