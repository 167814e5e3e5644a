"""What must hold for any stays in any order."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.training.attendance_files import SESSION, at, report, row, told
from tests.workflows.training.attendance_files import read as read_report
from workflows.errors import DomainError
from workflows.training.attendance.minutes import Join, Presence, SessionWindow, in_minutes

NOTHING = timedelta()
seconds_around_the_session = st.integers(min_value=-3600, max_value=9000)


def join(start: int | None, end: int | None, minutes: int | None = None, *, is_span: bool = False) -> Join:
    moments = (None if second is None else at(second / 60) for second in (start, end))
    counted = None if minutes is None else timedelta(minutes=minutes)
    return Join(1, "Ana Ruiz", "ana@harbor.example.org", *moments, counted, is_span=is_span)


def time_in_session(joins: list[Join], *, session: SessionWindow) -> timedelta | None:
    return Presence.of(joins).within(session)


full_joins = st.tuples(seconds_around_the_session, seconds_around_the_session).map(
    lambda pair: join(min(pair), max(pair))
)
any_joins = st.builds(
    join,
    st.none() | seconds_around_the_session,
    st.none() | seconds_around_the_session,
    st.none() | st.integers(0, 200),
    is_span=st.booleans(),
)


@given(st.lists(full_joins, min_size=1))
def test_merged_time_exceeds_neither_the_session_nor_the_sum(joins: list[Join]) -> None:
    spent = time_in_session(joins, session=SESSION)
    total = sum((i.left_at - i.joined_at for j in joins if (i := j.stay)), NOTHING)
    assert spent is not None
    assert NOTHING <= spent <= min(SESSION.length, total)


@given(st.lists(any_joins, min_size=1), st.randoms(use_true_random=False))
def test_the_order_of_stays_does_not_matter(joins: list[Join], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = random.sample(joins, len(joins))
    assert time_in_session(shuffled, session=SESSION) == time_in_session(joins, session=SESSION)


@given(st.lists(any_joins, min_size=1), any_joins)
def test_one_more_stay_never_lowers_the_time(joins: list[Join], another: Join) -> None:
    before = time_in_session(joins, session=SESSION)
    after = time_in_session([*joins, another], session=SESSION)
    assert before is None or (after is not None and after >= before)


@given(st.lists(full_joins))
def test_the_same_stay_twice_counts_once(joins: list[Join]) -> None:
    assert time_in_session(joins * 2, session=SESSION) == time_in_session(joins, session=SESSION)


@given(st.permutations(["Ana Ruiz", "Bo Lee", "iPad", "ANA RUIZ", "Ana Ruiz (x)", "+12025550123"]))
def test_the_order_of_rows_does_not_matter(names: list[str]) -> None:
    stays = [row(name, "", f"03/04/2026 02:{len(name):02}:00 PM", "03/04/2026 03:30:00 PM") for name in names]
    reading = read_report(report(*stays))
    assert (told(reading), [person.name for person in reading.participants]) == (
        {
            "+12025550123": ("78.0", True, False),
            "ana@harbor.example.org": ("82.0", True, True),
            "bo@harbor.example.org": ("84.0", True, True),
            "iPad": ("86.0", True, False),
        },
        ["+12025550123", "Ana Ruiz", "Bo Lee", "iPad"],
    )


def test_of_stays_without_times_the_longest_counts() -> None:
    joins = [join(None, None, 40), join(None, None, 50)]
    assert time_in_session(joins, session=SESSION) == timedelta(minutes=50)


def test_minutes_without_times_stop_at_the_sessions_length() -> None:
    assert time_in_session([join(None, None, 200)], session=SESSION) == timedelta(minutes=90)


def test_minutes_have_one_decimal_and_halves_go_up() -> None:
    assert [in_minutes(timedelta(seconds=s)) for s in (0, 3, 5225, 5400)] == [
        Decimal("0.0"),
        Decimal("0.1"),
        Decimal("87.1"),
        Decimal("90.0"),
    ]


def test_a_session_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(DomainError) as refusal:
        SessionWindow(at(90), at(0), "America/New_York")
    assert refusal.value.sentences == ("The session ends before it starts. Correct one of the two times.",)
