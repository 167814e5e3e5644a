"""Amendments in the browser."""
