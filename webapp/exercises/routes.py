"""Routes of practice products and labs; importing this module completes the blueprint."""

from webapp.exercises import labs, pages, reading, writing
from webapp.exercises.blueprint import bp

__all__ = ["bp", "labs", "pages", "reading", "writing"]
