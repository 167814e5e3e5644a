"""Reads a meeting's attendance report: who was there, for how long, and whether it was enough."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from workflows.training.answers import ATTENDED_FROM_PERCENT
from workflows.training.attendance import warnings as warn
from workflows.training.attendance.joins import (
    date_order_of,
    of_this_meeting,
    read_joins,
    sections_to_read,
    written_joins,
)
from workflows.training.attendance.matching import How, Remembered, RosterEntry, RosterMatch, alias_key, match_joins
from workflows.training.attendance.minutes import (
    Join,
    Presence,
    SessionWindow,
    in_minutes,
    is_attended,
    time_needed,
)
from workflows.training.attendance.names import normal_email, normal_name
from workflows.training.attendance.shapes import Tells, find_sections
from workflows.training.attendance.text import read_rows, read_text
from workflows.training.attendance.times import DateOrder


@dataclass(frozen=True, slots=True)
class ParticipantReading:
    """One person in the report. `time_spent` is None, which is not zero, where no row could be read.

    `how` says by what they were recognized; somebody remembered as nobody of ours is recognized and has no entry.
    `name` and `email` are the roster's where they are on it, `shown_name` and `shown_email` the report's.
    """

    name: str
    email: str | None
    shown_name: str
    shown_email: str | None
    presence: Presence
    time_spent: timedelta | None
    attended: bool
    roster_entry: RosterEntry | None
    how: How | None
    is_hosts_side: bool

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
    remembered: Remembered | None = None,
    threshold_percent: int = ATTENDED_FROM_PERCENT,
    date_order: DateOrder | None = None,
) -> AttendanceReading:
    """Reads one report of one session. The file's times are taken as local to the session's zone, unless its shape
    writes them in UTC.

    A person's stays are merged and clipped to the session; `attended` is at least `threshold_percent` of the
    session's length, and False where the time could not be read. Who is not in the report is not listed, and neither
    is who held the meeting, unless they are on the roster. `remembered` is what people said about earlier reports.
    Raises DomainError for a file that cannot be read, saying what was seen and what would help.
    """
    text = read_text(content)
    main, others = sections_to_read(find_sections(read_rows(text.text)))
    section = main[0]
    written = written_joins(main, others)
    order = date_order_of(written, section=section, session=session, chosen=date_order)
    joins, other_meetings = of_this_meeting(
        written, read_joins(written, section=section, order=order, session=session), session=session
    )
    matches = match_joins(joins, roster=roster, remembered=remembered or {})
    ours, hosts = _without_hosts(joins, matches)
    participants = tuple(
        _participant(match, stays, session=session, threshold_percent=threshold_percent)
        for match, stays in _people(ours)
    )
    warnings = (
        *warn.about_text(text),
        *warn.about_rows(main),
        *warn.about_days(written, section=section, order=order, session=session),
        *warn.about_meetings(other_meetings),
        *warn.about_joins(joins, is_untimed_shape=section.shape.tells is Tells.MINUTES),
        *warn.about_hosts(hosts),
        *warn.about_matches(joins, matches),
        *_warnings_about_narrow_misses(participants, session=session, threshold_percent=threshold_percent),
    )
    return AttendanceReading(
        section.shape.name, order, tuple(sorted(participants, key=_by_name)), tuple(dict.fromkeys(warnings))
    )


Matched = tuple[Join, RosterMatch]


def _without_hosts(
    joins: Sequence[Join], matches: Sequence[RosterMatch]
) -> tuple[tuple[Matched, ...], tuple[Join, ...]]:
    """Everyone whose attendance may matter, and the hosts who are not on the roster."""
    pairs = tuple(zip(joins, matches, strict=True))
    hosts = tuple(join for join, match in pairs if join.is_host and match.entry is None)
    return tuple(pair for pair in pairs if not (pair[0].is_host and pair[1].entry is None)), hosts


def _people(pairs: Sequence[Matched]) -> tuple[tuple[RosterMatch, tuple[Join, ...]], ...]:
    """The joins of each person: one on the roster, or an address, or without both a shown name.

    Who was recognized as remembered stands apart, because that can be taken back.
    """
    people: defaultdict[Hashable, list[Join]] = defaultdict(list)
    matches: dict[Hashable, RosterMatch] = {}
    for join, match in pairs:
        shown = alias_key(join.shown_name, join.email)
        person = match.entry if match.entry and match.how is not How.REMEMBERED else shown
        people[person].append(join)
        matches.setdefault(person, match)
    return tuple((matches[person], tuple(stays)) for person, stays in people.items())


def _participant(
    match: RosterMatch, joins: tuple[Join, ...], *, session: SessionWindow, threshold_percent: int
) -> ParticipantReading:
    presence, entry = Presence.of(joins), match.entry
    spent = presence.within(session)
    shown = min((join.shown_name for join in joins if join.shown_name), default="")
    email = min((normal_email(join.email) for join in joins if join.email), default=None)
    return ParticipantReading(
        name=entry.name if entry else shown or email or "",
        email=entry.email or email if entry else email,
        shown_name=shown,
        shown_email=email,
        presence=presence,
        time_spent=spent,
        attended=is_attended(spent, session=session, threshold_percent=threshold_percent),
        roster_entry=entry,
        how=match.how,
        is_hosts_side=all(join.is_hosts_side for join in joins),
    )


def _by_name(participant: ParticipantReading) -> tuple[str, str]:
    return normal_name(participant.name), participant.email or ""


def _warnings_about_narrow_misses(
    participants: Sequence[ParticipantReading], *, session: SessionWindow, threshold_percent: int
) -> tuple[str, ...]:
    """Where the rounded minutes look like enough and the seconds are not, or time away decides."""
    needed = time_needed(session, threshold_percent=threshold_percent)
    missed = [person for person in participants if not person.attended and person.time_spent is not None]
    narrow = [
        f"{person.name} was there a few seconds less than the {in_minutes(needed)} minutes that count as attended."
        for person in missed
        if person.minutes is not None and person.minutes >= in_minutes(needed)
    ]
    unsure = [
        f"{person.name} was away for a while, and the report does not say when. If that was not during the session, "
        f"it is {in_minutes(person.presence.at_most_within(session))} minutes and enough: look at it and decide."
        for person in missed
        if person.presence.at_most_within(session) >= needed > (person.time_spent or needed)
    ]
    return (*narrow, *unsure)
