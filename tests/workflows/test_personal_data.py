"""What looks like a client's number, and what only looks like a number."""

import pytest

from workflows.personal_data import list_suspicious


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Her A-number is A123456789.", ("an A-number",)),
        ("A# 123-456-789 was entered twice", ("an A-number",)),
        ("a 087 654 321 is missing", ("an A-number",)),
        ("A12345678 has eight digits", ("an A-number",)),
        ("SSN 123-45-6789", ("a Social Security number",)),
        ("the social security number is 123456789", ("a Social Security number",)),
        ("Call (207) 555-0134", ("a phone number",)),
        ("call 207-555-0134 or +12075550135", ("a phone number",)),
        ("born on 3/14/1986", ("a date of birth",)),
        ("DOB: 1986-03-14", ("a date of birth",)),
        ("A123456789, phone 207.555.0134", ("an A-number", "a phone number")),
    ],
)
def test_what_belongs_to_a_client_is_named_without_repeating_it(text: str, found: tuple[str, ...]) -> None:
    assert list_suspicious(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "26 of 63 adults, as of 2026-03-31",
        "Row 1234, column employed_day_180, AFF-01",
        "The award is $24,000.00 and invoice 20260301-77",
        "Session 6 on 4 March 2026 from 14:00 to 15:30",
        "https://meet.example.org/207-555-0134",
        "ACC-2026-0012 and EMP-01; 600 of 1200",
        "data1234567890@harbor.example.org",
        "Is A 12 better than A 13?",
    ],
)
def test_figures_dates_and_addresses_are_left_alone(text: str) -> None:
    assert list_suspicious(text) == ()
