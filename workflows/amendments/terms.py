"""The terms of an award as plain values, and what becomes of them when changes are replayed. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol

from workflows.amendments.answers import Value

Key = tuple[str, str]
"""A place and a field: ("goal-12", "target_value"), ("budget", "lines"), ("period", "ends_on")."""

Terms = Mapping[Key, Value]


class Change(Protocol):
    @property
    def place(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def old(self) -> Value: ...
    @property
    def new(self) -> Value: ...


def key_of(change: Change) -> Key:
    return (change.place, change.field)


def replay(original: Terms, changes: Iterable[Change]) -> Terms:
    """The terms after the changes in their order; `original` itself stays as it is."""
    after = dict(original)
    for change in changes:
        after[key_of(change)] = change.new
    return after


def undo(terms: Terms, changes: Iterable[Change]) -> Terms:
    """The terms before the changes, which are given in the order in which they took effect."""
    before = dict(terms)
    for change in reversed(list(changes)):
        before[key_of(change)] = change.old
    return before


def text_of_number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def number_of(value: Value) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))


def day_of(value: Value) -> date | None:
    return None if not value else date.fromisoformat(str(value))


def text_of_day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def text_of_money(value: Decimal) -> str:
    return f"{value:.2f}"
