"""A suggestion for peer groups: small rural affiliates together, sizes mixed in the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflows.peers.answers import GROUP_LEAST, GROUP_MOST, GROUP_USUAL, SMALL_STAFF


@dataclass(frozen=True, slots=True)
class Candidate:
    """An affiliate that has no group yet."""

    enrollment_id: int
    name: str
    staff_count: int | None
    is_rural: bool

    @property
    def is_small_and_rural(self) -> bool:
        return self.is_rural and (self.staff_count or 0) <= SMALL_STAFF

    @property
    def size(self) -> int:
        return self.staff_count or 0


def suggest_groups(candidates: Sequence[Candidate]) -> list[tuple[Candidate, ...]]:
    """Groups of three to six, everyone in exactly one; nothing for fewer than three affiliates.

    Small rural affiliates form groups of their own as soon as they and the others are enough for that; when they are
    too few, they come into one group. The others are dealt out by size, so that each group has large and small ones.
    """
    small = [candidate for candidate in _by_size(candidates) if candidate.is_small_and_rural]
    others = [candidate for candidate in _by_size(candidates) if not candidate.is_small_and_rural]
    if len(small) >= GROUP_LEAST and len(others) >= GROUP_LEAST:
        return [*_dealt([], small), *_dealt([], others)]
    return _dealt(small if len(small) < GROUP_LEAST else [], others if len(small) < GROUP_LEAST else [*others, *small])


def group_sizes(count: int) -> list[int]:
    """Sizes as equal as can be, each from GROUP_LEAST to GROUP_MOST; none for fewer than GROUP_LEAST."""
    if count < GROUP_LEAST:
        return []
    groups = max(-(-count // GROUP_MOST), min(round(count / GROUP_USUAL), count // GROUP_LEAST))
    return [count // groups + (place < count % groups) for place in range(groups)]


def _dealt(together: Sequence[Candidate], others: Sequence[Candidate]) -> list[tuple[Candidate, ...]]:
    """The first ones stay together in the first group; the others go round like cards, there and back."""
    sizes = group_sizes(len(together) + len(others))
    if not sizes:
        return []
    groups: list[list[Candidate]] = [[] for _ in sizes]
    groups[0] += together
    waiting = list(others)
    forward = True
    while waiting:
        places = range(len(sizes)) if forward else reversed(range(len(sizes)))
        for place in places:
            if waiting and len(groups[place]) < sizes[place]:
                groups[place].append(waiting.pop(0))
        forward = not forward
    return [tuple(sorted(group, key=lambda candidate: candidate.name)) for group in groups]


def _by_size(candidates: Sequence[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: (-candidate.size, candidate.name))
