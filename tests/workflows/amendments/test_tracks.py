"""The rules of the tracks: a bigger change never gets a lighter one, and each rule can be read."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.amendments.answers import TYPES, AmendmentType, KeyRole, Track
from workflows.amendments.sizes import moved_amount
from workflows.amendments.tracks import RULES, Size, fitting_rules, track_of, why_track

T, D = AmendmentType, Decimal
PERCENT = st.decimals(0, 200, places=2)
AMOUNTS = st.dictionaries(
    st.sampled_from(["PER", "TRA", "SUP", "PAR"]), st.decimals(Decimal("0.01"), 50_000, places=2), max_size=4
)
SIZES = st.builds(
    Size,
    type=st.sampled_from(list(T)),
    is_federal=st.booleans(),
    fields=st.frozensets(st.sampled_from(["wording", "population", "due_on", "lines", "amount"])),
    moved_percent=PERCENT,
    amount_changes=st.booleans(),
    supports_less=st.booleans(),
    subaward_is_new=st.booleans(),
    target_percent=PERCENT,
    extension_days=st.integers(0, 400),
    activities_gone=st.integers(0, 12),
    no_activity_stays=st.booleans(),
    role=st.sampled_from(list(KeyRole)),
    partners_gone=st.integers(0, 12),
)


@pytest.mark.parametrize(
    ("size", "track"),
    [
        (Size(T.ACTIVITY), Track.NOTIFY),
        (Size(T.ACTIVITY, activities_gone=1), Track.FAST),
        (Size(T.ACTIVITY, activities_gone=2, no_activity_stays=True), Track.FULL),
        (Size(T.BUDGET, moved_percent=D("10.00")), Track.NOTIFY),
        (Size(T.BUDGET, moved_percent=D("10.01")), Track.FAST),
        (Size(T.BUDGET, moved_percent=D("25.00")), Track.FAST),
        (Size(T.BUDGET, moved_percent=D("25.01")), Track.FULL),
        (Size(T.BUDGET, supports_less=True), Track.NOTIFY),
        (Size(T.BUDGET, supports_less=True, is_federal=True), Track.FAST),
        (Size(T.BUDGET, subaward_is_new=True, is_federal=True), Track.FULL),
        (Size(T.BUDGET, amount_changes=True), Track.FULL),
        (Size(T.TARGET, target_percent=D(20)), Track.FAST),
        (Size(T.TARGET, target_percent=D("20.01")), Track.FULL),
        (Size(T.KEY_PERSON, role=KeyRole.PROJECT_LEAD), Track.NOTIFY),
        (Size(T.KEY_PERSON, role=KeyRole.PROJECT_LEAD, is_federal=True), Track.FAST),
        (Size(T.KEY_PERSON, role=KeyRole.DATA_LEAD), Track.FAST),
        (Size(T.KEY_PERSON, role=KeyRole.DIRECTOR), Track.FULL),
        (Size(T.PERIOD, extension_days=90), Track.FAST),
        (Size(T.PERIOD, extension_days=91), Track.FULL),
        (Size(T.GOAL, fields=frozenset({"wording"})), Track.FAST),
        (Size(T.GOAL, fields=frozenset({"population"})), Track.FULL),
        (Size(T.INDICATOR), Track.FULL),
        (Size(T.SCOPE), Track.FULL),
        (Size(T.PARTNER), Track.FAST),
        (Size(T.PARTNER, partners_gone=1), Track.FULL),
    ],
)
def test_each_size_has_its_track(size: Size, track: Track) -> None:
    assert track_of(size) is track


@given(
    SIZES,
    st.fixed_dictionaries(
        {},
        optional={
            "is_federal": st.just(True),
            "amount_changes": st.just(True),
            "supports_less": st.just(True),
            "subaward_is_new": st.just(True),
            "no_activity_stays": st.just(True),
            "moved_percent": PERCENT,
            "target_percent": PERCENT,
            "extension_days": st.integers(0, 400),
            "activities_gone": st.integers(0, 12),
            "partners_gone": st.integers(0, 12),
        },
    ),
)
def test_a_bigger_change_never_gets_a_lighter_track(size: Size, more: dict[str, Any]) -> None:
    """Every measure as it is or larger: what fitted still fits."""
    larger = replace(
        size,
        **{name: value if isinstance(value, bool) else getattr(size, name) + value for name, value in more.items()},
    )
    assert track_of(larger).weight >= track_of(size).weight
    assert set(fitting_rules(size)) <= set(fitting_rules(larger))


@given(SIZES, st.frozensets(st.sampled_from(["wording", "population", "due_on"])))
def test_more_fields_never_get_a_lighter_track(size: Size, more: frozenset[str]) -> None:
    assert track_of(replace(size, fields=size.fields | more)).weight >= track_of(size).weight


@given(SIZES)
def test_every_change_has_a_track_and_a_reason(size: Size) -> None:
    assert why_track(size)
    assert all(sentence.endswith(")") for sentence in why_track(size))


@given(AMOUNTS, AMOUNTS)
def test_what_moved_is_counted_once(before: dict[str, Decimal], after: dict[str, Decimal]) -> None:
    moved = moved_amount(before, after)
    assert moved == moved_amount(after, before)
    assert (moved == 0) == ({k: v for k, v in before.items() if v} == {k: v for k, v in after.items() if v})


def test_the_table_can_be_read_by_everybody() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert {rule.type for rule in RULES} == set(T) == {row.type for row in TYPES}
    for kind in T:
        assert fitting_rules(Size(kind))[0].id.endswith("1")
