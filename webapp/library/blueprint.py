"""The library's blueprint and its shelves, as one table."""

from dataclasses import dataclass

from flask import Blueprint, url_for

from webapp.access import allows
from workflows.permissions import Permission as P

bp = Blueprint("library", __name__, url_prefix="/library")


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """One shelf: label · endpoint · who."""

    label: str
    endpoint: str
    who: P


@dataclass(frozen=True, slots=True)
class ShelfLink:
    label: str
    url: str
    current: bool


SHELVES: tuple[ShelfRow, ...] = (
    ShelfRow("Resources", "library.index", P.SEE_LIBRARY),
    ShelfRow("Extraction guides", "library.guides", P.SEE_LIBRARY),
    ShelfRow("Indicators", "frameworks.index", P.SEE_FRAMEWORKS),
    ShelfRow("Glossary", "library.glossary", P.SEE_LIBRARY),
)


def list_shelves(current: str) -> list[ShelfLink]:
    """The shelves that this person can use; `current` is the label of the page's own."""
    return [
        ShelfLink(row.label, url_for(row.endpoint), current=row.label == current) for row in SHELVES if allows(row.who)
    ]
