"""Agreements about data in the browser."""
