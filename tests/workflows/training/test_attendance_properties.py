"""What must hold for any meeting: the union is the slow, obvious one, and what was written is what is read."""

import time
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.workflows.training.attendance_files import ROSTER, SAMPLES, SESSION
from tests.workflows.training.attendance_relatives import RELATIVES
from tests.workflows.training.attendance_writer import (
    WRITERS,
    Clock,
    Person,
    a_session,
    as_file,
    seconds_by_hand,
)
from workflows.errors import DomainError
from workflows.training.attendance.minutes import Presence, SessionWindow, Stay, in_minutes
from workflows.training.attendance.report import AttendanceReading, read_attendance
from workflows.training.attendance.times import DateOrder

# An ordinary day, the hour that spring skips and the one that autumn repeats, midnight, and a zone with half an hour.
SESSIONS = (
    SESSION,
    a_session(datetime(2026, 3, 8, 6, 30, tzinfo=UTC), 60, "America/New_York"),
    a_session(datetime(2026, 11, 1, 4, 30, tzinfo=UTC), 180, "America/New_York"),
    a_session(datetime(2026, 3, 5, 4, 30, tzinfo=UTC), 90, "America/New_York"),
    a_session(datetime(2026, 10, 13, 5, 0, tzinfo=UTC), 45, "Asia/Kolkata"),
)
ONE_TIME_A_MOMENT = tuple(session for session in SESSIONS if session.starts_at.month != 11)
DELIMITERS = (",", ";", "\t")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
BYTES = [*((SAMPLES / f).read_bytes() for f in ("teams_current.csv", "zoom_webinar.csv", "zoom_with_meeting.csv")),
         *(text.encode() for text in RELATIVES.values())]  # fmt: skip

stays = st.tuples(st.integers(-1800, 7200), st.integers(1, 4000)).map(lambda pair: (pair[0], pair[0] + pair[1]))
people = st.lists(st.lists(stays, min_size=1, max_size=4).map(tuple), min_size=1, max_size=len(ROSTER)).map(
    lambda many: [Person(entry.name, entry.email, those) for entry, those in zip(ROSTER, many, strict=False)]
)


def presence(pairs: list[tuple[int, int]], session: SessionWindow) -> Presence:
    start = session.starts_at.timestamp()
    moments = [tuple(datetime.fromtimestamp(start + second, UTC) for second in pair) for pair in pairs]
    return Presence(tuple(Stay(*pair) for pair in moments), None)


def length(session: SessionWindow) -> int:
    return int(session.length.total_seconds())


@settings(max_examples=150)
@given(st.lists(stays, min_size=1, max_size=8), st.sampled_from(SESSIONS))
@example([(0, 5400), (0, 5400)], SESSION)
def test_the_union_is_the_one_counted_second_by_second(pairs: list[tuple[int, int]], session: SessionWindow) -> None:
    spent = presence(pairs, session).within(session)
    assert spent is not None
    assert spent.total_seconds() == seconds_by_hand(pairs, length(session))


@given(st.lists(stays, min_size=1, max_size=6), st.integers(0, 6))
def test_two_parts_of_a_presence_make_the_whole_one(pairs: list[tuple[int, int]], cut: int) -> None:
    parts = [presence(part, SESSION) for part in (pairs[:cut], pairs[cut:]) if part]
    whole = parts[0] if len(parts) == 1 else parts[1] | parts[0]
    assert whole.within(SESSION) == presence(pairs, SESSION).within(SESSION)
    assert Presence.from_json(whole.as_json()) == whole


def read(content: bytes, session: SessionWindow = SESSION, order: DateOrder | None = None) -> AttendanceReading:
    return read_attendance(content, session=session, roster=ROSTER, date_order=order)


@settings(max_examples=120, deadline=None)
@given(
    people,
    st.sampled_from(WRITERS),
    st.sampled_from(DELIMITERS),
    st.sampled_from(ENCODINGS),
    st.sampled_from(ONE_TIME_A_MOMENT),
)
def test_what_a_program_writes_is_what_is_read(many, how, delimiter, encoding, session) -> None:  # type: ignore[no-untyped-def]
    writer, form, in_utc = how
    content = as_file(writer(many, Clock(session, form, in_utc=in_utc)), delimiter=delimiter, encoding=encoding)
    order = DateOrder.DAY_FIRST if form.startswith("%d/") else DateOrder.MONTH_FIRST
    seen = {person.email: person.minutes for person in read(content, session, order).participants}
    assert seen == {person.email: by_hand(person, session) for person in many}


def by_hand(person: Person, session: SessionWindow) -> Decimal:
    second = seconds_by_hand(person.stays, length(session))
    return in_minutes((session.ends_at - session.starts_at) / length(session) * second)


def quickly_read_or_refused(content: bytes) -> None:
    begin = time.process_time()
    try:
        reading = read(content)
    except DomainError as refusal:
        assert refusal.sentences
    else:
        assert all(person.name for person in reading.participants)
    assert time.process_time() - begin < 5  # seconds; far more than it takes, far less than a regex that runs wild


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(BYTES), st.data())
def test_a_damaged_report_is_read_or_refused_and_never_breaks(content: bytes, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        cut = data.draw(st.integers(0, 40))
        content = content[:at] + data.draw(st.binary(max_size=12)) + content[at + cut :]
    quickly_read_or_refused(content)


@pytest.mark.parametrize(
    "below",
    [
        b"(Guest)" * 200_000,
        b"(" * 1_000_000,
        b"1h " * 400_000,
        b"1" * 1_000_000,
        b'""' * 600_000,
        b"\n" * 1_000_000,
        b"Name\n" * 200_000,
        b"a,b\n" * 19_000,
        b"03/04/2026 " + b" " * 900_000 + b"14:00",
        b", " * 600_000,
    ],
    ids=lambda content: content[:8].decode(),
)
def test_a_long_file_of_anything_takes_a_moment(below: bytes) -> None:
    for header in (b"", b"Name (Original Name),User Email,Join Time,Leave Time\r\n"):
        quickly_read_or_refused(header + below)
