"""The library as it stands on the page: groups, domains, indicators."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from workflows.frameworks.models import Indicator

ABOUT_GROUP = {
    "Markers and means": "Where integration shows, and what makes it possible.",
    "Social connections": "The people around someone: kin, neighbors, institutions.",
    "Facilitators": "What opens the way: language, safety, digital skills.",
    "Foundation": "Rights and the way to citizenship.",
    "Program": "How the affiliate itself grows in using data.",
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """One domain with its indicators."""

    domain: str
    indicators: Sequence[Indicator]


@dataclass(frozen=True, slots=True)
class Group:
    """One group of domains."""

    name: str
    about: str
    shelves: Sequence[Shelf]


def shelve(indicators: Iterable[Indicator]) -> list[Group]:
    """Groups and domains in the order in which the framework first names them."""
    in_order = list(indicators)
    groups = dict.fromkeys(row.domain_group for row in in_order)
    return [
        Group(name, ABOUT_GROUP.get(name, ""), _shelves([row for row in in_order if row.domain_group == name]))
        for name in groups
    ]


def _shelves(rows: Sequence[Indicator]) -> list[Shelf]:
    place = {name: number for number, name in enumerate(dict.fromkeys(row.domain for row in rows))}
    ordered = sorted(rows, key=lambda row: (place[row.domain], row.position))
    return [Shelf(domain, list(members)) for domain, members in groupby(ordered, key=lambda row: row.domain)]
