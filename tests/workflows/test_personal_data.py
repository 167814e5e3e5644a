"""What looks like a client's is noticed; what people write every day is not."""

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.factories import NOW
from workflows.errors import DomainError
from workflows.personal_data import list_suspicions, require_no_personal_data

TODAY = NOW.date()
SAMPLE = Path(__file__).parents[1] / "samples" / "extract" / "synthetic_extract.csv"
COLUMNS = {
    "alien_number": "an A-number",
    "ssn": "a Social Security number",
    "phone": "a telephone number",
    "Date_of_Birth": "a date of birth",
}


def _cells() -> list[tuple[str, str]]:
    """Every identifier of the sample; what Excel made of a date, a bare number, nobody can tell from a count."""
    with SAMPLE.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return sorted(
        {
            (kind, row[column])
            for column, kind in COLUMNS.items()
            for row in rows
            if re.search(r"\d", row[column] or "") and not row[column].isdecimal()
        }
    )


CELLS = _cells()
LATELY = some.dates(TODAY - timedelta(days=300), TODAY + timedelta(days=900))
WORDS = some.sampled_from(["", "She told us", "We met her on Tuesday and", "(", "see:", "tel."])


@settings(max_examples=300, deadline=None)
@given(some.sampled_from(CELLS), WORDS, some.sampled_from(["", ".", ", she said", ")", " and more"]))
def test_every_synthetic_identifier_is_noticed_as_what_it_is(cell: tuple[str, str], before: str, after: str) -> None:
    kind, text = cell
    found = list_suspicions(f"{before} {text}{after}", today=TODAY)
    assert [(one.looks_like, one.text in text) for one in found] == [(kind, True)]


@settings(max_examples=300, deadline=None)
@given(
    some.one_of(
        some.integers(0, 10**8).map(str),
        some.integers(0, 10**7).map(lambda n: f"{n:,}"),
        some.decimals(0, 10**6, places=2).map(lambda d: f"${d:,}"),
        some.integers(0, 100).map(lambda n: f"{n}%"),
        some.tuples(some.integers(0, 999), some.integers(1, 999)).map(lambda p: f"{p[0]} of {p[1]}"),
        some.integers(1990, 2030).map(lambda y: f"in {y}-{y + 1}"),
        some.dates(TODAY - timedelta(days=300), TODAY + timedelta(days=900)).map(
            lambda d: f"on {d:%B} {d.day}, {d.year}"
        ),
        some.dates(TODAY - timedelta(days=300), TODAY + timedelta(days=900)).map(date.isoformat),
        some.sampled_from(["EMP-01", "AFF-12", "2 CFR 200.332(b)", "Room A101", "day 180", "ages 18-64", "A 3"]),
    )
)
def test_what_is_written_every_day_is_not_suspected(text: str) -> None:
    assert list_suspicions(f"We counted {text} at last.", today=TODAY) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("A# 123-456-789 was entered twice", ["an A-number"]),
        ("a 087 654 321 is missing", ["an A-number"]),
        ("A12345678 has eight digits", ["an A-number"]),
        ("the social security number is 123456789", ["a Social Security number"]),
        ("Call (207) 555-0134", ["a telephone number"]),
        ("+12075550135 is hers", ["a telephone number"]),
        ("DOB: 1986-03-14", ["a date of birth"]),
        ("A123456789, phone 207.555.0134", ["an A-number", "a telephone number"]),
        ("invoice 20260301-77 of $24,000.00", []),
        ("https://meet.example.org/207-555-0134", []),
        ("ACC-2026-0012 and EMP-01; data1234567890@harbor.example.org; is A 12 better than A 13?", []),
    ],
)
def test_ways_of_writing_are_known(text: str, kinds: list[str]) -> None:
    assert [one.looks_like for one in list_suspicions(text, today=TODAY)] == kinds


def test_a_birthday_is_one_also_when_it_was_lately() -> None:
    assert [s.text for s in list_suspicions("The baby was born 2026-01-05.", today=TODAY)] == ["2026-01-05"]


def test_the_warning_names_what_it_saw_and_can_be_acknowledged() -> None:
    with pytest.raises(DomainError) as refused:
        require_no_personal_data(["Call 555-0142", "A000-000-001"], is_checked=False, today=TODAY)
    assert refused.value.sentences == (
        "“555-0142” looks like a telephone number.",
        "“A000-000-001” looks like an A-number. Take it out, or tick below that it belongs to no client.",
    )
    assert {reason.where for reason in refused.value.reasons} == {"is_checked"}
    require_no_personal_data(["Call 555-0142"], is_checked=True, today=TODAY)
