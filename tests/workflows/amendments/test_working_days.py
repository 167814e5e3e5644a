"""By when a decision is due."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.amendments.answers import Track
from workflows.amendments.working_days import decision_due, is_working_day, working_days_after

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("sent_on", "due_on"),
    [
        (date(2026, 7, 10), date(2026, 7, 17)),  # a Friday: the Friday after
        (date(2026, 7, 11), date(2026, 7, 17)),  # a Saturday
        (date(2026, 7, 13), date(2026, 7, 20)),  # a Monday
    ],
)
def test_five_working_days_leave_out_weekends(sent_on: date, due_on: date) -> None:
    assert working_days_after(sent_on, 5) == due_on


@given(DAYS, st.integers(1, 40))
def test_as_many_working_days_lie_between(day: date, count: int) -> None:
    found = working_days_after(day, count)
    days = [date.fromordinal(each) for each in range(day.toordinal() + 1, found.toordinal() + 1)]
    assert (is_working_day(found), sum(map(is_working_day, days))) == (True, count)


def test_a_decision_is_due_at_the_end_of_the_affiliates_day() -> None:
    late = datetime(2026, 7, 11, 2, 0, tzinfo=UTC)  # still Friday evening in New York
    due = {track: decision_due(track, sent_at=late, time_zone="America/New_York") for track in Track}
    assert due == {
        Track.NOTIFY: None,
        Track.FAST: datetime(2026, 7, 18, 3, 59, tzinfo=UTC),
        Track.FULL: datetime(2026, 8, 10, 3, 59, tzinfo=UTC),
    }
