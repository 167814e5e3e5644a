"""Reads an attendance report from the command line, without a database."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from workflows.errors import DomainError
from workflows.training.answers import ATTENDANCE_FILE_MAX_BYTES, ATTENDED_FROM_PERCENT
from workflows.training.attendance.matching import RosterEntry
from workflows.training.attendance.minutes import SessionWindow
from workflows.training.attendance.report import ParticipantReading, read_attendance
from workflows.training.attendance.text import read_rows, read_text
from workflows.training.attendance.times import DateOrder, moments

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
LOCAL_TIME = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])


@click.group()
def attendance() -> None:
    """Attendance reports of a meeting program."""


@attendance.command()
@click.argument("file", type=FILE)
@click.option("--session-start", type=LOCAL_TIME, required=True, help="Local time, as 2026-03-04T14:00.")
@click.option("--session-end", type=LOCAL_TIME, required=True, help="Local time, as 2026-03-04T15:30.")
@click.option("--timezone", required=True, help="The session's named zone, as America/New_York.")
@click.option("--roster", type=FILE, help="A CSV file with the columns email and name.")
@click.option("--date-order", type=click.Choice([order.value for order in DateOrder]), help="Month first or day first.")
@click.option("--threshold", type=click.IntRange(1, 100), default=ATTENDED_FROM_PERCENT, show_default=True,
              help="Percent of the session that counts as attended.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def read(
    *,
    file: Path,
    session_start: datetime,
    session_end: datetime,
    timezone: str,
    roster: Path | None,
    date_order: str | None,
    threshold: int,
    as_json: bool,
) -> None:
    """Say who was in the session and for how long."""
    reading = read_attendance(
        _content(file),
        session=_session(session_start, session_end, timezone),
        roster=_roster(_content(roster)) if roster else (),
        threshold_percent=threshold,
        date_order=DateOrder(date_order) if date_order else None,
    )
    if as_json:
        click.echo(json.dumps(reading.as_json(), indent=1))
        return
    for warning in reading.warnings:
        click.echo(warning, err=True)
    click.echo("\n".join(_table(reading.participants)))


def _content(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(ATTENDANCE_FILE_MAX_BYTES + 1)  # one more than is read, so that too much is seen


def _session(starts: datetime, ends: datetime, timezone: str) -> SessionWindow:
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: the name of a folder of zones
        raise DomainError(f"“{timezone}” is not a time zone. Write its name, such as America/New_York.") from error
    starts_at, ends_at = moments(starts, zone)[:1], moments(ends, zone)[-1:]
    if not starts_at or not ends_at:
        raise DomainError(f"The clocks in {timezone} skip one of the session's times. Correct it.")
    return SessionWindow(starts_at[0], ends_at[0], timezone)


def _roster(content: bytes) -> tuple[RosterEntry, ...]:
    try:
        header, *rows = (row.cells for row in read_rows(read_text(content).text))
    except DomainError as error:
        raise DomainError("The roster cannot be read. Save it as CSV with the columns “email” and “name”.") from error
    columns = [cell.casefold() for cell in header]
    if not {"email", "name"} <= set(columns):
        raise DomainError(
            "The roster needs the columns “email” and “name” in its first row; "
            f"we see “{', '.join(filter(None, header))}”."
        )
    people = (dict(zip(columns, row, strict=False)) for row in rows if any(row))
    return tuple(RosterEntry(person.get("name", ""), person.get("email", "")) for person in people)


def _table(participants: Sequence[ParticipantReading]) -> list[str]:
    rows = [("Name", "E-mail", "Minutes", "Attended", "On the roster")]
    rows += [
        (
            person.name,
            person.email or "",
            "unknown" if person.minutes is None else str(person.minutes),
            "yes" if person.attended else "no",
            "yes" if person.matched else "no",
        )
        for person in participants
    ]
    width = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        f"{name:<{width[0]}}  {email:<{width[1]}}  {minutes:>{width[2]}}  {attended:<{width[3]}}  {matched}"
        for name, email, minutes, attended, matched in rows
    ]
