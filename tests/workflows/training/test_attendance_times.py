"""Dates whose order a file does not tell."""

import pytest

from tests.workflows.training.attendance_files import read, report, row, told
from workflows.errors import DomainError
from workflows.training.attendance.times import DateOrder, read_written_time

ANA = "ana@harbor.example.org"


def stay(joined: str, left: str) -> bytes:
    return report(row("Ana Ruiz", ANA, joined, left))


@pytest.mark.parametrize(
    ("joined", "left"),
    [
        ("03/04/2026 02:00:00 PM", "03/04/2026 03:30:00 PM"),
        ("3/4/26 2:00 pm", "3/4/26 3:30 pm"),
        ("03/04/2026 14:00:00", "03/04/2026 15:30:00"),
        ("04/03/2026 14:00:00", "04/03/2026 15:30:00"),
        ("04.03.2026 14:00", "04.03.2026 15:30"),
        ("2026-03-04 14:00:00", "2026-03-04T15:30:00"),
    ],
)
def test_a_time_is_read_in_the_order_that_its_form_or_the_sessions_day_tells(joined: str, left: str) -> None:
    assert told(read(stay(joined, left))) == {ANA: ("90.0", True, True)}


def test_a_day_above_twelve_decides_for_the_whole_file() -> None:
    reading = read(
        report(
            row("Ana Ruiz", ANA, "04/03/2026 02:00:00 PM", "04/03/2026 03:30:00 PM"),
            row("Bo Lee", "bo@harbor.example.org", "13/03/2026 02:00:00 PM", "13/03/2026 03:30:00 PM"),
        )
    )
    assert reading.date_order == DateOrder.DAY_FIRST
    assert told(reading) == {ANA: ("90.0", True, True), "bo@harbor.example.org": ("0.0", False, True)}


def test_dates_that_nothing_tells_are_refused() -> None:
    with pytest.raises(DomainError) as refusal:
        read(stay("05/06/2026 14:00:00", "05/06/2026 15:30:00"))
    assert refusal.value.sentences == (
        "05/06/2026 14:00:00 can be 6 May 2026 or 5 June 2026, and the session's day, 4 March 2026, "
        "does not tell which. Say whether this file writes the month first or the day first.",
    )


def test_dates_in_both_orders_are_refused() -> None:
    with pytest.raises(DomainError) as refusal:
        read(stay("03/14/2026 02:00:00 PM", "14/03/2026 03:30:00 PM"))
    assert refusal.value.sentences == (
        "Some dates in this file are month first (03/14/2026 02:00:00 PM) and some day first "
        "(14/03/2026 03:30:00 PM). Download it again, without opening it in a spreadsheet.",
    )


def test_a_choice_that_the_dates_contradict_is_refused() -> None:
    with pytest.raises(DomainError) as refusal:
        read(stay("03/14/2026 02:00:00 PM", "03/14/2026 03:30:00 PM"), date_order=DateOrder.DAY_FIRST)
    assert refusal.value.sentences == (
        "03/14/2026 02:00:00 PM cannot be read day first. Choose month first, or do not choose.",
    )


@pytest.mark.parametrize(
    "cell", ["", "--", "90", "03/04/2026", "03/04/2026 25:00", "03/04/2026 13:00 PM", "03/04/9999 10:00"]
)
def test_what_is_not_a_date_with_a_time_is_unknown(cell: str) -> None:
    assert read_written_time(cell) is None


def test_a_day_that_no_month_has_is_unknown() -> None:
    assert told(read(stay("02/30/2026 02:00:00 PM", ""))) == {ANA: (None, False, True)}
