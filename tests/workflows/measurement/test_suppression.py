"""Suppression: nothing hidden can be found again from what is shown."""

import itertools
from decimal import Decimal

import pytest
from extract_samples import AS_OF, CLEAN, reduced
from hypothesis import given
from hypothesis import strategies as st

from workflows.measurement.compute import compute
from workflows.measurement.figures import ALL_SITES, Figure
from workflows.measurement.formula import library_formulas
from workflows.measurement.hiding import Hidden, Line, hide_counts
from workflows.measurement.suppression import (
    COMPLEMENTARY_TEXT,
    NOBODY_TEXT,
    PROFILES,
    SMALL_GROUP_TEXT,
    DisplayedFigure,
    moved_by_few,
    profile_for,
    suppress,
    suppress_row,
    suppress_table,
)

EXTERNAL = PROFILES["external_default"]
NETWORK = PROFILES["network_internal"]
OWN = PROFILES["internal_affiliate"]
SENSITIVE = PROFILES["sensitive_topics"]
PAIRS = st.lists(st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=6)
ROWS = st.lists(st.integers(0, 40), min_size=1, max_size=6)


def percent(site: str, numerator: int, denominator: int) -> Figure:
    return Figure("EMP-01", site, numerator, denominator, None, denominator)


def with_all(pairs: list[tuple[int, int]]) -> list[Figure]:
    sites = [percent(f"S{i}", numerator, n) for i, (numerator, n) in enumerate(pairs)]
    return [percent(ALL_SITES, sum(p[0] for p in pairs), sum(p[1] for p in pairs)), *sites]


def test_the_worked_example_hides_the_small_cell_and_the_next_smallest():
    counts = {"DRC": 34, "Syria": 17, "Burma": 12, "Eritrea": 4}
    assert suppress_row(counts, total=67, profile=EXTERNAL) == {
        "DRC": "34",
        "Syria": "17",
        "Burma": "suppressed (complementary)",
        "Eritrea": "<11",
        "total": "67",
    }


def test_without_a_total_nothing_can_be_subtracted():
    assert suppress_row({"a": 4, "b": 12}, total=None, profile=EXTERNAL) == {"a": "<11", "b": "12"}


@pytest.mark.parametrize(
    ("profile", "texts"),
    [
        (OWN, ["0", "1", "4", "5", "10", "11"]),
        (NETWORK, ["0", "<5", "<5", "5", "10", "11"]),
        (EXTERNAL, ["0", "<11", "<11", "<11", "<11", "11"]),
    ],
)
def test_each_profile_has_its_smallest_cell(profile, texts):
    counts = {str(count): count for count in (0, 1, 4, 5, 10, 11)}
    assert list(suppress_row(counts, total=None, profile=profile).values()) == texts


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"),
    [
        (30, 60, "50.0"),
        (1, 60, SMALL_GROUP_TEXT),
        (10, 60, SMALL_GROUP_TEXT),
        (11, 60, "18.3"),
        (0, 60, "0.0"),
        (60, 60, "100.0"),
        (0, 10, SMALL_GROUP_TEXT),
        (10, 10, SMALL_GROUP_TEXT),
        (11, 11, "100.0"),
        (55, 60, SMALL_GROUP_TEXT),
        (0, 0, NOBODY_TEXT),
    ],
)
def test_a_rate_is_hidden_when_few_did_few_did_not_or_few_were_asked(numerator, denominator, value):
    (shown,) = suppress([percent("S1", numerator, denominator)], EXTERNAL)
    assert shown.value == value


def test_a_hidden_figure_shows_none_of_its_numbers():
    (shown,) = suppress([percent("S1", 3, 60)], EXTERNAL)
    assert shown == DisplayedFigure("EMP-01", "S1", SMALL_GROUP_TEXT, "", "", "", Hidden.SMALL)


def test_a_shown_figure_carries_its_numbers():
    (shown,) = suppress([percent("S1", 600, 1200)], EXTERNAL)
    assert shown == DisplayedFigure("EMP-01", "S1", "50.0", "600", "1,200", "1,200", None)


def test_one_hidden_site_takes_the_next_smallest_with_it():
    shown = suppress(with_all([(3, 30), (20, 40), (30, 60)]), EXTERNAL)
    assert [(figure.site, figure.value) for figure in shown] == [
        (ALL_SITES, "40.8"),
        ("S0", SMALL_GROUP_TEXT),
        ("S1", COMPLEMENTARY_TEXT),
        ("S2", "50.0"),
    ]


def test_one_hidden_site_alone_takes_the_total_with_it():
    shown = suppress([percent(ALL_SITES, 30, 60), percent("S0", 3, 30)], EXTERNAL)
    assert [figure.hidden for figure in shown] == [Hidden.COMPLEMENTARY, Hidden.SMALL]


def test_a_mean_of_few_is_hidden_and_of_many_shown():
    means = [Figure("EMP-02", f"S{n}", None, None, Decimal("15.5") * n, n) for n in (10, 11)]
    assert [figure.value for figure in suppress(means, EXTERNAL)] == [SMALL_GROUP_TEXT, "15.50"]


