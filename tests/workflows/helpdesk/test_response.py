"""How fast first answers come, with the n behind each number."""

from datetime import UTC, date, datetime, timedelta

from workflows.helpdesk.response import MonthOfAnswers, by_month

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MARCH = datetime(2026, 3, 10, 12, tzinfo=UTC)
NOW = datetime(2026, 4, 2, 12, tzinfo=UTC)


def test_a_month_says_how_long_half_and_nine_of_ten_waited() -> None:
    rows = [(MARCH, MARCH + 3 * DAY, MARCH + number * HOUR) for number in range(1, 12)]
    (month,) = by_month(rows, zone="UTC", now=NOW)
    assert (month.asked, month.answered, month.median, month.ninetieth) == (11, 11, 6 * HOUR, 10 * HOUR)
    assert (month.on_time, month.due, month.on_time_percent) == (11, 11, 100)


def test_an_unanswered_one_counts_as_late_once_its_time_is_over() -> None:
    rows = [
        (MARCH, MARCH + DAY, MARCH + HOUR),
        (MARCH, MARCH + DAY, MARCH + 2 * DAY),
        (MARCH, MARCH + DAY, None),
        (NOW - HOUR, NOW + DAY, None),
    ]
    april, march = by_month(rows, zone="UTC", now=NOW)
    assert (march.asked, march.answered, march.due, march.on_time, march.on_time_percent) == (3, 2, 3, 1, 33)
    assert april == MonthOfAnswers(date(2026, 4, 1), 1, 0, 0, 0, None, None)
    assert april.on_time_percent is None


def test_one_answer_is_its_own_median_and_months_are_those_of_the_reader() -> None:
    asked = datetime(2026, 4, 1, 2, tzinfo=UTC)  # still March in New York
    (month,) = by_month([(asked, asked + DAY, asked + HOUR)], zone="America/New_York", now=NOW)
    assert (month.month, month.median, month.ninetieth) == (date(2026, 3, 1), HOUR, HOUR)
    assert by_month([], zone="UTC", now=NOW) == []
