"""The rubric adds up, and its suggestions follow the bands."""

import json
from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.reviews import scores_form
from workflows.reviews.answers import ANCHORS
from workflows.reviews.rubric import CRITERIA, CURRENT, RUBRICS, RUBRICS_FOLDER, Band, mean_of, rubric_from, rubric_of

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


def test_words_stand_at_three_anchors_and_the_halves_lie_between() -> None:
    for criterion in CRITERIA:
        assert [percent for percent, _, text in criterion.anchors if text] == [0, 50, 100]
        assert [percent for percent, _, text in criterion.anchors if not text] == [25, 75]


@given(SCORES, st.permutations([criterion.id for criterion in CRITERIA]))
def test_the_total_follows_from_anchors_alone(anchors: dict[str, int], order: list[str]) -> None:
    assert CURRENT.total_of({name: anchors[name] for name in order}) == CURRENT.total_of(anchors)


def test_nothing_in_the_rubric_counts_people() -> None:
    """R60: small sites have small numbers, and are not scored on them."""
    assert {field.name for field in fields(CRITERIA[0])} == {"id", "name", "points", "meanings", "percents"}
    words = {word for c in CRITERIA for text in (c.name, *c.meanings.values()) for word in text.lower().split()}
    assert words & {"people", "clients", "number", "volume", "many", "served", "caseload", "size", "large"} == set()


def test_versions_live_side_by_side_and_the_older_one_is_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.loads((RUBRICS_FOLDER / "2026-1.json").read_text("utf-8"))
    last = {**told["criteria"][-1], "id": "C10", "name": "Care"}
    later = rubric_from({**told, "version": "2027-1", "widest_spread": 10, "criteria": [*told["criteria"][:-1], last]})
    monkeypatch.setitem(RUBRICS, later.version, later)
    assert (rubric_of("2026-1"), rubric_of("2027-1"), rubric_of(None)) == (CURRENT, later, CURRENT)
    assert later.total_of({"C10": 100}) == 5
    assert [r.third_reviewer_is_due([Decimal(80), Decimal(68)]) for r in (CURRENT, later)] == [False, True]
    assert [c.id for c in scores_form("2027-1").rubric.criteria][-1] == "C10"


def test_a_rubric_that_does_not_make_100_points_is_refused() -> None:
    told = json.loads((RUBRICS_FOLDER / "2026-1.json").read_text("utf-8"))
    with pytest.raises(ValueError, match="does not make 100 points"):
        rubric_from({**told, "criteria": told["criteria"][1:]})
    with pytest.raises(ValueError, match="anchors that can be kept"):
        rubric_from({**told, "anchors": [0, 33, 100]})
