"""Signing in the browser."""
