"""Routes of training; importing this module completes the blueprint."""

from webapp.training import attendance, marks, materials, pages, places, planning, recordings, sessions, unknown
from webapp.training.blueprint import bp

__all__ = ["attendance", "bp", "marks", "materials", "pages", "places", "planning", "recordings", "sessions", "unknown"]
