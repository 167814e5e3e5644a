"""Adding prospects up: what was asked for, what waits for an answer and what was won, by any of their traits."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workflows.prospects.answers import FunderKind, ProspectKind, ProspectState

NOBODY_YET = "Nobody chosen yet"
_ASKED = (ProspectState.ASKED, ProspectState.WON, ProspectState.DECLINED)


@dataclass(frozen=True, slots=True)
class Sum:
    """Prospects that agree in all of these traits, added up; US dollars."""

    cohort: str
    kind: ProspectKind
    source_kind: FunderKind | None
    state: ProspectState
    prospects: int
    sought: Decimal
    won: Decimal


@dataclass(frozen=True, slots=True)
class Total:
    """One line of a summary; US dollars. What is only an idea, or was let go, is counted and not asked for."""

    label: str
    prospects: int = 0
    asked: Decimal = Decimal(0)
    waiting: Decimal = Decimal(0)
    won: Decimal = Decimal(0)

    def plus(self, row: Sum) -> "Total":
        return Total(
            self.label,
            self.prospects + row.prospects,
            self.asked + (row.sought if row.state in _ASKED else 0),
            self.waiting + (row.sought if row.state is ProspectState.ASKED else 0),
            self.won + row.won,
        )


Trait = Callable[[Sum], str]


def by_kind(row: Sum) -> str:
    return row.kind.words


def by_source(row: Sum) -> str:
    return NOBODY_YET if row.source_kind is None else row.source_kind.words


def by_cohort(row: Sum) -> str:
    return row.cohort


def add_up(rows: Iterable[Sum], trait: Trait) -> Sequence[Total]:
    """A line for each value of the trait, in the order of the words: never by amount, as nobody is ranked."""
    totals: dict[str, Total] = {}
    for row in rows:
        label = trait(row)
        totals[label] = totals.get(label, Total(label)).plus(row)
    return [totals[label] for label in sorted(totals)]


def total_of(rows: Iterable[Sum]) -> Total:
    """Everything together."""
    return next(iter(add_up(rows, lambda _: "Together")), Total("Together"))
