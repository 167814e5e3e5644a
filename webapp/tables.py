"""The view of a table as its URL keeps it: page, order and filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import request

PAGE_SIZE = 25  # rows
NUMBER_MAX = 2**63 - 1  # what a key of the database can be


def asked_page(total: int, size: int = PAGE_SIZE, *, prefix: str = "") -> int:
    """The page that the URL asks for, kept within a list of `total` rows; `prefix` as in `TablePage`."""
    return min(max(1, request.args.get(f"{prefix}page", 1, type=int)), max(1, -(-total // size)))


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

    `filters` are the other query arguments of the view, so that sorting and paging keep them. Where two lists stand on
    one page, a `prefix` keeps their arguments apart.
    """

    path: str
    number: int
    total: int
    sort: str = ""
    direction: str = "asc"
    size: int = PAGE_SIZE
    filters: Mapping[str, str] = field(default_factory=dict)
    export_url: str = ""
    prefix: str = ""

    @property
    def view(self) -> Mapping[str, str]:
        """The arguments of this list as they stand, for another list of the same page to keep."""
        page = str(self.number) if self.number > 1 else ""
        return {**self.filters, **self._named(page=page, sort=self.sort, direction=self.direction)}

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
        view = self._named(page=page, sort=sort, direction=direction)
        query = urlencode({name: value for name, value in {**self.filters, **view}.items() if value})
        return f"{self.path}?{query}" if query else self.path

    def _named(self, *, page: str, sort: str, direction: str) -> dict[str, str]:
        turned = direction if sort and direction == "desc" else ""
        return {f"{self.prefix}sort": sort, f"{self.prefix}direction": turned, f"{self.prefix}page": page}
