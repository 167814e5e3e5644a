"""When a first answer is due: examples, and what holds for every moment and zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.helpdesk.answers import CLOSES_AT, OPENS_AT
from workflows.helpdesk.business_time import due_after, is_business_day

ZONES = ("America/New_York", "America/Phoenix", "America/Los_Angeles", "Pacific/Honolulu", "Asia/Kolkata", "UTC")
moments = st.integers(1_735_700_000, 1_861_900_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
days = st.integers(1, 5)


def at(text: str, zone: str = "America/New_York") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("asked", "business_days", "due"),
    [
        ("2026-03-02 15:00", 1, "2026-03-03 15:00"),
        ("2026-03-02 15:00", 3, "2026-03-05 15:00"),
        ("2026-03-05 15:00", 3, "2026-03-10 15:00"),  # over the weekend on which the clocks go forward
        ("2026-03-06 16:59", 1, "2026-03-09 16:59"),
        ("2026-03-06 17:00", 1, "2026-03-09 17:00"),
        ("2026-03-06 17:01", 1, "2026-03-10 09:00"),  # Friday evening counts as Monday morning
        ("2026-03-07 11:00", 1, "2026-03-10 09:00"),
        ("2026-03-08 02:30", 3, "2026-03-12 09:00"),  # an hour that does not exist
        ("2026-03-09 06:00", 1, "2026-03-10 09:00"),
        ("2026-10-30 10:00", 3, "2026-11-04 10:00"),  # over the weekend on which they go back
    ],
)
def test_business_days_run_on_the_asker_s_wall_clock(asked: str, business_days: int, due: str) -> None:
    assert due_after(at(asked), business_days=business_days, zone="America/New_York") == at(due)


def test_the_same_moment_is_due_at_each_asker_s_own_hour() -> None:
    moment = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)  # 6 pm in New York, 3 pm in Los Angeles
    assert due_after(moment, business_days=1, zone="America/New_York") == at("2026-03-04 09:00")
    west = "America/Los_Angeles"
    assert due_after(moment, business_days=1, zone=west) == at("2026-03-03 15:00", west)


@settings(max_examples=80)
@given(moments, days, st.sampled_from(ZONES))
def test_an_answer_is_due_later_on_a_business_day_in_business_hours(asked: datetime, count: int, zone: str) -> None:
    due = due_after(asked, business_days=count, zone=zone)
    local = due.astimezone(ZoneInfo(zone))
    assert due > asked
    assert is_business_day(local.date())
    assert OPENS_AT <= local.time() <= CLOSES_AT
    assert due - asked < timedelta(days=count * 7 / 5 + 5)


@settings(max_examples=80)
@given(moments, moments, days, st.sampled_from(ZONES))
def test_whoever_asks_later_is_never_due_sooner(one: datetime, other: datetime, count: int, zone: str) -> None:
    first, second = sorted((one, other))
    assert due_after(first, business_days=count, zone=zone) <= due_after(second, business_days=count, zone=zone)


@settings(max_examples=40)
@given(moments, days, st.sampled_from(ZONES))
def test_what_is_urgent_is_due_before_what_is_not(asked: datetime, count: int, zone: str) -> None:
    assert due_after(asked, business_days=count, zone=zone) < due_after(asked, business_days=count + 1, zone=zone)
