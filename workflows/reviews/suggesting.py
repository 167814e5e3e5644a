"""Who could review what: the fairest assignment, never a conflicted person, the same for the same facts."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wanted:
    """A proposal that needs readers; `against` is the sentence for everyone who may not read it, by person's id."""

    id: int
    against: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """A person with so many open reviews; `room` is how many more they may get here, None without a limit."""

    id: int
    load: int = 0
    room: int | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who reads what. `missing` are seats that nobody could take; `loads` is before and after, by person.

    `left_out` says for each proposal why everyone else does not get it.
    """

    chosen: Mapping[int, tuple[int, ...]]
    missing: Mapping[int, int]
    loads: Mapping[int, tuple[int, int]]
    left_out: Mapping[int, Mapping[int, str]]


def suggest(proposals: Sequence[Wanted], reviewers: Sequence[Reader], seats: Mapping[int, int]) -> Assignment:
    """As many of the `seats` (by proposal's id) filled as conflicts and limits let, with loads as even as they can be.

    No other assignment that fills as many seats has a lower highest load, nor a lower second highest, and so on. The
    order in which proposals and reviewers are given makes no difference.
    """
    wanted = {proposal.id: proposal for proposal in sorted(proposals, key=lambda p: p.id)}
    readers = {reader.id: reader for reader in sorted(reviewers, key=lambda r: r.id)}
    reads: dict[int, set[int]] = {proposal_id: set() for proposal_id in wanted}
    gained = dict.fromkeys(readers, 0)
    missing: dict[int, int] = {}
    for proposal_id in wanted:
        for _ in range(seats.get(proposal_id, 0)):
            if not _fill_one(proposal_id, wanted, readers, reads, gained):
                missing[proposal_id] = missing.get(proposal_id, 0) + 1
    return Assignment(
        chosen={proposal_id: tuple(sorted(people)) for proposal_id, people in reads.items()},
        missing=missing,
        loads={reader.id: (reader.load, reader.load + gained[reader.id]) for reader in readers.values()},
        left_out={
            proposal_id: {
                reader.id: _why_left_out(reader, wanted[proposal_id], gained[reader.id])
                for reader in readers.values()
                if reader.id not in people
            }
            for proposal_id, people in reads.items()
        },
    )


def _fill_one(
    start: int,
    wanted: Mapping[int, Wanted],
    readers: Mapping[int, Reader],
    reads: dict[int, set[int]],
    gained: dict[int, int],
) -> bool:
    """Give one more seat of `start` away, if need be by passing others' seats on: the cheapest path to a free person.

    Taking the least loaded person who can be reached keeps the loads even at every step (successive shortest paths
    with convex costs), so nothing has to be mended afterwards.
    """
    came_by: dict[int, tuple[int, int | None]] = {}  # person -> (proposal they would take, who gives it up)
    ahead: deque[tuple[int, int | None]] = deque([(start, None)])
    seen = {start}
    while ahead:
        proposal_id, giver = ahead.popleft()
        for person in readers:
            if person in came_by or person in reads[proposal_id] or person in wanted[proposal_id].against:
                continue
            came_by[person] = (proposal_id, giver)
            for held in (other for other in wanted if person in reads[other] and other not in seen):
                seen.add(held)
                ahead.append((held, person))
    free = [p for p in came_by if (room := readers[p].room) is None or gained[p] < room]
    if not free:
        return False
    taker: int | None = min(free, key=lambda p: (readers[p].load + gained[p], p))
    assert taker is not None
    gained[taker] += 1
    while taker is not None:
        proposal_id, giver = came_by[taker]
        reads[proposal_id].add(taker)
        if giver is not None:
            reads[proposal_id].remove(giver)
        taker = giver
    return True


def _why_left_out(reader: Reader, proposal: Wanted, gained: int) -> str:
    if reader.id in proposal.against:
        return proposal.against[reader.id]
    if reader.room is not None and gained >= reader.room:
        return "Has as many reviews of this cohort as agreed."
    return "Others have fewer open reviews, or take this one so that the loads stay even."
