"""The rubric adds up, and its suggestions follow the bands."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.reviews.answers import ANCHORS
from workflows.reviews.rubric import CRITERIA, CURRENT, Band, mean_of

SCORES = st.fixed_dictionaries({criterion.id: st.sampled_from(ANCHORS) for criterion in CRITERIA})


def test_nine_criteria_make_100_points() -> None:
    assert [c.id for c in CRITERIA] == [f"C{number}" for number in range(1, 10)]
    assert sum(c.points for c in CRITERIA) == 100


@given(SCORES)
def test_total_is_the_exact_sum_of_points_between_0_and_100(anchors: dict[str, int]) -> None:
    total = CURRENT.total_of(anchors)
    assert total == sum(Decimal(c.points * anchors[c.id]) / 100 for c in CRITERIA)
    assert Decimal(0) <= total <= Decimal(100)


@given(SCORES, st.sampled_from(CRITERIA))
def test_a_higher_anchor_never_lowers_the_total(anchors: dict[str, int], criterion: object) -> None:
    raised = {**anchors, criterion.id: 100}  # type: ignore[attr-defined]
    assert CURRENT.total_of(raised) >= CURRENT.total_of(anchors)


@pytest.mark.parametrize(
    ("mean", "has_zero", "band"),
    [
        ("100", False, Band.FUND),
        ("70", False, Band.FUND),
        ("70", True, Band.REVISE),
        ("69.99", False, Band.REVISE),
        ("55", False, Band.REVISE),
        ("55", True, Band.REVISE),
        ("54.99", False, Band.DECLINE),
        ("0", True, Band.DECLINE),
    ],
)
def test_bands_meet_at_55_and_70_and_a_zero_keeps_from_funding(mean: str, has_zero: bool, band: Band) -> None:
    assert CURRENT.suggest_band(Decimal(mean), has_zero=has_zero) is band


def test_third_reviewer_is_suggested_beyond_15_points_between_two() -> None:
    assert CURRENT.third_reviewer_is_due([Decimal(80), Decimal(65)]) is False
    assert CURRENT.third_reviewer_is_due([Decimal(80), Decimal("64.75")]) is True
    assert CURRENT.third_reviewer_is_due([Decimal(80), Decimal(60), Decimal(70)]) is False
    assert CURRENT.third_reviewer_is_due([Decimal(80)]) is False


def test_mean_has_two_places_and_needs_a_total() -> None:
    assert mean_of([Decimal("70"), Decimal("71.25"), Decimal("69")]) == Decimal("70.08")
    with pytest.raises(ValueError, match="no totals"):
        mean_of([])
