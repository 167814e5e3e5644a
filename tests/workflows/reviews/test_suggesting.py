"""The suggested assignment: never a conflict, nobody twice, loads as even as conflicts and limits let."""

from itertools import combinations, product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.reviews.suggesting import Assignment, Reader, Wanted, suggest

Case = tuple[list[Wanted], list[Reader], dict[int, int]]


@st.composite
def cases(draw: st.DrawFn, *, proposals: int = 5, people: int = 5, seats: int = 3) -> Case:
    readers = [
        Reader(number, draw(st.integers(0, 4)), draw(st.none() | st.integers(0, 3)))
        for number in range(1, 1 + draw(st.integers(0, people)))
    ]
    wanted = [
        Wanted(number, {r.id: f"Conflict of {r.id}." for r in readers if draw(st.booleans())})
        for number in range(1, 1 + draw(st.integers(0, proposals)))
    ]
    return wanted, readers, {p.id: draw(st.integers(0, seats)) for p in wanted}


def _loads(found: Assignment) -> list[int]:
    return sorted((after for _, after in found.loads.values()), reverse=True)


@given(cases())
def test_nobody_reads_what_speaks_against_them_nor_one_proposal_twice_nor_more_than_agreed(case: Case) -> None:
    wanted, readers, seats = case
    found = suggest(*case)
    for proposal in wanted:
        chosen = found.chosen[proposal.id]
        assert [who for who in chosen if who in proposal.against] == []
        assert len(chosen) == len(set(chosen))
        assert len(chosen) + found.missing.get(proposal.id, 0) == seats[proposal.id]
    for reader in readers:
        got = sum(reader.id in people for people in found.chosen.values())
        assert found.loads[reader.id] == (reader.load, reader.load + got)
        assert reader.room is None or got <= reader.room


@given(cases())
def test_everybody_who_is_left_out_reads_why(case: Case) -> None:
    wanted, readers, _ = case
    found = suggest(*case)
    for proposal in wanted:
        out = found.left_out[proposal.id]
        assert set(out) == {r.id for r in readers} - set(found.chosen[proposal.id])
        assert {who: out[who] for who in proposal.against} == proposal.against


@given(cases(), st.randoms())
def test_the_order_of_what_is_given_changes_nothing(case: Case, shuffled: Random) -> None:
    wanted, readers, seats = case
    again, others = [*wanted], [*readers]
    shuffled.shuffle(again)
    shuffled.shuffle(others)
    assert suggest(again, others, dict(reversed(seats.items()))) == suggest(wanted, readers, seats)


@settings(max_examples=60)
@given(cases(proposals=3, people=4, seats=2))
def test_no_other_assignment_fills_more_seats_or_has_more_even_loads(case: Case) -> None:
    found = suggest(*case)
    filled = sum(map(len, found.chosen.values()))
    assert (-filled, _loads(found)) == min(_every_assignment(case))


def _every_assignment(case: Case) -> list[tuple[int, list[int]]]:
    """(seats filled, negated; loads from the highest down) of each possible one, tried out by hand."""
    wanted, readers, seats = case
    choices = []
    for proposal in wanted:
        free = [r.id for r in readers if r.id not in proposal.against]
        choices.append([chosen for size in range(seats[proposal.id] + 1) for chosen in combinations(free, size)])
    tried = []
    for chosen in product(*choices):
        gained = {r.id: sum(r.id in people for people in chosen) for r in readers}
        if all(r.room is None or gained[r.id] <= r.room for r in readers):
            tried.append((-sum(gained.values()), sorted((r.load + gained[r.id] for r in readers), reverse=True)))
    return tried


@given(st.lists(st.integers(0, 4), min_size=2, max_size=6), st.integers(1, 8))
def test_without_conflicts_a_review_goes_to_whoever_has_the_fewest(loads: list[int], proposals: int) -> None:
    readers = [Reader(number, load) for number, load in enumerate(loads, 1)]
    found = suggest([Wanted(n) for n in range(proposals)], readers, dict.fromkeys(range(proposals), 1))
    after = [then for _, then in found.loads.values()]
    assert [then for now, then in found.loads.values() if then > now and then > min(after) + 1] == []
    assert found.missing == {}


def test_a_reviewer_passes_a_seat_on_where_only_they_can_read_the_other() -> None:
    free, tied = Wanted(1), Wanted(2, {8: "Works there."})
    found = suggest([free, tied], [Reader(7, room=1), Reader(8)], {1: 1, 2: 1})
    assert found.chosen == {1: (8,), 2: (7,)}
    assert found.left_out == {
        1: {7: "Has as many reviews of this cohort as agreed."},
        2: {8: "Works there."},
    }
