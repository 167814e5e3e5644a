"""A chart says the same as its numbers."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from webapp.charts import Point, bar_chart, figure, goal_chart, line_chart

POINTS = [Point("Jun", 48, "30 of 62"), Point("Jul", None, "hidden"), Point("Aug", 51), Point("Sep", Decimal("54.4"))]


def test_line_chart_tells_its_story_in_words_and_rows() -> None:
    chart = line_chart(POINTS, name="g", title="Employed", unit="%", baseline=48, target=60)
    assert chart.summary == "From 48% in Jun to 54.4% in Sep. Baseline 48%, target 60%."
    assert chart.rows == (
        ("Jun", "48%", "30 of 62"),
        ("Jul", "–", "hidden"),
        ("Aug", "51%", ""),
        ("Sep", "54.4%", ""),
        ("Baseline", "48%", ""),
        ("Target", "60%", ""),
    )


def test_drawing_is_named_by_its_title_and_description() -> None:
    svg = ElementTree.fromstring(line_chart(POINTS, name="g", title="A & B").svg)  # noqa: S314  our own markup
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", "g-title g-desc")
    assert [svg[0].text, svg[0].get("id"), svg[1].get("id")] == ["A & B", "g-title", "g-desc"]


def test_line_breaks_where_a_value_is_hidden() -> None:
    chart = line_chart(POINTS, name="g", title="Employed")
    assert (chart.svg.count("<circle"), chart.svg.count("<polyline")) == (3, 1)


def test_names_of_two_near_levels_are_pushed_apart() -> None:
    chart = line_chart([Point("Jun", 10), Point("Jul", 90)], name="g", title="T", baseline=50, target=51)
    svg = ElementTree.fromstring(chart.svg)  # noqa: S314  our own markup
    heights = [float(text.get("y", 0)) for text in svg.iter("text") if "chart-word-" in text.get("class", "")]
    assert heights[1] - heights[0] == 30


@pytest.mark.parametrize("draw", [line_chart, bar_chart, goal_chart])
@pytest.mark.parametrize("points", [[], [Point("Jun", None)], [Point("Jun", 5)], [Point("Jun", 0), Point("Jul", 0)]])
def test_few_or_no_values_still_make_a_chart(draw, points) -> None:  # type: ignore[no-untyped-def]
    chart = draw(points, name="g", title="T")
    ElementTree.fromstring(chart.svg)  # noqa: S314  our own markup
    assert len(chart.rows) == len(points)


def test_nothing_measured_is_said() -> None:
    assert goal_chart([], name="g", title="T", target=60, unit="%").summary == "Nothing is measured yet. Target 60%."


def test_bars_stand_on_zero() -> None:
    svg = ElementTree.fromstring(bar_chart([Point("Q1", 40), Point("Q2", 20)], name="g", title="T").svg)  # noqa: S314
    heights = [float(bar.get("height", 0)) for bar in svg.iter("rect")]
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.2)


def test_figures_carry_their_unit() -> None:
    assert [figure(54, "%"), figure(Decimal("36.0"), "days"), figure(1204, "")] == ["54%", "36 days", "1,204"]
