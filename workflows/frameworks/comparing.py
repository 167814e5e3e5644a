"""What one edition of a framework has, lacks or says otherwise than another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workflows.frameworks.answers import INDICATOR_WORDS, items_of
from workflows.frameworks.models import Framework, Indicator

LISTS = frozenset({"fields", "disaggregations", "topics"})
OFFERED, RETIRED = "offered", "retired"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an indicator says otherwise, in words for people."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changed:
    """An indicator that both editions have under one code, with what is different."""

    indicator: Indicator
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """From the older edition to the newer one; the lists stand in the order of the edition that has them."""

    added: tuple[Indicator, ...]
    removed: tuple[Indicator, ...]
    changed: tuple[Changed, ...]
    same: int

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed)


def compare_frameworks(old: Framework, new: Framework) -> Comparison:
    """Indicators are the same where they have the same code."""
    before, after = ({row.code: row for row in framework.indicators} for framework in (old, new))
    both = [(before[code], row) for code, row in after.items() if code in before]
    changed = tuple(Changed(late, changes) for early, late in both if (changes := _changes(early, late)))
    return Comparison(
        added=tuple(row for code, row in after.items() if code not in before),
        removed=tuple(row for code, row in before.items() if code not in after),
        changed=changed,
        same=len(both) - len(changed),
    )


def _changes(old: Indicator, new: Indicator) -> tuple[Change, ...]:
    pairs = zip(INDICATOR_WORDS, said_of(old), said_of(new), strict=True)
    said = [Change(label, before, after) for (_, label), before, after in pairs if before != after]
    said += _turned("From an extract", old.formula, new.formula, ("cannot be computed", "is computed"))
    if old.formula and new.formula and old.formula != new.formula:
        said.append(Change("From an extract", "is computed", "is computed in another way"))
    said += _turned("In new goals", old.retired_at, new.retired_at, (OFFERED, RETIRED))
    return tuple(said)


def said_of(indicator: Indicator) -> Sequence[str]:
    """What the indicator says, in the order of `INDICATOR_WORDS`."""
    return [_shown(name, getattr(indicator, name)) for name, _ in INDICATOR_WORDS]


def _shown(name: str, value: Any) -> str:
    return ", ".join(items_of(value)) if name in LISTS else str(value)


def _turned(label: str, old: object, new: object, words: tuple[str, str]) -> list[Change]:
    was, now = old is not None, new is not None
    return [] if was == now else [Change(label, words[was], words[now])]
