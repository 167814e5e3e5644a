"""Small invented attendance reports for tests, in the shape of Zoom's classic one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from workflows.training.attendance.matching import RosterEntry
from workflows.training.attendance.minutes import SessionWindow
from workflows.training.attendance.report import AttendanceReading, read_attendance
from workflows.training.attendance.times import DateOrder

SAMPLES = Path(__file__).parents[2] / "samples" / "attendance"

HEADER = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent"

# 14:00 to 15:30 in New York on 4 March 2026, when the clocks still show standard time.
SESSION = SessionWindow(
    datetime(2026, 3, 4, 19, 0, tzinfo=UTC), datetime(2026, 3, 4, 20, 30, tzinfo=UTC), "America/New_York"
)

ROSTER = (
    RosterEntry("Ana Ruiz", "ana@harbor.example.org"),
    RosterEntry("Bo Lee", "bo@harbor.example.org"),
    RosterEntry("Cy Otoo", "cy@prairie.example.org"),
    RosterEntry("Diya Nair", "diya@cascade.example.org"),
    RosterEntry("Elif Kaya", "elif@cascade.example.org"),
)


def row(name: str, email: str, joined: str, left: str, minutes: str = "") -> str:
    return f"{name},{email},{joined},{left},{minutes},Yes,Y"


def ana(joined: str, left: str, minutes: str = "") -> str:
    """A stay of Ana Ruiz on the session's day; times as `02:00:00 PM`, or blank."""
    day = "03/04/2026 "
    return row(
        "Ana Ruiz",
        "ana@harbor.example.org",
        day + joined if joined else "",
        day + left if left else "",
        minutes,
    )


def report(*rows: str, header: str = HEADER) -> bytes:
    return "\r\n".join((header, *rows, "")).encode()


def read(
    content: bytes,
    *,
    session: SessionWindow = SESSION,
    roster: tuple[RosterEntry, ...] = ROSTER,
    date_order: DateOrder | None = None,
    threshold_percent: int = 80,
) -> AttendanceReading:
    return read_attendance(
        content, session=session, roster=roster, date_order=date_order, threshold_percent=threshold_percent
    )


def at(minute: float) -> datetime:
    """So many minutes after the session's start, before it when negative."""
    return SESSION.starts_at + timedelta(minutes=minute)


def told(reading: AttendanceReading) -> dict[str, tuple[str | None, bool, bool]]:
    """By address or shown name: minutes as text, attended, matched."""
    return {
        person.email or person.name: (
            None if person.minutes is None else str(person.minutes),
            person.attended,
            person.matched,
        )
        for person in reading.participants
    }
