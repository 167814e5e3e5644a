"""Hiding small counts so that no sum gives them away: the arithmetic behind every published table."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Hidden(StrEnum):
    """Why a cell is not shown."""

    SMALL = "small"
    COMPLEMENTARY = "complementary"


@dataclass(frozen=True, slots=True)
class Line(Generic[K]):
    """Cells that add up to a total which is published as well: a row, a column, a series in time."""

    members: tuple[K, ...]
    total: K


def is_small(count: int, *, min_cell: int) -> bool:
    """From 1 up to the smallest count that may be shown; nobody at all may be shown."""
    return 0 < count < min_cell


def hide_counts(counts: Mapping[K, int], lines: Sequence[Line[K]], *, min_cell: int) -> dict[K, Hidden]:
    """The cells to hide, and why.

    Small counts go first. Then, as long as a line gives a hidden count away by subtraction, its
    smallest shown member goes too, or, when only zeros are left, its total.
    """
    hidden = {key: Hidden.SMALL for key, count in counts.items() if is_small(count, min_cell=min_cell)}
    while leak := next((line for line in lines if _leaks(line, counts, hidden, min_cell)), None):
        hidden[_next_to_hide(leak, counts, hidden)] = Hidden.COMPLEMENTARY
    return hidden


def _next_to_hide(line: Line[K], counts: Mapping[K, int], hidden: Mapping[K, Hidden]) -> K:
    shown = [key for key in line.members if key not in hidden and counts[key] > 0]
    if shown:
        return min(shown, key=lambda key: (counts[key], str(key)))
    return line.total


def _leaks(line: Line[K], counts: Mapping[K, int], hidden: Mapping[K, Hidden], min_cell: int) -> bool:
    """Whether a reader who knows the shown cells and the rules of hiding can find a hidden one."""
    members = [key for key in line.members if key in hidden]
    total_hidden = line.total in hidden
    if not members:
        return total_hidden and any(key not in hidden and counts[key] > 0 for key in line.members)
    if total_hidden:
        return False
    # What subtraction gives. People of two sites make it less than the sum of the hidden.
    rest = counts[line.total] - sum(counts[key] for key in line.members if key not in hidden)
    if len(members) == 1 or is_small(rest, min_cell=min_cell):
        return True
    return any(_is_pinned(key, members, hidden, rest, min_cell) for key in members)


def _is_pinned(key: K, members: Sequence[K], hidden: Mapping[K, Hidden], rest: int, min_cell: int) -> bool:
    """Whether the others' least and most leave this cell one possible value."""
    others = [hidden[other] for other in members if other != key]
    least_others = sum(1 if why is Hidden.SMALL else min_cell for why in others)
    bounded = all(why is Hidden.SMALL for why in others)
    most_others = len(others) * (min_cell - 1) if bounded else rest
    least, most = (1, min_cell - 1) if hidden[key] is Hidden.SMALL else (min_cell, rest)
    return max(least, rest - most_others) >= min(most, rest - least_others)
