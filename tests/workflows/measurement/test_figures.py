"""Figures: the 21 of the sample, and what must hold for any extract."""

import random

import pytest
from extract_samples import (
    AS_OF,
    CLEAN,
    KEY,
    clean_rows,
    expected_values,
    reduced,
    written,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.measurement.compute import compute
from workflows.measurement.figures import ALL_SITES, Figure
from workflows.measurement.formula import library_formulas, parse_formula
from workflows.measurement.reduction import reduce_bytes

FORMULAS = library_formulas()
ROWS = clean_rows()
EXPECTED = expected_values()


def figures_of(rows: list[dict[str, str]]) -> dict[tuple[str, str], Figure]:
    content, _ = reduced(written(rows))
    return {(f.code, f.site): f for f in compute(content, formulas=FORMULAS, as_of=AS_OF)}


@pytest.fixture(scope="module")
def figures() -> dict[tuple[str, str], Figure]:
    content, _ = reduced(CLEAN.read_bytes())
    return {(f.code, f.site): f for f in compute(content, formulas=FORMULAS, as_of=AS_OF)}


def parts(figure: Figure) -> dict[str, object]:
    value = float(figure.value) if figure.value is not None else None
    if figure.denominator is not None:
        return {"numerator": figure.numerator, "denominator": figure.denominator, "value": value}
    return {"value": value} if figure.total is None else {"n": figure.n, "value": value}


@pytest.mark.parametrize("code", EXPECTED)
def test_each_indicator_equals_the_expected_values_at_every_site(figures, code):
    computed = {site: parts(figure) for (of, site), figure in figures.items() if of == code}
    assert computed == EXPECTED[code]


def test_all_21_indicators_and_no_other_are_computed(figures):
    assert {code for code, _ in figures} == set(EXPECTED)
    assert len(EXPECTED) == 21


def test_percents_and_means_add_up_over_sites_that_share_nobody(figures):
    for code in EXPECTED:
        everyone = figures[code, ALL_SITES]
        sites = [figure for (of, site), figure in figures.items() if of == code and site != ALL_SITES]
        assert sum(site.n for site in sites) == everyone.n
        if everyone.numerator is not None:
            assert sum(site.numerator for site in sites) == everyone.numerator
        if everyone.total is not None:
            assert sum(site.total for site in sites) == everyone.total


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_rows_changes_nothing(seed):
    rows = list(ROWS[:120])
    random.Random(seed).shuffle(rows)  # noqa: S311 -- an order, not a secret
    assert figures_of(rows) == figures_of(ROWS[:120])


@settings(max_examples=8, deadline=None)
@given(st.sampled_from([row for row in ROWS if row["employed_day_180"] == ""]))
def test_a_person_outside_the_denominator_changes_nothing(outsider):
    others = [row for row in ROWS if row is not outsider]
    before, after = figures_of(others), figures_of(ROWS)
    assert before["EMP-01", ALL_SITES] == after["EMP-01", ALL_SITES]


def test_a_blank_answer_is_never_a_no():
    rows = [
        dict(ROWS[0], employable="Y", employed_day_180=answer, individual_id=f"P{i}", alien_number="")
        for i, answer in enumerate(["Y", "N", "", "Unknown"])
    ]
    figure = figures_of(rows)["EMP-01", ALL_SITES]
    assert (figure.numerator, figure.denominator) == (1, 2)


def test_a_person_of_two_sites_counts_once_in_the_network_and_once_in_each_site():
    rows = [
        dict(ROWS[0], affiliate_code=site, individual_id=own_id)
        for site, own_id in (("AFF-01", "X1"), ("AFF-02", "Y9"))
    ]
    found = figures_of(rows)
    assert {site: found["OUT-01", site].value for site in (ALL_SITES, "AFF-01", "AFF-02")} == {
        ALL_SITES: 1,
        "AFF-01": 1,
        "AFF-02": 1,
    }


def test_one_file_a_site_gives_the_same_figures_as_one_file_for_all(figures):
    codes = sorted({row["affiliate_code"] for row in ROWS})
    files = [reduced(written([row for row in ROWS if row["affiliate_code"] == code]))[0] for code in codes]
    apart = {(f.code, f.site): f for f in compute(files, formulas=FORMULAS, as_of=AS_OF)}
    assert apart == figures


def test_a_site_without_the_column_has_no_figure_and_lowers_nobodys():
    first = [row for row in ROWS if row["affiliate_code"] == "AFF-01"]
    second = [
        {name: cell for name, cell in row.items() if name != "hourly_wage"}
        for row in ROWS
        if row["affiliate_code"] == "AFF-02"
    ]
    files = [reduced(written(rows))[0] for rows in (first, second)]
    found = {(f.code, f.site): f for f in compute(files, formulas=FORMULAS, as_of=AS_OF)}
    assert ("EMP-02", "AFF-02") not in found
    assert found["EMP-02", ALL_SITES].total == found["EMP-02", "AFF-01"].total
    assert found["OUT-01", "AFF-02"].n == len(second)


def test_where_nobody_is_counted_there_is_no_value_rather_than_zero():
    figure = figures_of([dict(ROWS[0], employed_day_180="")])["EMP-01", ALL_SITES]
    assert (figure.numerator, figure.denominator, figure.value) == (0, 0, None)


@pytest.mark.parametrize(("rent", "income", "numerator"), [("50.1", "100.2", 0), ("50.11", "100.2", 1)])
def test_a_ratio_on_its_threshold_is_exact(rent, income, numerator):
    row = dict(ROWS[0], monthly_rent=rent, household_monthly_income=income)
    assert figures_of([row])["HOU-02", ALL_SITES].numerator == numerator


def test_a_rent_burden_without_income_is_not_known():
    row = dict(ROWS[0], monthly_rent="900", household_monthly_income="0")
    assert figures_of([row])["HOU-02", ALL_SITES].denominator == 0


def test_a_formula_written_by_staff_needs_no_release():
    formula = parse_formula(
        {
            "unit": "case",
            "among": [{"column": "household_size", "known": True}],
            "measure": {"mean": {"column": "household_size"}},
        }
    )
    rows = [
        dict(ROWS[0], case_number=f"SX-{i}", individual_id=f"P{i}", alien_number="", household_size=size)
        for i, size in enumerate(["4", "5", ""])
    ]
    content, _ = reduce_bytes(written(rows), key=KEY, formulas=[formula])
    assert [(f.site, f.n, str(f.value)) for f in compute(content, formulas={"MY-01": formula}, as_of=AS_OF)] == [
        (ALL_SITES, 2, "4.50"),
        ("AFF-03", 2, "4.50"),
    ]


def test_no_file_gives_no_figures():
    assert compute([], formulas=FORMULAS, as_of=AS_OF) == []
