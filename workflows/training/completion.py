"""When the training counts as complete, and what follows from it for an enrollment."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from workflows.advance import advance, advance_if_ready
from workflows.cohorts.models import CompletionRule
from workflows.enrollments.models import Enrollment, Participant, StageChange
from workflows.lifecycle import why_not
from workflows.outbox import announce
from workflows.permissions import PROGRAM
from workflows.stages import Stage
from workflows.training.models import Attendance, AttendanceMode, TrainingSession

REOPENED_BECAUSE = "An attendance was taken back, so {sessions} open again."
WAYS_OUT_OF_TRAINING = ("complete_training", "waive_training")


class Numbered(Protocol):
    """A session of the series."""

    @property
    def id(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def is_required(self) -> bool: ...


class Mark(Protocol):
    """How one person took part in one session."""

    @property
    def participant_id(self) -> int: ...
    @property
    def session_id(self) -> int: ...
    @property
    def mode(self) -> AttendanceMode: ...


def _everyone(met: set[int], people: frozenset[int], _ended: frozenset[int]) -> bool:
    return people <= met


def _anyone(met: set[int], people: frozenset[int], ended: frozenset[int]) -> bool:
    return bool((people | ended) & met)


# Who, of an affiliate's people, has to have met a session before it counts: those who take part, and those who left.
RULES: dict[CompletionRule, Callable[[set[int], frozenset[int], frozenset[int]], bool]] = {
    CompletionRule.EVERY_PARTICIPANT: _everyone,
    CompletionRule.ONE_PER_SESSION: _anyone,
}


def open_sessions(
    sessions: Iterable[Numbered],
    attendances: Iterable[Mark],
    participants: Iterable[int],
    rule: CompletionRule,
    *,
    ended: Iterable[int] = (),
) -> list[int]:
    """The numbers of the required sessions that are not met yet, ascending; `participants` are their ids.

    `ended` are those who left the affiliate: nobody waits for them, and what they met while they were there counts
    where one person is enough. Without a participant every required session is open: nobody who stays has learned
    anything. Marks of other people do not count.
    """
    met: defaultdict[int, set[int]] = defaultdict(set)
    for mark in attendances:
        if mark.mode.counts:
            met[mark.session_id].add(mark.participant_id)
    people, left = frozenset(participants), frozenset(ended)
    is_met = RULES[rule]
    return sorted(s.number for s in sessions if s.is_required and not (people and is_met(met[s.id], people, left)))


def unmet_by(enrollment: Enrollment, sessions: Iterable[Numbered], marks: Iterable[Mark]) -> list[int]:
    """`open_sessions` of one enrollment with its people and its cohort's rule."""
    people = [p.id for p in enrollment.participants if p.ended_at is None]
    ended = [p.id for p in enrollment.participants if p.ended_at is not None]
    return open_sessions(sessions, marks, people, enrollment.cohort.completion_rule, ended=ended)


def has_met_everything(participant_id: int, sessions: Iterable[Numbered], marks: Iterable[Mark]) -> bool:
    """Whether this one person met every required session; False where none is required."""
    required = {s.id for s in sessions if s.is_required}
    met = {m.session_id for m in marks if m.participant_id == participant_id and m.mode.counts}
    return bool(required) and required <= met


def recompute_completion(enrollment: Enrollment, *, session: Session, now: datetime, reopens: bool = False) -> None:
    """After a change of attendance, participants or sessions: the facts, and the stage that follows from them.

    Only an attendance that is taken back `reopens` a complete training: nobody loses an open proposal because the
    affiliate sends one more person.
    """
    recompute_completions([enrollment.id], session=session, now=now, reopens=reopens)


def recompute_cohort(cohort_id: int, *, session: Session, now: datetime) -> None:
    """After a change of the cohort's rule or sessions."""
    ids = session.scalars(select(Enrollment.id).where(Enrollment.cohort_id == cohort_id)).all()
    recompute_completions(ids, session=session, now=now)


def recompute_completions(
    enrollment_ids: Iterable[int], *, session: Session, now: datetime, reopens: bool = False
) -> None:
    """The same for many enrollments of any cohorts, in the same number of queries.

    The rows are locked first, so that of two people who meet the last session at once the second sees the first.
    """
    enrollments = _lock(session, sorted(set(enrollment_ids)))
    sessions = _sessions_by_cohort(session, {e.cohort_id for e in enrollments})
    people = _people_by_enrollment(session, enrollments)
    marks = _marks_by_enrollment(session, enrollments)
    for enrollment in enrollments:
        series, own = sessions[enrollment.cohort_id], people[enrollment.id]
        enrollment.sessions_required = sum(s.is_required for s in series)
        enrollment.open_sessions = open_sessions(
            series,
            marks[enrollment.id],
            [p.id for p in own if p.ended_at is None],
            enrollment.cohort.completion_rule,
            ended=[p.id for p in own if p.ended_at is not None],
        )
    reopened = _completed_but_open(session, enrollments) if reopens else set()
    for enrollment in enrollments:
        if enrollment.id in reopened:
            _reopen(enrollment, session=session, now=now)
        elif not enrollment.open_sessions and advance_if_ready(
            enrollment, "complete_training", session=session, actor=PROGRAM, now=now
        ):
            enrollment.training_completed_at = now
        for person in people[enrollment.id]:
            series, own_marks = sessions[enrollment.cohort_id], marks[enrollment.id]
            _certify(person, enrollment, has_met_everything(person.id, series, own_marks), session=session, now=now)


