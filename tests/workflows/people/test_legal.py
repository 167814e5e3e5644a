"""How the numbers of an affiliate look, and what is said about those that cannot be right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.people.legal import tidy_ein, tidy_uei, why_not_ein, why_not_uei

ALLOWED = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


@given(st.text(alphabet=ALLOWED, min_size=12, max_size=12))
def test_twelve_letters_and_digits_without_i_and_o_are_a_uei(number: str) -> None:
    assert why_not_uei(tidy_uei(f" {number[:6].lower()} {number[6:]} ")) == ""


@given(st.text(alphabet=ALLOWED, min_size=11, max_size=11), st.integers(0, 11), st.sampled_from("IO-é"))
def test_one_other_character_is_told(rest: str, at: int, other: str) -> None:
    assert why_not_uei(rest[:at] + other + rest[at:]) != ""


@given(st.text(alphabet="0123456789", min_size=9, max_size=9))
def test_nine_digits_are_an_ein_however_they_are_typed(digits: str) -> None:
    wanted = f"{digits[:2]}-{digits[2:]}"
    assert {tidy_ein(digits), tidy_ein(wanted), tidy_ein(f" {digits[:5]} {digits[5:]} ")} == {wanted}
    assert why_not_ein(wanted) == ""


@pytest.mark.parametrize("typed", ["1234", "12-345678", "1234567890", "12-34567a9", "١٢٣٤٥٦٧٨٩"])
def test_what_is_no_ein_stays_and_is_told(typed: str) -> None:
    assert tidy_ein(typed) == typed
    assert why_not_ein(typed).startswith("An Employer Identification Number has nine digits")


def test_nothing_is_no_mistake() -> None:
    assert (why_not_ein(""), why_not_uei("")) == ("", "")
