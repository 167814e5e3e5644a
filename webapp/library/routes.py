"""Routes of the library; importing this module completes the blueprint."""

from webapp.library import glossary, guides, resources, writing
from webapp.library.blueprint import bp

__all__ = ["bp", "glossary", "guides", "resources", "writing"]
