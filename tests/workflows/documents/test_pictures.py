"""Charts are the same each time, and can be read without seeing them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from workflows.documents.pictures import GoalSeries, Point, description, goal_chart

SERIES = GoalSeries(
    name="Days to first class",
    unit=" days",
    baseline=Decimal(41),
    target=Decimal(25),
    original_target=Decimal("25.5"),
    points=(Point("Q1", Decimal("38.50")), Point("Q2", None), Point("Q3", Decimal(30))),
)


def test_chart_is_described_in_words() -> None:
    assert description(SERIES) == (
        "Days to first class: Target 25 days, Original target 25.5 days, Baseline 41 days; Q1 38.5 days, Q3 30 days."
    )


def test_chart_is_the_same_picture_each_time() -> None:
    assert goal_chart(SERIES) == goal_chart(SERIES)
    assert goal_chart(SERIES).png.startswith(b"\x89PNG")


@pytest.mark.parametrize("points", [(), (Point("Q1", None),), (Point("Q1", Decimal(40)),)])
def test_chart_bears_a_year_that_has_hardly_begun(points: tuple[Point, ...]) -> None:
    assert goal_chart(replace(SERIES, baseline=None, points=points)).width_mm == 160
