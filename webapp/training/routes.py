"""Routes of training; importing this module completes the blueprint."""

from webapp.training import attendance, pages, recordings, sessions, unknown
from webapp.training.blueprint import bp

__all__ = ["attendance", "bp", "pages", "recordings", "sessions", "unknown"]
