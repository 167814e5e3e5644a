"""Who met which session, as pages show it: one affiliate by person, and a cohort by affiliate and person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workflows.enrollments.models import Enrollment, Participant
from workflows.errors import Reason
from workflows.training.completion import unmet_by
from workflows.training.evidence.recording_rules import has_recording, is_expired
from workflows.training.models import Attendance, AttendanceMode, TrainingSession
from workflows.training.outlook import Outlook, explain, outlook_of, outlook_of_person, risks_of

States = Mapping[tuple[int, int], Mapping[str, str]]
"""(session's id, participant's id) → kind → state, as `list_states` gives it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A word with the tone that `status` shows it in."""

    word: str
    tone: str
    detail: str = ""
    counts: bool = False


MET, OPEN = Standing("Met", "good", counts=True), Standing("Open", "watch")
AHEAD, OPTIONAL = Standing("Ahead", "open"), Standing("Not required", "open")

MODE_STANDINGS = {
    AttendanceMode.LIVE: Standing("Live", "good", counts=True),
    AttendanceMode.RECORDING: Standing("Recording", "good", counts=True),
    AttendanceMode.MAKE_UP: Standing("Make-up", "good", counts=True),
    AttendanceMode.EXCUSED: Standing("Excused", "good", counts=True),
    AttendanceMode.WAIVED: Standing("Waived", "good", counts=True),
    AttendanceMode.MISSED: Standing("Missed", "watch"),
}
# What is under way where nothing counts yet; the first that fits is shown. «wait»: the national office is next.
UNDER_WAY = {
    ("excuse", "asked"): Standing("Asked", "wait", "Excuse: the national office answers next"),
    ("excuse", "returned"): Standing("Returned", "watch", "The excuse came back with a comment"),
    ("make_up", "asked"): Standing("Asked", "wait", "Make-up: the national office answers next"),
    ("make_up", "arranged"): Standing("Agreed", "watch", "Make-up: tell what was done"),
    ("make_up", "handed_in"): Standing("Sent", "wait", "Make-up: the national office verifies it next"),
    ("make_up", "returned"): Standing("Returned", "watch", "The make-up came back with a comment"),
    ("reflection", "returned"): Standing("Returned", "watch", "The reflection came back with a comment"),
    ("reflection", "draft"): Standing("Begun", "watch", "The reflection is not sent yet"),
}


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session of an affiliate, and how it stands for the affiliate."""

    session: TrainingSession
    standing: Standing


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person with a standing for each column of the grid."""

    participant: Participant
    cells: tuple[Standing, ...]
    met: int
    required: int
    outlook: Outlook

    @property
    def has_left(self) -> bool:
        return self.participant.ended_at is not None


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One open session: what would meet it, and for whom it is open."""

    session: TrainingSession
    way: str
    people: tuple[tuple[Participant, Standing], ...]


@dataclass(frozen=True, slots=True)
class AffiliateGrid:
    """Every session as a line, and the people with a cell for each session of `columns`."""

    columns: tuple[TrainingSession, ...]
    lines: tuple[SessionLine, ...]
    people: tuple[PersonLine, ...]
    open_lines: tuple[OpenLine, ...]
    open_numbers: tuple[int, ...]
    required: int
    outlook: Outlook
    sentences: tuple[Reason, ...]

    @property
    def met(self) -> int:
        return self.required - len(self.open_numbers)


@dataclass(frozen=True, slots=True)
class CohortLine:
    """One affiliate of a cohort: a standing for each column, how many of them are met, and its people."""

    enrollment: Enrollment
    cells: tuple[Standing, ...]
    met: int
    required: int
    outlook: Outlook
    risks: tuple[str, ...]
    people: tuple[PersonLine, ...]


def columns_of(sessions: Iterable[TrainingSession]) -> tuple[TrainingSession, ...]:
    """What a grid has columns for: the sessions that completion asks about."""
    return tuple(session for session in sessions if session.is_required)


def grid_of_affiliate(
    enrollment: Enrollment,
    sessions: Sequence[TrainingSession],
    marks: Iterable[Attendance],
    states: States,
    *,
    now: datetime,
) -> AffiliateGrid:
    """`sessions` by number; `marks` and `states` are those of the enrollment's participants."""
    marks = list(marks)
    unmet = unmet_by(enrollment, sessions, marks)
    columns = columns_of(sessions)
    people = people_of(enrollment, columns, marks, states, now=now)
    still_open = [session for session in columns if session.number in unmet]
    return AffiliateGrid(
        columns=columns,
        lines=tuple(SessionLine(s, _standing(s, unmet=unmet, now=now)) for s in sessions),
        people=people,
        open_lines=_open_lines(columns, people, unmet, now=now),
        open_numbers=tuple(unmet),
        required=len(columns),
        outlook=outlook_of(enrollment, still_open, now=now),
        sentences=tuple(explain(enrollment, still_open, now=now)),
    )


