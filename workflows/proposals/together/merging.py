"""Three versions of the same answers become one: what each writer changed, answer by answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Merged:
    """`values` is what is saved from now on; at `conflicts` both sides wrote, and `values` keeps theirs.

    `theirs` are the answers that only the other side changed.
    """

    values: dict[str, Any]
    theirs: tuple[str, ...]
    conflicts: tuple[str, ...]


def merge(base: Mapping[str, Any] | None, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """What `mine` and `theirs` make of `base`, the text that mine was written over; None where nobody knows it.

    An answer that `mine` does not have is not mine to change.
    """
    values = dict(theirs)
    taken: list[str] = []
    conflicts: list[str] = []
    for name, written in mine.items():
        saved = theirs.get(name)
        if same(written, saved):
            values[name] = saved if written is None else written
        elif base is None:
            conflicts.append(name)
        elif same(saved, base.get(name)):
            values[name] = written
        elif same(written, base.get(name)):
            taken.append(name)
        else:
            conflicts.append(name)
    return Merged(values, tuple(taken), tuple(conflicts))


def same(one: Any, other: Any) -> bool:
    """Whether two answers say the same; nothing is said by no answer, an empty one and a tick that is not set."""
    if is_empty(one) or is_empty(other):
        return is_empty(one) and is_empty(other)
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def is_empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [], {})


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The earlier values of the answers that are others now."""
    names: Iterable[str] = dict.fromkeys([*before, *after])
    return {name: before.get(name) for name in names if not same(before.get(name), after.get(name))}
