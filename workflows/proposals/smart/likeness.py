"""Noticing that two goals are about the same thing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LIKE_FROM_PERCENT = 50  # of the words that either population uses
_EMPTY = frozenset({"a", "all", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "our", "the", "this",
                    "to", "who", "with", "arrived", "people"})  # fmt: skip
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a goal is about: the indicator's code and whom it concerns."""

    number: int
    indicator_code: str
    population: str


def similar_pairs(subjects: Sequence[Subject]) -> tuple[tuple[int, int], ...]:
    """The numbers of goals that watch one indicator among much the same people, in their order."""
    return tuple(
        (one.number, other.number)
        for index, one in enumerate(subjects)
        for other in subjects[index + 1 :]
        if one.indicator_code
        and one.indicator_code == other.indicator_code
        and are_alike(one.population, other.population)
    )


def are_alike(one: str, other: str) -> bool:
    """Whether at least half of the words that either text uses stand in both; two empty texts are not alike."""
    mine, yours = _words(one), _words(other)
    return bool(mine | yours) and 100 * len(mine & yours) >= LIKE_FROM_PERCENT * len(mine | yours)


def _words(text: str) -> frozenset[str]:
    """The words that carry meaning, plurals and singulars as one."""
    return frozenset(word.rstrip("s") for word in _WORD.findall(text.lower()) if word not in _EMPTY)
