"""The instrument as versioned data: eight dimensions with four statements each, on one scale of five."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

INSTRUMENTS_FILE = Path(__file__).with_name("instruments.json")
CULTURE = "D6"  # leadership and culture: its trend is followed by name


@dataclass(frozen=True, slots=True)
class Anchor:
    """One step of the scale in words."""

    score: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Item:
    """One statement to rate; `help` explains a word that not everybody uses."""

    code: str
    text: str
    help: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """Four statements on one subject; `competencies` are those of the training that feed it."""

    code: str
    name: str
    about: str
    competencies: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """One edition. From the score `example_from` on, an answer asks for an example in words."""

    edition: str
    scale: tuple[Anchor, ...]
    example_from: int
    dimensions: tuple[Dimension, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for dimension in self.dimensions for item in dimension.items)

    @property
    def scores(self) -> frozenset[int]:
        return frozenset(step.score for step in self.scale)

    def dimension(self, code: str) -> Dimension | None:
        return next((row for row in self.dimensions if row.code == code), None)


@cache
def load_instruments() -> tuple[Instrument, ...]:
    """Every edition, oldest first. An answered edition is never changed: a new wording is a new edition."""
    rows = json.loads(INSTRUMENTS_FILE.read_text(encoding="utf-8"))["editions"]
    return tuple(_instrument(row) for row in rows)


def current_instrument() -> Instrument:
    return load_instruments()[-1]


def get_instrument(edition: str) -> Instrument:
    """The edition that an assessment was answered with."""
    return next(row for row in load_instruments() if row.edition == edition)


def _instrument(row: dict[str, Any]) -> Instrument:
    return Instrument(
        edition=row["edition"],
        scale=tuple(Anchor(**step) for step in row["scale"]),
        example_from=row["example_from"],
        dimensions=tuple(_dimension(part) for part in row["dimensions"]),
    )


def _dimension(row: dict[str, Any]) -> Dimension:
    items = tuple(Item(**item) for item in row["items"])
    return Dimension(**{**row, "competencies": tuple(row["competencies"]), "items": items})
