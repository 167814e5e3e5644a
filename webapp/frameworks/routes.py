"""Routes of the frameworks; importing this module completes the blueprint."""

from webapp.frameworks import browsing, editions, writing
from webapp.frameworks.blueprint import bp

__all__ = ["bp", "browsing", "editions", "writing"]
