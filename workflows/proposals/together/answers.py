"""What a page that is open for writing tells about itself, and what was made of its answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

TOKEN_MAX = 48  # characters
PART_MAX = 40
NAME_MAX = 80
HERE_FOR = timedelta(seconds=90)  # since a page was last heard of


@dataclass(frozen=True, slots=True)
class Editor:
    """One open page: its token, which of its saves this is, and the answers that stand apart from what is saved.

    `turn` counts from 1; 0 where the page does not count. An answer stands apart when the page shows a text that was
    not written over the saved one, because somebody else's came first.
    """

    token: str = ""
    turn: int = 0
    apart: frozenset[str] = frozenset()


NO_PAGE = Editor()


class Choice(StrEnum):
    """What became of a text that waited."""

    KEEP = "keep"  # the saved text stays
    USE = "use"  # the waiting text takes its place
    BOTH = "both"  # the waiting text is put below the saved one
    WITHDRAWN = "withdrawn"  # its author emptied it, or wrote what is saved


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to be kept of a save: every value, who wrote those that the page does not have, and what waits."""

    values: dict[str, Any]
    theirs: dict[str, int] = field(default_factory=dict)  # answer → person
    waiting: tuple[str, ...] = ()

    def differs_from(self, present: Mapping[str, Any]) -> bool:
        return any(self.values.get(name) != present.get(name) for name in (*self.values, *present))


@dataclass(frozen=True, slots=True)
class Saved:
    """What was kept, at which version; see Outcome."""

    version: int
    values: dict[str, Any]
    theirs: dict[str, int]
    waiting: tuple[str, ...]