def test_sensitive_topics_need_twenty_and_only_outside_the_network():
    assert profile_for("external_default", topics=["health"]) == SENSITIVE
    assert profile_for("network_internal", topics=["health"]) == NETWORK
    assert profile_for("external_default", topics=[]) == EXTERNAL
    rates = [percent("S1", 0, 19), percent("S2", 0, 20)]
    assert [figure.hidden for figure in suppress(rates, SENSITIVE)] == [Hidden.SMALL, None]


def test_the_affiliate_sees_all_of_its_own_figures():
    figures = with_all([(1, 2), (0, 1), (3, 3)])
    assert [figure.hidden for figure in suppress(figures, OWN)] == [None] * 4


def test_a_new_figure_that_moved_by_few_is_found():
    old = [percent("S1", 30, 60), percent("S2", 30, 60), percent("S3", 30, 60)]
    new = [percent("S1", 33, 60), percent("S2", 45, 90), percent("S3", 30, 60), percent("S4", 30, 60)]
    assert moved_by_few(new, old, EXTERNAL) == [new[0]]


def test_the_small_site_of_the_sample_cannot_be_found_by_subtraction():
    content, _ = reduced(CLEAN.read_bytes())
    figures = compute(content, formulas=library_formulas(), as_of=AS_OF)
    shown = {(f.code, f.site): f for f in suppress(figures, EXTERNAL)}
    for code in library_formulas():
        hidden = [site for (of, site), f in shown.items() if of == code and f.hidden and site != ALL_SITES]
        assert len(hidden) != 1 or shown[code, ALL_SITES].hidden


@given(PAIRS)
def test_no_small_rate_is_shown_and_none_is_found_by_subtraction(pairs):
    figures = with_all(pairs)
    shown = suppress(figures, EXTERNAL)
    for figure, display in zip(figures, shown, strict=True):
        few = [count for count in (figure.numerator, figure.n - figure.numerator) if 0 < count < 11]
        if few or 0 < figure.n < 11:
            assert display.hidden is not None
    hidden = [f for f, display in zip(figures[1:], shown[1:], strict=True) if display.hidden]
    if hidden and shown[0].hidden is None:
        did = sum(figure.numerator for figure in hidden)
        asked = sum(figure.n for figure in hidden)
        assert len(hidden) > 1
        assert not 0 < did < 11
        assert not 0 < asked - did < 11


def possible_values(counts, hidden, line, min_cell):
    """Every filling of the hidden members that agrees with the shown cells and the reasons."""
    members = [key for key in line.members if key in hidden]
    rest = counts[line.total] - sum(counts[key] for key in line.members if key not in hidden)
    small, large = range(1, min_cell), range(min_cell, rest + 1)
    ranges = [small if hidden[key] is Hidden.SMALL else large for key in members[:-1]]
    last = small if hidden[members[-1]] is Hidden.SMALL else large
    return [(*fill, rest - sum(fill)) for fill in itertools.product(*ranges) if rest - sum(fill) in last]


@given(ROWS)
def test_no_hidden_count_of_a_row_has_only_one_possible_value(row):
    counts = {str(i): count for i, count in enumerate(row)} | {"total": sum(row)}
    line = Line(tuple(str(i) for i in range(len(row))), "total")
    hidden = hide_counts(counts, [line], min_cell=4)
    assert all(key in hidden for key, count in counts.items() if 0 < count < 4)
    members = [key for key in line.members if key in hidden]
    if members and "total" not in hidden and len(members) <= 3:
        fills = possible_values(counts, hidden, line, 4)
        assert all(len({fill[i] for fill in fills}) > 1 for i in range(len(members)))


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=1, max_size=4))
def test_no_row_or_column_of_a_table_has_just_one_hidden_cell(grid):
    counts = {(f"r{i}", f"c{j}"): count for i, row in enumerate(grid) for j, count in enumerate(row)}
    shown = suppress_table(counts, EXTERNAL)
    rows, columns = {row for row, _ in shown}, {column for _, column in shown}
    lines = [[(row, column) for column in columns] for row in rows]
    lines += [[(row, column) for row in rows] for column in columns]
    for line in lines:
        hidden = [key for key in line if not shown[key].replace(",", "").isdigit()]
        # Where all the rest is zero, the one cell is as small as its total, and both are hidden.
        assert len(hidden) != 1


def test_a_table_shows_its_totals():
    counts = {("F", "2023"): 20, ("F", "2024"): 30, ("M", "2023"): 25, ("M", "2024"): 3}
    assert suppress_table(counts, EXTERNAL) == {
        ("F", "2023"): COMPLEMENTARY_TEXT,
        ("F", "2024"): COMPLEMENTARY_TEXT,
        ("M", "2023"): COMPLEMENTARY_TEXT,
        ("M", "2024"): "<11",
        ("F", "total"): "50",
        ("M", "total"): "28",
        ("total", "2023"): "45",
        ("total", "2024"): "33",
        ("total", "total"): "78",
    }
