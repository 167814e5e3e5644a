"""Who met which session, as pages show it: one affiliate by person, and a cohort by affiliate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from workflows.enrollments.models import Enrollment, Participant
from workflows.errors import Reason
from workflows.lifecycle import proposals_are_open
from workflows.training.completion import open_sessions
from workflows.training.models import Attendance, AttendanceMode, TrainingSession


@dataclass(frozen=True, slots=True)
class Standing:
    """A word with the tone that `status` shows it in."""

    word: str
    tone: str
    detail: str = ""


MET, OPEN = Standing("Met", "good"), Standing("Open", "watch")
AHEAD, OPTIONAL = Standing("Ahead", "open"), Standing("Not required", "open")

MODE_STANDINGS = {
    AttendanceMode.LIVE: Standing("Live", "good"),
    AttendanceMode.RECORDING: Standing("Recording", "good"),
    AttendanceMode.MAKE_UP: Standing("Make-up", "good"),
    AttendanceMode.EXCUSED: Standing("Excused", "good"),
    AttendanceMode.WAIVED: Standing("Waived", "good"),
    AttendanceMode.MISSED: Standing("Missed", "watch"),
}


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session of an affiliate: how it stands, and each person's part in the order of the participants."""

    session: TrainingSession
    standing: Standing
    people: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class AffiliateGrid:
    participants: tuple[Participant, ...]
    lines: tuple[SessionLine, ...]
    open_numbers: tuple[int, ...]
    required: int
    outlook: tuple[Reason, ...]

    @property
    def met(self) -> int:
        return self.required - len(self.open_numbers)


@dataclass(frozen=True, slots=True)
class CohortLine:
    """One affiliate of a cohort: a standing for each session, and how many required ones are met."""

    enrollment: Enrollment
    cells: tuple[Standing, ...]
    met: int
    required: int


def grid_of_affiliate(
    enrollment: Enrollment, sessions: Sequence[TrainingSession], marks: Iterable[Attendance], *, now: datetime
) -> AffiliateGrid:
    """`sessions` by number; `marks` are those of the enrollment's participants."""
    people = tuple(enrollment.participants)
    by_place = {(mark.session_id, mark.participant_id): mark for mark in marks}
    unmet = _unmet(enrollment, sessions, by_place.values())
    lines = tuple(
        SessionLine(
            session,
            _standing(session, unmet=unmet, now=now),
            tuple(_of_person(by_place.get((session.id, person.id)), session, now=now) for person in people),
        )
        for session in sessions
    )
    required = sum(session.is_required for session in sessions)
    still_open = [session for session in sessions if session.number in unmet]
    return AffiliateGrid(people, lines, tuple(unmet), required, tuple(outlook(enrollment, still_open, now=now)))


def grid_of_cohort(
    enrollments: Iterable[Enrollment],
    sessions: Sequence[TrainingSession],
    marks: Iterable[Attendance],
    *,
    now: datetime,
) -> list[CohortLine]:
    """One line an enrollment, in the order given; `marks` of all their participants."""
    marks_of: dict[int, list[Attendance]] = {}
    for mark in marks:
        marks_of.setdefault(mark.participant_id, []).append(mark)
    required = sum(session.is_required for session in sessions)
    lines = []
    for enrollment in enrollments:
        own = [mark for person in enrollment.participants for mark in marks_of.get(person.id, [])]
        unmet = _unmet(enrollment, sessions, own)
        counted = {s.id: sum(m.mode.counts for m in own if m.session_id == s.id) for s in sessions}
        cells = tuple(
            _with_count(_standing(s, unmet=unmet, now=now), counted[s.id], len(enrollment.participants))
            for s in sessions
        )
        lines.append(CohortLine(enrollment, cells, required - len(unmet), required))
    return lines


def outlook(enrollment: Enrollment, still_open: Sequence[TrainingSession], *, now: datetime) -> list[Reason]:
    """Whether completion is still possible, and what it takes, in sentences; nothing when every session is met."""
    if not still_open:
        return []
    if not enrollment.participants:
        return [Reason("Nobody is named as a participant yet. Name who takes part, so that attendance can count.")]
    ahead = [s.number for s in still_open if s.ends_at > now]
    past = [s for s in still_open if s.ends_at <= now]
    recorded = [s.number for s in past if s.recording_url]
    missing = [s.number for s in past if not s.recording_url]
    steps = [
        *([f"watch the recording of {_sessions(recorded)}"] if recorded else []),
        *([f"attend {_sessions(ahead)}"] if ahead else []),
    ]
    sentences = [f"Completion is still possible: {' and '.join(steps)}."] if steps else []
    if missing:
        sentences.append(
            f"There is no recording of {_sessions(missing)} yet. The program manager adds it or arranges a make-up."
        )
    closed = proposals_are_open(enrollment, now)
    return [*map(Reason, sentences), *([closed] if closed else [])]


def _unmet(enrollment: Enrollment, sessions: Iterable[TrainingSession], marks: Iterable[Attendance]) -> list[int]:
    rule = enrollment.cohort.completion_rule
    return open_sessions(sessions, marks, [person.id for person in enrollment.participants], rule)


def _standing(session: TrainingSession, *, unmet: Sequence[int], now: datetime) -> Standing:
    if not session.is_required:
        return OPTIONAL
    if session.number not in unmet:
        return MET
    return AHEAD if session.ends_at > now else OPEN


def _of_person(mark: Attendance | None, session: TrainingSession, *, now: datetime) -> Standing:
    if mark is None:
        return AHEAD if session.ends_at > now else Standing("Not marked", "open")
    standing = MODE_STANDINGS[mark.mode]
    detail = f"{mark.minutes.normalize():f} min" if mark.minutes is not None else ""
    return Standing(standing.word, standing.tone, detail)


def _with_count(standing: Standing, counted: int, people: int) -> Standing:
    """An open session that some have met says how many."""
    if standing is OPEN and counted:
        return Standing(f"{counted} of {people}", standing.tone)
    return standing


def _sessions(numbers: Sequence[int]) -> str:
    *first, last = map(str, numbers)
    return f"sessions {', '.join(first)} and {last}" if first else f"session {last}"
