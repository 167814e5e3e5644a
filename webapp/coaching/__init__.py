"""Coaching: check-ins, notes and actions."""