def _certify(person: Participant, enrollment: Enrollment, has_met: bool, *, session: Session, now: datetime) -> None:
    """Keep and announce that a certificate is earned, or that it no longer is; each once."""
    is_earned = has_met and enrollment.training_completed_at is not None
    if is_earned is (person.certified_at is not None):
        return
    person.certified_at = now if is_earned else None
    announce(
        session,
        "certificate_earned" if is_earned else "certificate_taken_back",
        now=now,
        enrollment_id=enrollment.id,
        subject_id=person.id,
        name=person.name,
    )


def _reopen(enrollment: Enrollment, *, session: Session, now: datetime) -> None:
    note = REOPENED_BECAUSE.format(sessions=sessions_are(enrollment.open_sessions))
    if why_not(enrollment, "reopen_training", actor=PROGRAM, now=now, note=note):
        return  # a proposal was submitted: the training stays complete
    advance(enrollment, "reopen_training", session=session, actor=PROGRAM, now=now, note=note)
    enrollment.training_completed_at = None


def sessions_named(numbers: Sequence[int]) -> str:
    """`session 5`, `sessions 5 and 9`."""
    *first, last = map(str, numbers)
    return f"sessions {', '.join(first)} and {last}" if first else f"session {last}"


def sessions_are(numbers: Sequence[int]) -> str:
    """`session 5 is`, `sessions 5 and 9 are`."""
    return f"{sessions_named(numbers)} {'is' if len(numbers) == 1 else 'are'}"


def _lock(session: Session, ids: Sequence[int]) -> Sequence[Enrollment]:
    """With `key_share`, as an event that was announced before holds the key of its enrollment: a full lock of two
    people who met different sessions would wait in a circle."""
    session.flush()  # what this transaction changed must survive the fresh reading below
    rows = select(Enrollment).where(Enrollment.id.in_(ids)).order_by(Enrollment.id)
    held = rows.with_for_update(of=Enrollment, key_share=True)
    return session.scalars(held, execution_options={"populate_existing": True}).all()


def _sessions_by_cohort(session: Session, cohort_ids: set[int]) -> dict[int, list[TrainingSession]]:
    found: defaultdict[int, list[TrainingSession]] = defaultdict(list)
    for row in session.scalars(select(TrainingSession).where(TrainingSession.cohort_id.in_(cohort_ids))):
        found[row.cohort_id].append(row)
    return found


def _people_by_enrollment(session: Session, enrollments: Sequence[Enrollment]) -> dict[int, list[Participant]]:
    found: defaultdict[int, list[Participant]] = defaultdict(list)
    for person in session.scalars(select(Participant).where(_of(enrollments)).order_by(Participant.id)):
        found[person.enrollment_id].append(person)
    return found


def _marks_by_enrollment(session: Session, enrollments: Sequence[Enrollment]) -> dict[int, list[Mark]]:
    """As plain rows: a large cohort has thousands of marks, and only three of their columns matter here."""
    found: defaultdict[int, list[Mark]] = defaultdict(list)
    columns = (Participant.enrollment_id, Attendance.participant_id, Attendance.session_id, Attendance.mode)
    for row in session.execute(select(*columns).join(Attendance.participant).where(_of(enrollments))):
        found[row.enrollment_id].append(row)
    return found


def _of(enrollments: Sequence[Enrollment]) -> ColumnElement[bool]:
    return Participant.enrollment_id.in_([e.id for e in enrollments])


def _completed_but_open(session: Session, enrollments: Sequence[Enrollment]) -> set[int]:
    """Those that left the training because it was complete, which it no longer is. A waiver is not undone by this."""
    suspects = [e.id for e in enrollments if e.stage is Stage.PROPOSING and e.open_sessions]
    return completed_by_attendance(session, suspects) if suspects else set()


def completed_by_attendance(session: Session, enrollment_ids: Iterable[int]) -> set[int]:
    """Those of these enrollments that left the training, last, because it was complete, and not by a waiver."""
    left = (
        select(StageChange.enrollment_id, StageChange.transition)
        .where(StageChange.enrollment_id.in_(list(enrollment_ids)), StageChange.transition.in_(WAYS_OUT_OF_TRAINING))
        .order_by(StageChange.id)
    )
    how = dict(session.execute(left).all())
    return {enrollment_id for enrollment_id, transition in how.items() if transition == "complete_training"}
