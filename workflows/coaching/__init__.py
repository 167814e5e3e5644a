"""Coaching: check-ins, shared and private notes, action items."""
