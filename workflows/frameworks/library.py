"""The starting library: 77 indicators of integration, reach and program capacity."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LIBRARY_FILE = Path(__file__).with_name("library.json")


@dataclass(frozen=True, slots=True)
class LibraryIndicator:
    """One indicator as the library describes it.

    `calculation` is percent, mean or count; `direction` says which way is better; `formula` is data
    for `workflows.measurement.formula.parse_formula`, and None where an extract cannot compute it.
    `topics` are the sensitive topics that call for stricter suppression.
    """

    code: str
    domain: str
    group: str
    domain_2019: str
    name: str
    definition: str
    calculation: str
    numerator: str
    denominator: str
    unit: str
    source: str
    extract_fields: tuple[str, ...]
    disaggregations: tuple[str, ...]
    frequency: str
    direction: str
    level: str
    notes: str
    topics: tuple[str, ...]
    formula: Mapping[str, Any] | None

    @property
    def is_computable(self) -> bool:
        """Whether an extract alone gives the figure."""
        return self.formula is not None


@cache
def load_library() -> tuple[LibraryIndicator, ...]:
    """All indicators, in the order of the library. Own definitions; domains after Ager & Strang (2004, 2008)
    and the UK Home Office's Indicators of Integration (2019)."""
    rows = json.loads(LIBRARY_FILE.read_text(encoding="utf-8"))["indicators"]
    return tuple(_indicator(row) for row in rows)


def _indicator(row: dict[str, Any]) -> LibraryIndicator:
    lists = {name: tuple(row[name]) for name in ("extract_fields", "disaggregations", "topics")}
    return LibraryIndicator(**{**row, **lists})
