"""The people of a kept meeting report: what the reader saw, and what a person said about it since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from workflows.training.attendance.matching import How, alias_key
from workflows.training.attendance.minutes import (
    Presence,
    SessionWindow,
    in_minutes,
    is_attended,
    time_needed,
)
from workflows.training.attendance.report import AttendanceReading
from workflows.training.models import AttendanceImport, AttendanceMode, TrainingSession

NOBODY = 0
ASK = -1
SAID = "said"  # by a person about this report; the other ways are those of `How`

BY_WHAT = {
    How.EMAIL.value: "by e-mail",
    How.REMEMBERED.value: "as remembered",
    How.NAME.value: "by name",
    SAID: "said by a person",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """What makes a presence count in one session: its time and the cohort's rule."""

    window: SessionWindow
    percent: int

    @classmethod
    def of(cls, training_session: TrainingSession) -> "Measure":
        return cls(window_of(training_session), training_session.cohort.attendance_percent)

    @property
    def needed(self) -> timedelta:
        return time_needed(self.window, threshold_percent=self.percent)

    def mode(self, presence: Presence) -> AttendanceMode:
        spent = presence.within(self.window)
        counts = is_attended(spent, session=self.window, threshold_percent=self.percent)
        return AttendanceMode.LIVE if counts else AttendanceMode.MISSED

    def minutes(self, presence: Presence) -> Decimal | None:
        """To one decimal; None, which is not zero, where nothing could be read."""
        spent = presence.within(self.window)
        return None if spent is None else in_minutes(spent)


@dataclass(frozen=True, slots=True)
class ReportedPerson:
    """One person of a report as it shows them, and who that is.

    `participant_id` is None for nobody of ours and while the question is open.
    """

    place: int
    name: str
    email: str | None
    presence: Presence
    participant_id: int | None
    how: str
    is_hosts_side: bool

    @property
    def is_open(self) -> bool:
        """Nobody has said yet who that is. Who sits on the host's side of the meeting is not asked about."""
        return self.participant_id is None and not self.how and not self.is_hosts_side

    @property
    def alias(self) -> str:
        return alias_key(self.name, self.email)

    @property
    def shown(self) -> str:
        return self.name or self.email or "Without a name"

    @property
    def by_what(self) -> str:
        return BY_WHAT.get(self.how, "")


def window_of(training_session: TrainingSession) -> SessionWindow:
    return SessionWindow(training_session.starts_at, training_session.ends_at, training_session.time_zone)


def kept_reading(reading: AttendanceReading) -> dict[str, Any]:
    """`as_json()`, each person with when they were there, whose participant they are and how that was seen."""
    kept = reading.as_json()
    for person, read in zip(kept["participants"], reading.participants, strict=True):
        person["participant_id"] = read.roster_entry.key if read.roster_entry else None
        person["how"] = read.how.value if read.how else ""
        person["shown_name"], person["shown_email"] = read.shown_name, read.shown_email
        person["presence"] = read.presence.as_json()
        person["hosts_side"] = read.is_hosts_side
    return {**kept, "shape": reading.shape_name, "date_order": reading.date_order.value}


def people_of(report: AttendanceImport) -> tuple[ReportedPerson, ...]:
    """Everyone in the report, in its order; what a person said stands above what was read."""
    return tuple(
        _person(place, kept, report.answers.get(str(place)))
        for place, kept in enumerate(report.reading["participants"])
    )


def count_questions(report: AttendanceImport) -> int:
    return sum(person.is_open for person in people_of(report))


def presence_by_participant(people: Iterable[ReportedPerson]) -> dict[int, Presence]:
    """One presence a participant: two rows of one person (a telephone beside a laptop) are merged, never added."""
    found: dict[int, Presence] = {}
    for person in people:
        if person.participant_id is not None:
            known = found.get(person.participant_id)
            found[person.participant_id] = person.presence if known is None else known | person.presence
    return found


def _person(place: int, kept: dict[str, Any], answer: int | None) -> ReportedPerson:
    participant_id, how = kept["participant_id"], kept.get("how", How.EMAIL if kept["matched"] else "")
    if answer is not None:
        participant_id = answer if answer > NOBODY else None
        how = "" if answer == ASK else SAID
    return ReportedPerson(
        place=place,
        name=kept.get("shown_name", kept["name"]),
        email=kept.get("shown_email", kept["email"]),
        presence=_presence(kept),
        participant_id=participant_id,
        how=str(how),
        is_hosts_side=kept.get("hosts_side", False),
    )


def _presence(kept: dict[str, Any]) -> Presence:
    """Of a report that was read before times were kept, only the minutes are known."""
    if "presence" in kept:
        return Presence.from_json(kept["presence"])
    minutes = kept["minutes"]
    return Presence((), None if minutes is None else timedelta(minutes=minutes))
