"""Means by hand and by law: exact, between 1 and 5, and a change is the other way round seen from the other side."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scenes_assessments import INSTRUMENT, scores_of
from workflows.assessments.answers import Moment
from workflows.assessments.instrument import load_instruments
from workflows.assessments.results import (
    Answered,
    change_between,
    dimension_means,
    examples_of,
    fallen,
    gaps_of,
    items_to_look_at,
    list_trends,
    mean_of,
    overall_mean,
    strengths_of,
    whole_trend,
)

PURPOSE = INSTRUMENT.dimensions[0]
CODES = [item.code for item in INSTRUMENT.items]
answers = st.fixed_dictionaries({code: st.integers(1, 5) for code in CODES})


def answered(moment: Moment, scores: dict[str, int], examples: dict[str, str] | None = None) -> Answered:
    return Answered(moment, scores, examples or {})


def test_the_instrument_has_eight_dimensions_of_four_statements_on_a_scale_of_five() -> None:
    for edition in load_instruments():
        assert [(part.code, len(part.items)) for part in edition.dimensions] == [(f"D{n}", 4) for n in range(1, 9)]
        assert [step.score for step in edition.scale] == [1, 2, 3, 4, 5]
        assert [item.code for part in edition.dimensions for item in part.items] == CODES
    assert len({edition.edition for edition in load_instruments()}) == len(load_instruments())


def test_means_are_exact() -> None:
    scores = scores_of(3) | {"D1.1": 1, "D1.2": 2, "D1.3": 4, "D1.4": 4, "D6.1": 5, "D6.4": 4}
    means = dimension_means(INSTRUMENT, scores)
    assert means["D1"] == Decimal("2.75")  # (1 + 2 + 4 + 4) / 4
    assert means["D6"] == Decimal("3.75")  # (5 + 3 + 3 + 4) / 4
    assert overall_mean(means) == Decimal("3.0625")  # (2.75 + 3.75 + 6 × 3) / 8


def test_a_dimension_with_an_open_statement_has_no_mean() -> None:
    scores = scores_of(3)
    del scores["D1.3"]
    assert mean_of(PURPOSE, scores) is None
    assert sorted(dimension_means(INSTRUMENT, scores)) == ["D2", "D3", "D4", "D5", "D6", "D7", "D8"]
    assert overall_mean({}) is None


@settings(max_examples=50, deadline=None)
@given(answers, answers)
def test_means_stay_on_the_scale_and_changes_are_antisymmetric(first: dict[str, int], then: dict[str, int]) -> None:
    before, after = dimension_means(INSTRUMENT, first), dimension_means(INSTRUMENT, then)
    for means in (before, after):
        assert all(1 <= mean <= 5 for mean in means.values())
        whole = overall_mean(means)
        assert whole is not None
        assert min(means.values()) <= whole <= max(means.values())
    for code in before:
        rise, fall = change_between(before[code], after[code]), change_between(after[code], before[code])
        assert rise is not None
        assert fall is not None
        assert rise == -fall
        assert before[code] + rise == after[code]


def test_a_trend_goes_from_before_to_the_newest_moment_and_looking_back_stands_beside() -> None:
    trends = list_trends(
        INSTRUMENT,
        [
            answered(Moment.BEFORE, scores_of(3, D6=2)),
            answered(Moment.LOOKING_BACK, scores_of(2, D6=1)),
            answered(Moment.AFTER, scores_of(3, D1=2, D6=3)),
        ],
    )
    culture = next(trend for trend in trends if trend.code == "D6")
    assert (culture.first, culture.latest, culture.change) == (Decimal(2), Decimal(3), Decimal(1))
    assert culture.change_in_hindsight == Decimal(2)
    assert [(trend.name, trend.change) for trend in fallen(trends)] == [("Purpose and use", Decimal(-1))]
    assert whole_trend(INSTRUMENT, [answered(Moment.BEFORE, scores_of(3, D6=2))]).change is None


def test_strengths_gaps_and_items_are_named_with_the_affiliates_own_words() -> None:
    scores = scores_of(3, D2=4, D5=5, D8=1, D3=2)
    now = answered(Moment.AFTER, scores, {"D5.1": "Samir has Fridays for it.", "D8.1": "Only in English so far."})
    trends = list_trends(INSTRUMENT, [now])
    assert [trend.code for trend in strengths_of(trends)] == ["D5", "D2"]
    assert [trend.code for trend in gaps_of(trends)] == ["D8", "D3"]
    looked_at = items_to_look_at(INSTRUMENT, now)
    assert [(view.item.code, view.score) for view in looked_at] == [
        *((f"D8.{n}", 1) for n in range(1, 5)),
        ("D3.1", 2),
    ]
    assert looked_at[0].example == "Only in English so far."
    assert [view.example for view in examples_of(INSTRUMENT, now, strengths_of(trends))] == [
        "Samir has Fridays for it."
    ]


def test_where_everything_stands_well_the_lowest_dimension_comes_next() -> None:
    trends = list_trends(INSTRUMENT, [answered(Moment.BEFORE, scores_of(5, D4=4))])
    assert [trend.code for trend in gaps_of(trends)] == ["D4"]
