"""Writes an invented meeting as each program would write it, so that what is read can be compared with what was."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from workflows.training.attendance.minutes import SessionWindow

Rows = Iterable[Sequence[str]]


@dataclass(frozen=True)
class Person:
    """Somebody and their stays, in seconds from the session's start; each stay ends after it began."""

    name: str
    email: str
    stays: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Clock:
    """How a program writes the session's times."""

    session: SessionWindow
    form: str
    in_utc: bool = False

    def at(self, second: int) -> str:
        moment = self.session.starts_at.astimezone(UTC) + timedelta(seconds=second)
        return moment.astimezone(UTC if self.in_utc else ZoneInfo(self.session.timezone)).strftime(self.form)

    def whole_minutes(self, stay: tuple[int, int]) -> str:
        """Rounded up, as Zoom counts."""
        return str(-(-(stay[1] - stay[0]) // 60))


MONTH_FIRST, DAY_FIRST = "%m/%d/%Y %I:%M:%S %p", "%d/%m/%Y %H:%M:%S"
TEAMS_CLOCK, GERMAN = "%m/%d/%y, %I:%M:%S\u202f%p", "%d.%m.%y, %H:%M:%S"


def _length(seconds: int) -> str:
    return f"{seconds // 3600}h {seconds % 3600 // 60}m {seconds % 60}s"


def zoom_classic(people: Sequence[Person], clock: Clock) -> Rows:
    yield "Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest"
    for person in people:
        for stay in person.stays:
            times = clock.at(stay[0]), clock.at(stay[1]), clock.whole_minutes(stay)
            yield f"{person.name} (x)", person.email, *times, "Yes"


def zoom_with_meeting(people: Sequence[Person], clock: Clock) -> Rows:
    yield "Meeting ID", "Topic", "Start Time", "End Time", "User Email", "Duration (Minutes)", "Participants"
    yield "812", "Session", clock.at(0), clock.at(5400), "host@national.example.org", "90", str(len(people))
    yield ()
    yield from zoom_classic(people, clock)


def zoom_account(people: Sequence[Person], clock: Clock) -> Rows:
    header, *rows = zoom_classic(people, clock)
    yield "Topic", "Meeting ID", "User Name", "User Email", "Start Time", "End Time", "Duration (Minutes)", *header
    for row in rows:
        yield "Session", "812", "Host", "host@national.example.org", clock.at(0), clock.at(5400), "90", *row


def zoom_webinar(people: Sequence[Person], clock: Clock) -> Rows:
    header = ("Attended", "User Name (Original Name)", "Email", "Join Time", "Leave Time", "Time in Session (minutes)")
    yield ("Attendee Report",)
    yield ("Host Details", "")
    yield header
    yield "Yes", "National Staff", "host@national.example.org", clock.at(0), clock.at(5400), "90", ""
    yield ("Attendee Details", "")
    yield header
    for person in people:
        for stay in person.stays:
            yield "Yes", person.name, person.email, clock.at(stay[0]), clock.at(stay[1]), clock.whole_minutes(stay), ""


def teams_current(people: Sequence[Person], clock: Clock) -> Rows:
    yield ("1. Summary",)
    yield "Meeting title", "Session"
    yield ()
    yield ("2. Participants",)
    yield "Name", "First Join", "Last Leave", "In-Meeting Duration", "Email", "Participant ID (UPN)", "Role"
    for person in people:
        first, last = min(s[0] for s in person.stays), max(s[1] for s in person.stays)
        total = _length(sum(end - start for start, end in person.stays))
        yield person.name, clock.at(first), clock.at(last), total, person.email, person.email, "Attendee"
    yield ()
    yield ("3. In-Meeting Activities",)
    yield "Name", "Join Time", "Leave Time", "Duration", "Email", "Role"
    for person in people:
        for start, end in person.stays:
            yield person.name, clock.at(start), clock.at(end), _length(end - start), person.email, "Attendee"


def teams_2021(people: Sequence[Person], clock: Clock) -> Rows:
    yield "Meeting Title", "Session"
    yield ()
    yield "Full Name", "Join Time", "Leave Time", "Duration", "Email", "Role", "Participant ID (UPN)"
    for person in people:
        for start, end in person.stays:
            yield person.name, clock.at(start), clock.at(end), _length(end - start), person.email, "Attendee", ""


def teams_german(people: Sequence[Person], clock: Clock) -> Rows:
    header, *rows = teams_2021(people, clock)
    yield header
    yield ()
    yield "Name", "Beitrittszeit", "Verlassenszeit", "Dauer", "E-Mail", "Rolle", "Teilnehmer-ID (UPN)"
    yield from rows[2:]


def live_event(people: Sequence[Person], clock: Clock) -> Rows:
    yield "SessionId", "ParticipantId", "FullName", "UserAgent", "UtcEventTimestamp", "Action", "Role"
    for person in people:
        for start, end in sorted(person.stays):
            yield "a", person.email, person.name, "Mozilla", clock.at(start), "Joined", "Attendee"
            yield "a", person.email, person.name, "Mozilla", clock.at(end), "Left", "Attendee"


WRITERS: tuple[tuple[Callable[[Sequence[Person], Clock], Rows], str, bool], ...] = (
    (zoom_classic,      MONTH_FIRST, False),
    (zoom_classic,      DAY_FIRST,   False),
    (zoom_with_meeting, MONTH_FIRST, False),
    (zoom_account,      MONTH_FIRST, False),
    (zoom_webinar,      MONTH_FIRST, False),
    (teams_current,     TEAMS_CLOCK, False),
    (teams_2021,        TEAMS_CLOCK, False),
    (teams_german,      GERMAN,      False),
    (live_event,        MONTH_FIRST, True),
)  # fmt: skip  # writer, clock, in UTC


def as_file(rows: Rows, *, delimiter: str, encoding: str) -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().replace("\u202f", "\u00a0" if encoding == "cp1252" else "\u202f").encode(encoding)


def seconds_by_hand(stays: Iterable[tuple[int, int]], length: int) -> int:
    """Second by second: in how many of the session's seconds somebody was there."""
    there = bytearray(length)
    for start, end in stays:
        for second in range(max(start, 0), min(end, length)):
            there[second] = 1
    return sum(there)


def a_session(starts_at: datetime, minutes: int, timezone: str) -> SessionWindow:
    return SessionWindow(starts_at, starts_at + timedelta(minutes=minutes), timezone)
