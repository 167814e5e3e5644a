"""Routes of conversation; importing this module completes the blueprint."""

from webapp.conversation import support, threads
from webapp.conversation.blueprint import bp

__all__ = ["bp", "support", "threads"]
