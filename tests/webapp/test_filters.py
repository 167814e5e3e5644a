"""Dates, money and counts as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from webapp.filters import (
    ago,
    braces_as_code,
    clock_time,
    date_time,
    due_in,
    file_size,
    iso,
    label_cells,
    long_date,
    money,
    percent,
    plural,
    short_date,
    short_date_time,
    zone_name,
)

EASTERN = "America/New_York"
DEADLINE = datetime(2026, 3, 7, 4, 59, tzinfo=UTC)
NOW = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)


def test_deadline_reads_as_local_day_time_and_zone() -> None:
    assert date_time(DEADLINE, EASTERN) == "Friday 6 March 2026, 11:59 pm EST"


def test_same_moment_reads_differently_in_another_zone() -> None:
    assert short_date_time(DEADLINE, "America/Phoenix") == "6 Mar 2026, 9:59 pm MST"
    assert clock_time(datetime(2026, 7, 1, 16, 5, tzinfo=UTC), EASTERN) == "12:05 pm EDT"


def test_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        date_time(datetime(2026, 3, 6, 12, 0), EASTERN)  # noqa: DTZ001  the mistake under test


def test_plain_date_needs_no_zone() -> None:
    assert short_date(date(2026, 3, 6)) == "6 Mar 2026"
    assert long_date(date(2026, 3, 6)) == "Friday 6 March 2026"


def test_missing_values_show_a_dash() -> None:
    assert [date_time(None, EASTERN), short_date(None), money(None), percent(None), file_size(None)] == ["–"] * 5


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 3, 17), "in 11 days"),
        (date(2026, 3, 7), "tomorrow"),
        (DEADLINE, "today"),
        (datetime(2026, 3, 6, 14, 59, tzinfo=UTC), "late today"),
        (date(2026, 3, 5), "1 day late"),
        (date(2026, 3, 2), "4 days late"),
        (None, "–"),
    ],
)
def test_due_is_counted_in_calendar_days(due: date | None, words: str) -> None:
    assert due_in(due, NOW, EASTERN) == words


def test_past_is_counted_in_calendar_days() -> None:
    days = (date(2026, 3, 6), date(2026, 3, 5), date(2026, 2, 28))
    assert [ago(day, NOW, EASTERN) for day in days] == ["today", "yesterday", "6 days ago"]


def test_money_shows_cents_only_when_there_are_some() -> None:
    amounts = (Decimal(24000), Decimal("24000.00"), Decimal("1204.5"), Decimal("-120.50"), 0)
    assert [money(amount) for amount in amounts] == ["$24,000", "$24,000", "$1,204.50", "−$120.50", "$0"]
    assert money(Decimal(90), "CAD") == "CAD 90"


def test_percent_takes_percent() -> None:
    assert [percent(54), percent(Decimal("54.39"), 1)] == ["54%", "54.4%"]


def test_file_sizes_use_the_unit_that_fits() -> None:
    sizes = (1, 480, 12_300, 1_320_000, 48_000_000, 3_000_000_000)
    assert [file_size(size) for size in sizes] == [
        "1 byte",
        "480 bytes",
        "12 KB",
        "1.3 MB",
        "48 MB",
        "3.0 GB",
    ]


def test_plural_takes_the_word_that_fits() -> None:
    assert [plural(1, "day"), plural(3, "day"), plural(1200, "person", "people")] == [
        "1 day",
        "3 days",
        "1,200 people",
    ]


def test_machine_time_is_utc() -> None:
    assert [iso(DEADLINE), iso(date(2026, 3, 6)), iso(None)] == ["2026-03-07T04:59:00Z", "2026-03-06", ""]


def test_zone_has_an_everyday_name() -> None:
    assert [zone_name(EASTERN), zone_name("America/Indiana/Tell_City")] == ["Eastern Time", "Tell City time"]


def test_cells_carry_the_label_of_their_column_and_more_cells_than_columns_do_no_harm() -> None:
    cells = label_cells(
        '<th scope="row">A</th><td class="num">1</td><td>x</td>', [{"label": "Name"}, {"label": "A & B"}]
    )
    assert cells == (
        '<th role="rowheader" data-label="Name" scope="row">A</th>'
        '<td role="cell" data-label="A &amp; B" class="num">1</td><td role="cell">x</td>'
    )


def test_what_stands_in_braces_is_set_as_code_and_the_rest_escaped() -> None:
    assert braces_as_code("Dear <b> {{ name }}, {%p if a < b %} and {{ open") == (
        "Dear &lt;b&gt; <code>{{ name }}</code>, <code>{%p if a &lt; b %}</code> and <code>{{ open</code>"
    )
    assert braces_as_code("no braces {at} all & more") == "no braces {at} all &amp; more"
