"""Shared gaps and skills by role: counted by hand, and hidden so that nobody is found, not even by a difference."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scenes_assessments import INSTRUMENT, scores_of
from workflows.assessments.answers import Position
from workflows.assessments.network import (
    LEAST_PEOPLE,
    AffiliateScores,
    PersonalScores,
    gap_rows,
    role_groups,
    top_gaps,
)

PARTS = [part.code for part in INSTRUMENT.dimensions]


def affiliates(*pairs: tuple[dict[str, int], dict[str, int] | None]) -> list[AffiliateScores]:
    return [AffiliateScores(latest, before) for latest, before in pairs]


def test_figures_of_four_affiliates_are_hidden_and_of_five_are_shown() -> None:
    one = (scores_of(2), None)
    assert gap_rows(INSTRUMENT, affiliates(*[one] * 4)) == []
    rows = gap_rows(INSTRUMENT, affiliates(*[one] * 5))
    assert [row.code for row in rows if row.is_dimension] == PARTS
    assert len(rows) == 8 + 32


def test_gaps_are_counted_and_averaged_by_hand() -> None:
    rows = gap_rows(
        INSTRUMENT,
        affiliates(
            (scores_of(3, D8=1) | {"D1.1": 1}, scores_of(2, D8=2)),
            (scores_of(3, D8=2), scores_of(2, D8=2)),
            (scores_of(4, D8=2), scores_of(4, D8=3)),
            (scores_of(2, D8=4), scores_of(3, D8=3)),
            (scores_of(3, D8=3), scores_of(3, D8=3)),
            (scores_of(5, D8=2), None),
        ),
    )
    by_code = {row.code: row for row in rows}
    voice, first = by_code["D8"], by_code["D1.1"]
    assert (voice.affiliates, voice.below, voice.mean) == (6, 4, Decimal("2.33"))  # (1 + 2 + 2 + 4 + 3 + 2) / 6
    assert voice.change == Decimal("-0.20")  # (−1 + 0 − 1 + 1 + 0) / 5, of those who answered twice
    assert (first.below, first.mean) == (2, Decimal("3.00"))  # 1, 3, 4, 2, 3, 5
    assert [row.code for row in top_gaps(rows)] == ["D8", "D1", "D2"]


def test_a_change_of_four_affiliates_is_hidden_beside_a_mean_of_six() -> None:
    pairs = [(scores_of(3), scores_of(2))] * 4 + [(scores_of(2), None)] * 2
    rows = gap_rows(INSTRUMENT, affiliates(*pairs))
    assert {row.change for row in rows} == {None}
    assert {row.affiliates for row in rows} == {6}


def people(position: Position, count: int, score: int, *, first_id: int = 1) -> list[PersonalScores]:
    return [PersonalScores(first_id + n, position, scores_of(score)) for n in range(count)]


def test_a_role_is_shown_from_five_people_on_in_steps_of_five() -> None:
    answered = [*people(Position.LEADER, 5, 4), *people(Position.LEADER, 2, 1, first_id=6)]
    answered += people(Position.FRONTLINE, 4, 2, first_id=20)
    frontline, supervisor, leader = role_groups(INSTRUMENT, answered)
    assert (frontline.is_hidden, frontline.means, supervisor.is_hidden) == (True, {}, True)
    assert (leader.people, leader.means["D1"]) == (5, Decimal("4.00"))  # the sixth and seventh are not told apart
    answered += people(Position.LEADER, 3, 1, first_id=30)
    leader = role_groups(INSTRUMENT, answered)[2]
    assert (leader.people, leader.means["D1"]) == (10, Decimal("2.50"))


def test_a_person_who_answers_in_two_years_counts_once() -> None:
    answered = [*people(Position.LEADER, 4, 3), *people(Position.LEADER, 1, 3)]
    assert role_groups(INSTRUMENT, answered)[2].is_hidden


person = st.builds(
    PersonalScores,
    user_id=st.integers(1, 40),
    position=st.sampled_from(Position),
    scores=st.integers(1, 5).map(scores_of),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(person, max_size=45))
def test_no_two_publications_differ_by_fewer_than_five_people(answered: list[PersonalScores]) -> None:
    """Whatever comes in, one after the other: a group is hidden, or as it was, or at least five people larger.

    No figure covers several roles, so there is nothing else to subtract.
    """
    shown = {position: (0, {}) for position in Position}
    for length in range(len(answered) + 1):
        groups = role_groups(INSTRUMENT, answered[:length])
        assert [group.position for group in groups] == list(Position)
        for group in groups:
            people_before, means_before = shown[group.position]
            grown = group.people - people_before
            assert grown == 0 or grown >= LEAST_PEOPLE
            assert grown or group.means == means_before
            assert group.people == 0 or group.people >= LEAST_PEOPLE
            shown[group.position] = (group.people, dict(group.means))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.none() | st.integers(1, 5)), max_size=12))
def test_every_figure_of_a_gap_is_about_five_affiliates_at_least(pairs: list[tuple[int, int | None]]) -> None:
    answered = [AffiliateScores(scores_of(now), None if then is None else scores_of(then)) for now, then in pairs]
    twice = sum(then is not None for _, then in pairs)
    rows = gap_rows(INSTRUMENT, answered)
    assert bool(rows) == (len(pairs) >= 5)
    for row in rows:
        assert 1 <= row.mean <= 5
        assert 0 <= row.below <= row.affiliates == len(pairs)
        assert (row.change is not None) == (twice >= 5)
