"""The library as it stands on the page: groups, domains, indicators, and the map that leads through them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from workflows.frameworks.answers import domains_of_2019
from workflows.frameworks.models import Indicator
from workflows.frameworks.queries import DomainCount

ABOUT_GROUP = {
    "Markers and means": "Where integration shows, and what makes it possible.",
    "Social connections": "The people around someone: kin, neighbors, institutions.",
    "Facilitators": "What opens the way: language, safety, digital skills.",
    "Foundation": "Rights and the way to citizenship.",
    "Program": "How the affiliate itself grows in using data.",
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """One domain with its indicators, and the domains of 2019 that these belong to."""

    domain: str
    in_2019: Sequence[str]
    indicators: Sequence[Indicator]


@dataclass(frozen=True, slots=True)
class Group:
    """One group of domains."""

    name: str
    about: str
    shelves: Sequence[Shelf]


@dataclass(frozen=True, slots=True)
class MapGroup:
    """One line of the map: a group with its domains, each with how many indicators it has."""

    name: str
    count: int
    domains: Sequence[DomainCount]


def shelve(indicators: Iterable[Indicator]) -> list[Group]:
    """Groups and domains in the order in which the framework first names them."""
    in_order = list(indicators)
    groups = dict.fromkeys(row.domain_group for row in in_order)
    return [
        Group(name, ABOUT_GROUP.get(name, ""), _shelves([row for row in in_order if row.domain_group == name]))
        for name in groups
    ]


def draw_map(counted: Sequence[DomainCount]) -> list[MapGroup]:
    """The domains under their groups, in the framework's order."""
    grouped: Mapping[str, list[DomainCount]] = {row.group: [] for row in counted}
    for row in counted:
        grouped[row.group].append(row)
    return [MapGroup(name, sum(row.count for row in rows), rows) for name, rows in grouped.items()]


def _shelves(rows: Sequence[Indicator]) -> list[Shelf]:
    place = {name: number for number, name in enumerate(dict.fromkeys(row.domain for row in rows))}
    ordered = sorted(rows, key=lambda row: (place[row.domain], row.position))
    return [_shelf(domain, list(members)) for domain, members in groupby(ordered, key=lambda row: row.domain)]


def _shelf(domain: str, members: Sequence[Indicator]) -> Shelf:
    in_2019 = dict.fromkeys(name for row in members for name in domains_of_2019(row.domain_2019))
    return Shelf(domain, list(in_2019), members)
