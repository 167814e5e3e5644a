"""Reporting: progress reports and closeout."""
