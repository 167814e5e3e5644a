"""Whether completion is still possible, what it takes, and who is at risk; pure functions over what is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from workflows.clock import local_date
from workflows.enrollments.models import Enrollment
from workflows.errors import Reason
from workflows.lifecycle import proposals_are_open
from workflows.training.completion import sessions_named
from workflows.training.evidence.recording_rules import has_recording, is_expired
from workflows.training.models import TrainingSession

DEADLINE_IS_NEAR = timedelta(days=14)
EXPIRES_SOON = timedelta(days=7)
BEHIND = 3  # past sessions that are still open


class Outlook(StrEnum):
    """How completion stands, the best first."""

    COMPLETE = "complete"
    POSSIBLE = "possible"
    NEEDS_HELP = "needs_help"
    TOO_LATE = "too_late"

    @property
    def words(self) -> str:
        return _WORDS[self][0]

    @property
    def tone(self) -> str:
        return _WORDS[self][1]


_WORDS = {
    Outlook.COMPLETE: ("Complete", "good"),
    Outlook.POSSIBLE: ("Still possible", "open"),
    Outlook.NEEDS_HELP: ("Needs help", "watch"),
    Outlook.TOO_LATE: ("Too late", "late"),
}


@dataclass(frozen=True, slots=True)
class OpenByWay:
    """The open sessions by what would meet them."""

    to_attend: tuple[TrainingSession, ...]
    to_watch: tuple[TrainingSession, ...]
    unrecorded: tuple[TrainingSession, ...]
    expired: tuple[TrainingSession, ...]

    @property
    def needs_help(self) -> bool:
        return bool(self.unrecorded or self.expired)


def by_way(still_open: Sequence[TrainingSession], *, now: datetime) -> OpenByWay:
    past = [s for s in still_open if s.ends_at <= now]
    return OpenByWay(
        to_attend=tuple(s for s in still_open if s.ends_at > now),
        to_watch=tuple(s for s in past if has_recording(s, now)),
        unrecorded=tuple(s for s in past if not s.recording_url),
        expired=tuple(s for s in past if is_expired(s, now)),
    )


def outlook_of(enrollment: Enrollment, still_open: Sequence[TrainingSession], *, now: datetime) -> Outlook:
    """How the affiliate stands: on its own it can finish, with help it can, or the proposals closed before."""
    if enrollment.training_completed_at is not None or not still_open:
        return Outlook.COMPLETE
    if proposals_are_open(enrollment, now) or _after_deadline(enrollment, still_open):
        return Outlook.TOO_LATE
    nobody = all(person.ended_at is not None for person in enrollment.participants)
    return Outlook.NEEDS_HELP if nobody or by_way(still_open, now=now).needs_help else Outlook.POSSIBLE


def outlook_of_person(still_open: Sequence[TrainingSession], *, now: datetime) -> Outlook:
    """How one person stands, whatever the affiliate's rule asks of them."""
    if not still_open:
        return Outlook.COMPLETE
    return Outlook.NEEDS_HELP if by_way(still_open, now=now).needs_help else Outlook.POSSIBLE


def explain(enrollment: Enrollment, still_open: Sequence[TrainingSession], *, now: datetime) -> list[Reason]:
    """Whether completion is still possible, and what it takes, in sentences; nothing when every session is met."""
    if not still_open:
        return []
    if all(person.ended_at is not None for person in enrollment.participants):
        return [Reason("Nobody is named as a participant yet. Name who takes part, so that attendance can count.")]
    ways = by_way(still_open, now=now)
    sentences = [*_steps(ways), *_help(ways), *_expiring(ways.to_watch, now=now)]
    late = _after_deadline(enrollment, still_open)
    if late:
        sentences.append(
            f"{sessions_named([s.number for s in late]).capitalize()} would come after the proposals close. "
            "Ask the program manager for an extension or a make-up."
        )
    closed = proposals_are_open(enrollment, now)
    return [*map(Reason, sentences), *([closed] if closed else [])]


def risks_of(enrollment: Enrollment, still_open: Sequence[TrainingSession], *, now: datetime) -> list[str]:
    """Why somebody should look at this affiliate's training now, in few words; empty when nobody has to."""
    if enrollment.training_completed_at is not None or not still_open:
        return []
    ways = by_way(still_open, now=now)
    due = enrollment.proposal_due_at
    behind = len(ways.to_watch) + len(ways.unrecorded) + len(ways.expired)
    told = (
        (now > due, "Proposals have closed"),
        (now <= due <= now + DEADLINE_IS_NEAR, "Proposals close soon"),
        (bool(_after_deadline(enrollment, still_open)) and now <= due, "A session comes after the deadline"),
        (bool(ways.expired), "A recording has expired"),
        (bool(ways.unrecorded), "A recording is missing"),
        (bool(_soon(ways.to_watch, now=now)), "A recording expires soon"),
        (behind >= BEHIND, f"{behind} past sessions are open"),
        (all(person.ended_at is not None for person in enrollment.participants), "Nobody is named"),
    )
    return [words for is_so, words in told if is_so]


def _steps(ways: OpenByWay) -> list[str]:
    steps = [
        *([f"watch the recording of {_named(ways.to_watch)}"] if ways.to_watch else []),
        *([f"attend {_named(ways.to_attend)}"] if ways.to_attend else []),
    ]
    return [f"Completion is still possible: {' and '.join(steps)}."] if steps else []


def _help(ways: OpenByWay) -> list[str]:
    sentences = []
    if ways.unrecorded:
        sentences.append(
            f"There is no recording of {_named(ways.unrecorded)} yet. "
            "The program manager adds it or arranges a make-up."
        )
    if ways.expired:
        sentences.append(
            f"The recording of {_named(ways.expired)} can no longer be opened. Ask for a make-up; the program manager "
            "agrees on it with you."
        )
    return sentences


def _expiring(to_watch: Sequence[TrainingSession], *, now: datetime) -> list[str]:
    soon = _soon(to_watch, now=now)
    if not soon:
        return []
    first = min(soon, key=lambda s: s.recording_expires_at or now)
    expires_at = first.recording_expires_at
    assert expires_at is not None
    day = local_date(expires_at, first.time_zone)
    return [f"The recording of {_named([first])} can be opened until {day:%A} {day.day} {day:%B %Y} only."]


def _soon(to_watch: Sequence[TrainingSession], *, now: datetime) -> list[TrainingSession]:
    return [
        s for s in to_watch if (expires_at := s.recording_expires_at) is not None and expires_at <= now + EXPIRES_SOON
    ]


def _after_deadline(enrollment: Enrollment, still_open: Sequence[TrainingSession]) -> list[TrainingSession]:
    return [s for s in still_open if s.starts_at > enrollment.proposal_due_at]


def _named(sessions: Sequence[TrainingSession]) -> str:
    return sessions_named([s.number for s in sessions])
