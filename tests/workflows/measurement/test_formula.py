"""The vocabulary of formulas: enough for the 21, and closed to everything else."""

import copy
import json
from decimal import Decimal
from pathlib import Path

import pytest

from workflows.errors import DomainError
from workflows.measurement.columns import DATE_OF_BIRTH, MEASURABLE
from workflows.measurement.formula import (
    Compare,
    Equals,
    Formula,
    Known,
    Mean,
    Operator,
    Ratio,
    Share,
    Tenure,
    Unit,
    library_formulas,
    parse_formula,
)

GOOD = {
    "unit": "person",
    "among": [{"quantity": "tenure", "is": "at least", "value": 30}],
    "measure": {"share": [{"column": "employable", "equals": "Y"}]},
}
NUMBER = {"column": "hourly_wage"}


def test_a_formula_is_read_into_frozen_data():
    assert parse_formula(GOOD) == Formula(
        Unit.PERSON,
        (Compare(Tenure(), Operator.AT_LEAST, Decimal(30)),),
        Share((Equals("employable", "Y"),)),
    )


def test_all_21_formulas_of_the_library_are_readable():
    assert len(library_formulas()) == 21


def test_a_blank_is_asked_for_with_known_false():
    assert library_formulas()["SAF-02"].measure == Share((Known("out_migrated_date", False),))


def test_rent_burden_is_a_ratio_over_a_limit():
    assert library_formulas()["HOU-02"].measure == Share(
        (Compare(Ratio("monthly_rent", "household_monthly_income"), Operator.MORE_THAN, Decimal("0.5")),)
    )


def test_a_formula_names_the_columns_it_needs():
    assert library_formulas()["EDU-01"].columns == {"age_at_arrival", "school_enrolled_date"}
    assert library_formulas()["LAN-01"].columns == {"english_level_entry", "english_level_latest"}
    assert library_formulas()["OUT-01"].columns == frozenset()
    assert isinstance(library_formulas()["EMP-02"].measure, Mean)


def test_no_identifier_is_measurable():
    direct = {"ssn", "alien_number", "individual_id", "case_number", "first_name", "last_name", "phone", "notes"}
    quasi = {"zip", "nationality", "primary_language", "job_title", "immigration_status", DATE_OF_BIRTH}
    assert set(MEASURABLE) & (direct | quasi) == set()


def changed(*path, to):
    raw = copy.deepcopy(GOOD)
    part = raw
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = to
    return raw


PARTS = "A formula has exactly these parts: among, measure, unit."
MEASURE = "“measure” is one of: share with conditions, mean with a quantity, or count with true."
CONDITION = "A condition is a column with “equals”, “in” or “known”, or a quantity with “is” and “value”."
QUANTITY = (
    "A quantity is “age”, “tenure”, a column of numbers, “days_to” a column of dates, or the “ratio” of two columns."
)
NUMBER_LIMIT = "A number in a formula has at most 4 decimals and is at most 99,999,999."


def over(value):
    return [{"quantity": NUMBER, "is": "more than", "value": value}]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (None, PARTS),
        ([], PARTS),
        ({"unit": "person"}, PARTS),
        (GOOD | {"code": "import os"}, PARTS),
        (GOOD | {"unit": "household"}, "“unit” is one of: person, case."),
        (GOOD | {"among": "all"}, "“among” is a list of conditions; an empty list means everyone."),
        (GOOD | {"among": GOOD["among"] * 21}, "“among” may hold 20 conditions; this has 21."),
        (GOOD | {"among": ["__import__('os')"]}, CONDITION),
        (GOOD | {"among": [{"column": "employable"}]}, CONDITION),
        (GOOD | {"among": [{"column": "employable", "equals": "Y", "known": True}]}, CONDITION),
        (GOOD | {"among": [{"column": "employable", "in": []}]}, CONDITION),
        (GOOD | {"measure": {}}, MEASURE),
        (GOOD | {"measure": {"count": 1}}, MEASURE),
        (GOOD | {"measure": {"share": []}}, "A share needs at least one condition, or it would always be 100%."),
        (
            GOOD | {"measure": {"mean": {"ratio": ["monthly_rent", "esl_hours"]}}},
            "A ratio can be compared with a number but not averaged.",
        ),
        (GOOD | {"measure": {"mean": "wage"}}, QUANTITY),
        (GOOD | {"among": [{"column": "ssn", "known": True}]}, "“ssn” is not a column that formulas may use."),
        (
            GOOD | {"among": [{"column": "hourly_wage", "equals": "15"}]},
            "“hourly_wage” holds a number and cannot be used that way.",
        ),
        (
            GOOD | {"measure": {"mean": {"days_to": "hourly_wage"}}},
            "“hourly_wage” holds a number and cannot be used that way.",
        ),
        (
            GOOD | {"among": [{"column": "employable", "equals": "yes"}]},
            "“employable” holds Y or N; write one of these.",
        ),
        (
            GOOD | {"among": [{"column": "sex", "in": ["F", ""]}]},
            "The answers to compare “sex” with are texts that are not blank.",
        ),
        (
            changed("among", 0, "is", to="=="),
            "“is” is one of: at least, at most, more than, less than.",
        ),
        (GOOD | {"among": over(True)}, "“value” is a number or another quantity."),
        (GOOD | {"among": over(None)}, "“value” is a number or another quantity."),
        (GOOD | {"among": over(0.00001)}, NUMBER_LIMIT),
        (GOOD | {"among": over(float("nan"))}, NUMBER_LIMIT),
        (GOOD | {"among": over(float("inf"))}, NUMBER_LIMIT),
        (GOOD | {"among": over(10**12)}, NUMBER_LIMIT),
        (
            GOOD | {"among": over({"ratio": ["monthly_rent", "esl_hours"]})},
            "A ratio can only be compared with a number.",
        ),
        (
            GOOD | {"among": [{"quantity": {"ratio": ["monthly_rent", "esl_hours"]}, "is": "at most", "value": 101}]},
            "A ratio is compared with a number from 0 to 100; 0.5 means half.",
        ),
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused_with_a_sentence(raw, sentence):
    with pytest.raises(DomainError) as refused:
        parse_formula(raw)
    assert str(refused.value) == sentence


def test_the_example_in_the_documentation_is_a_formula_of_the_library():
    text = (Path(__file__).parents[3] / "docs" / "formulas.md").read_text(encoding="utf-8")
    example = text.split("```json")[1].split("```")[0]
    assert parse_formula(json.loads(example)) == library_formulas()["LAN-04"]
