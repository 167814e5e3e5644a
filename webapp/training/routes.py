"""Routes of training; importing this module completes the blueprint."""

from webapp.training import attendance, materials, pages, planning, recordings, sessions
from webapp.training.blueprint import bp

__all__ = ["attendance", "bp", "materials", "pages", "planning", "recordings", "sessions"]