def grid_of_cohort(
    enrollments: Iterable[Enrollment],
    sessions: Sequence[TrainingSession],
    marks: Iterable[Attendance],
    states: States,
    *,
    now: datetime,
) -> list[CohortLine]:
    """One line an enrollment, in the order given; `marks` and `states` of all their participants."""
    columns = columns_of(sessions)
    marks_of: dict[int, list[Attendance]] = {}
    for mark in marks:
        marks_of.setdefault(mark.participant_id, []).append(mark)
    lines = []
    for enrollment in enrollments:
        own = [mark for person in enrollment.participants for mark in marks_of.get(person.id, [])]
        lines.append(_cohort_line(enrollment, columns, own, states, now=now))
    return lines


def people_of(
    enrollment: Enrollment,
    sessions: Sequence[TrainingSession],
    marks: Iterable[Attendance],
    states: States,
    *,
    now: datetime,
) -> tuple[PersonLine, ...]:
    """The enrollment's people, those who left last."""
    by_place = {(mark.session_id, mark.participant_id): mark for mark in marks}
    everyone = sorted(enrollment.participants, key=lambda p: (p.ended_at is not None, p.name))
    return tuple(_person_line(person, sessions, by_place, states, now=now) for person in everyone)


def still_open_of(enrollment: Enrollment, sessions: Sequence[TrainingSession]) -> list[TrainingSession]:
    """The open sessions as the enrollment keeps them; every required one before it was ever counted."""
    if not enrollment.sessions_required:
        return [s for s in sessions if s.is_required]
    return [s for s in sessions if s.is_required and s.number in enrollment.open_sessions]


def _cohort_line(
    enrollment: Enrollment,
    sessions: Sequence[TrainingSession],
    marks: Sequence[Attendance],
    states: States,
    *,
    now: datetime,
) -> CohortLine:
    unmet = unmet_by(enrollment, sessions, marks)
    still_open = [session for session in sessions if session.number in unmet]
    people = people_of(enrollment, sessions, marks, states, now=now)
    counted = [sum(line.cells[place].counts for line in people) for place in range(len(sessions))]
    cells = (_standing(session, unmet=unmet, now=now) for session in sessions)
    return CohortLine(
        enrollment=enrollment,
        cells=tuple(_with_count(cell, number, len(people)) for cell, number in zip(cells, counted, strict=True)),
        met=len(sessions) - len(unmet),
        required=len(sessions),
        outlook=outlook_of(enrollment, still_open, now=now),
        risks=tuple(risks_of(enrollment, still_open, now=now)),
        people=people,
    )


def _person_line(
    person: Participant,
    sessions: Sequence[TrainingSession],
    by_place: Mapping[tuple[int, int], Attendance],
    states: States,
    *,
    now: datetime,
) -> PersonLine:
    cells = tuple(
        _of_person(by_place.get((s.id, person.id)), states.get((s.id, person.id), {}), s, now=now) for s in sessions
    )
    unmet = [s for s, cell in zip(sessions, cells, strict=True) if not cell.counts]
    return PersonLine(person, cells, len(sessions) - len(unmet), len(sessions), outlook_of_person(unmet, now=now))


def _open_lines(
    sessions: Sequence[TrainingSession], people: Sequence[PersonLine], unmet: Sequence[int], *, now: datetime
) -> tuple[OpenLine, ...]:
    """The affiliate's open sessions that have begun or that somebody asked about, with those who could meet them."""
    lines = []
    for place, session in enumerate(sessions):
        waiting = tuple(
            (line.participant, line.cells[place])
            for line in people
            if not line.has_left and not line.cells[place].counts
        )
        is_told = any(cell.word not in (AHEAD.word, "Open") for _, cell in waiting)
        if waiting and session.number in unmet and (session.ends_at <= now or is_told):
            lines.append(OpenLine(session, way_of(session, now=now), waiting))
    return tuple(lines)


def way_of(session: TrainingSession, *, now: datetime) -> str:
    """What would meet the session for somebody who has not, in few words."""
    if session.ends_at > now:
        return "Attend it"
    if has_recording(session, now):
        return "Watch the recording"
    return "The recording has expired: ask for a make-up" if is_expired(session, now) else "No recording yet"


def _standing(session: TrainingSession, *, unmet: Sequence[int], now: datetime) -> Standing:
    if not session.is_required:
        return OPTIONAL
    if session.number not in unmet:
        return MET
    return AHEAD if session.ends_at > now else OPEN


def _of_person(
    mark: Attendance | None, told: Mapping[str, str], session: TrainingSession, *, now: datetime
) -> Standing:
    if mark is not None and mark.mode.counts:
        standing = MODE_STANDINGS[mark.mode]
        return Standing(standing.word, standing.tone, _minutes(mark), counts=True)
    under_way = next((shown for (kind, state), shown in UNDER_WAY.items() if told.get(kind) == state), None)
    if under_way is not None:
        return under_way
    if mark is not None:
        return Standing(MODE_STANDINGS[mark.mode].word, MODE_STANDINGS[mark.mode].tone, _minutes(mark))
    return AHEAD if session.ends_at > now else OPEN


def _minutes(mark: Attendance) -> str:
    return f"{mark.minutes.normalize():f} min" if mark.minutes is not None else ""


def _with_count(standing: Standing, counted: int, people: int) -> Standing:
    """An open session that some have met says how many."""
    if standing is OPEN and counted:
        return Standing(f"{counted} of {people}", standing.tone)
    return standing
