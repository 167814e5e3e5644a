"""Reads a meeting's attendance report: who was there, for how long, and whether it was enough."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from workflows.training.answers import ATTENDED_FROM_PERCENT
from workflows.training.attendance import warnings as warn
from workflows.training.attendance.matching import RosterEntry, RosterMatch, match_joins, normal_email, normal_name
from workflows.training.attendance.minutes import (
    Join,
    SessionWindow,
    in_minutes,
    is_attended,
    time_in_session,
)
from workflows.training.attendance.shapes import date_order_of, find_section, read_joins, written_joins
from workflows.training.attendance.text import read_rows, read_text
from workflows.training.attendance.times import DateOrder


@dataclass(frozen=True, slots=True)
class ParticipantReading:
    """One person in the report. `time_spent` is None, which is not zero, where no row could be read."""

    name: str
    email: str | None
    time_spent: timedelta | None
    attended: bool
    roster_entry: RosterEntry | None
    joins: tuple[Join, ...]

    @property
    def minutes(self) -> Decimal | None:
        """Minutes within the session, to one decimal."""
        return None if self.time_spent is None else in_minutes(self.time_spent)

    @property
    def matched(self) -> bool:
        return self.roster_entry is not None

    @property
    def matched_email(self) -> str | None:
        return self.roster_entry.email if self.roster_entry else None


@dataclass(frozen=True, slots=True)
class AttendanceReading:
    """Everyone in the report by name, and the sentences a person should read before accepting it."""

    shape_name: str
    date_order: DateOrder
    participants: tuple[ParticipantReading, ...]
    warnings: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The answer that an import keeps and the command line prints; minutes are a number or null."""
        return {
            "participants": [
                {
                    "name": person.name,
                    "email": person.email,
                    "minutes": None if person.minutes is None else float(person.minutes),
                    "attended": person.attended,
                    "matched": person.matched,
                }
                for person in self.participants
            ],
            "warnings": list(self.warnings),
        }


def read_attendance(
    content: bytes,
    *,
    session: SessionWindow,
    roster: Sequence[RosterEntry],
    threshold_percent: int = ATTENDED_FROM_PERCENT,
    date_order: DateOrder | None = None,
) -> AttendanceReading:
    """Reads one report of one session. The file's times are taken as local to the session's zone.

    A person's stays are merged and clipped to the session; `attended` is at least `threshold_percent` of the
    session's length, and False where the time could not be read. Who is not in the report is not listed.
    Raises DomainError for a file that cannot be read, saying what was seen and what would help.
    """
    text = read_text(content)
    section = find_section(read_rows(text.text))
    written = written_joins(section)
    order = date_order_of(written, shape=section.shape, session=session, chosen=date_order)
    joins = read_joins(written, order=order, session=session)
    matches = match_joins(joins, roster=roster)
    participants = tuple(
        _participant(entry, stays, session=session, threshold_percent=threshold_percent)
        for entry, stays in _people(joins, matches)
    )
    warnings = (
        *warn.about_text(text),
        *warn.about_rows(section),
        *warn.about_days(written, order=order, session=session),
        *warn.about_joins(joins),
        *warn.about_matches(joins, matches),
        *_warnings_about_narrow_misses(participants, session=session, threshold_percent=threshold_percent),
    )
    return AttendanceReading(
        section.shape.name, order, tuple(sorted(participants, key=_by_name)), tuple(dict.fromkeys(warnings))
    )


def _people(
    joins: Sequence[Join], matches: Sequence[RosterMatch]
) -> tuple[tuple[RosterEntry | None, tuple[Join, ...]], ...]:
    """The joins of each person: one on the roster, or an address, or without both a shown name."""
    people: defaultdict[Hashable, list[Join]] = defaultdict(list)
    entries: dict[Hashable, RosterEntry | None] = {}
    for join, match in zip(joins, matches, strict=True):
        person = match.entry or (normal_email(join.email), "" if join.email else normal_name(join.shown_name))
        people[person].append(join)
        entries[person] = match.entry
    return tuple((entries[person], tuple(stays)) for person, stays in people.items())


def _participant(
    entry: RosterEntry | None, joins: tuple[Join, ...], *, session: SessionWindow, threshold_percent: int
) -> ParticipantReading:
    spent = time_in_session(joins, session=session)
    shown = min((join.shown_name for join in joins if join.shown_name), default="")
    email = min((normal_email(join.email) for join in joins if join.email), default=None)
    return ParticipantReading(
        name=entry.name if entry else shown or email or "",
        email=entry.email or email if entry else email,
        time_spent=spent,
        attended=is_attended(spent, session=session, threshold_percent=threshold_percent),
        roster_entry=entry,
        joins=joins,
    )


def _by_name(participant: ParticipantReading) -> tuple[str, str]:
    return normal_name(participant.name), participant.email or ""


def _warnings_about_narrow_misses(
    participants: Sequence[ParticipantReading], *, session: SessionWindow, threshold_percent: int
) -> tuple[str, ...]:
    """Where the rounded minutes look like enough and the seconds are not."""
    needed = in_minutes(session.length * threshold_percent / 100)
    return tuple(
        f"{person.name} was there a few seconds less than the {needed} minutes that count as attended."
        for person in participants
        if not person.attended and person.minutes is not None and person.minutes >= needed
    )
