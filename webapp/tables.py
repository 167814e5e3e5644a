"""The view of a table as its URL keeps it: page, order and filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import request

PAGE_SIZE = 25  # rows
NUMBER_MAX = 2**63 - 1  # what a key of the database can be


def asked_page(total: int, size: int = PAGE_SIZE) -> int:
    """The page that the URL asks for, kept within a list of `total` rows."""
    return min(max(1, request.args.get("page", 1, type=int)), max(1, -(-total // size)))


def asked_number(name: str) -> int | None:
    """A record's number from the URL's query; None for what cannot be one."""
    number = request.args.get(name, type=int)
    return number if number is not None and 0 < number <= NUMBER_MAX else None


@dataclass(frozen=True, slots=True)
class TableFilter:
    """One choice above a table; without `choices` it is a search box."""

    name: str
    label: str
    value: str = ""
    choices: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class TablePage:
    """Which part of a list is shown, and the addresses of the other parts.

    `filters` are the other query arguments of the view, so that sorting and paging keep them.
    """

    path: str
    number: int
    total: int
    sort: str = ""
    direction: str = "asc"
    size: int = PAGE_SIZE
    filters: Mapping[str, str] = field(default_factory=dict)
    export_url: str = ""

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The number of the first row shown, counted from 1; 0 when there is none."""
        return min((self.number - 1) * self.size + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    def url_for_page(self, number: int) -> str:
        return self._url(page=str(number) if number > 1 else "", sort=self.sort, direction=self.direction)

    def url_for_sort(self, key: str) -> str:
        """The first page ordered by this column; the other way round if it is already ordered by it."""
        turned = key == self.sort and self.direction == "asc"
        return self._url(page="", sort=key, direction="desc" if turned else "asc")

    def _url(self, *, page: str, sort: str, direction: str) -> str:
        view = {"sort": sort, "direction": direction if sort and direction == "desc" else "", "page": page}
        query = urlencode({name: value for name, value in {**self.filters, **view}.items() if value})
        return f"{self.path}?{query}" if query else self.path
