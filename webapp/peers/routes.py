"""Routes of the peers; importing this module completes the blueprint."""

from webapp.peers import board, examples, groups, pages
from webapp.peers.blueprint import bp

__all__ = ["board", "bp", "examples", "groups", "pages"]
