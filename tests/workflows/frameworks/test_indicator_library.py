"""The library: complete, its codes in order, its formulas in agreement with its words."""

from collections import Counter

from workflows.frameworks.library import load_library
from workflows.measurement.columns import AGE_AT_ARRIVAL, DATE_OF_BIRTH
from workflows.measurement.formula import Count, Mean, Share, parse_formula

LIBRARY = load_library()
COMPUTABLE = [row for row in LIBRARY if row.is_computable]


def test_the_library_has_77_indicators_each_with_its_own_code():
    assert len({row.code for row in LIBRARY}) == len(LIBRARY) == 77
    assert len(COMPUTABLE) == 21


def test_every_one_of_the_ten_domains_has_six_or_seven():
    counts = Counter(row.domain for row in LIBRARY if not row.domain.startswith("("))
    assert len(counts) == 10
    assert set(counts.values()) == {6, 7}


def test_every_indicator_says_all_that_a_reader_needs():
    for row in LIBRARY:
        words = (row.name, row.definition, row.numerator, row.denominator, row.unit, row.source, row.frequency)
        assert "" not in words
        assert row.calculation in {"percent", "mean", "count"}
        assert row.direction in {"higher", "lower"}


def test_a_formula_measures_as_the_indicator_says():
    kinds = {"percent": Share, "mean": Mean, "count": Count}
    assert all(isinstance(parse_formula(row.formula).measure, kinds[row.calculation]) for row in COMPUTABLE)


def test_a_formula_counts_cases_where_the_indicator_speaks_of_cases():
    counted = {row.code for row in COMPUTABLE if parse_formula(row.formula).unit == "case"}
    assert counted == {row.code for row in COMPUTABLE if row.numerator.startswith("cases")}


def test_health_and_status_are_marked_as_sensitive():
    assert {row.code for row in COMPUTABLE if row.topics} == {"HEA-01", "HEA-02", "RIG-02"}


def test_the_columns_of_a_formula_are_among_the_fields_the_indicator_names():
    implied = {"employed_day_180", "arrival_date", "date_of_birth", "case_number", "individual_id"}
    extra = {"EMP-05": {"hourly_wage"}, "HOU-02": {"housing_status_180"}}
    for row in COMPUTABLE:
        columns = {DATE_OF_BIRTH if name == AGE_AT_ARRIVAL else name for name in parse_formula(row.formula).columns}
        assert columns - implied - extra.get(row.code, set()) <= set(row.extract_fields), row.code
