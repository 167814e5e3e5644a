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
from workflows.permissions import PROGRAM
from workflows.stages import Stage
from workflows.training.models import Attendance, AttendanceMode, TrainingSession

REOPENED_BECAUSE = "An attendance was taken back, so not every required session is met any more."
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


def _everyone(met: set[int], people: frozenset[int]) -> bool:
    return bool(people) and people <= met


def _anyone(met: set[int], people: frozenset[int]) -> bool:
    return bool(people & met)


# Who, of an affiliate's people, has to have met a session before it counts.
RULES: dict[CompletionRule, Callable[[set[int], frozenset[int]], bool]] = {
    CompletionRule.EVERY_PARTICIPANT: _everyone,
    CompletionRule.ONE_PER_SESSION: _anyone,
}


def open_sessions(
    sessions: Iterable[Numbered],
    attendances: Iterable[Mark],
    participants: Iterable[int],
    rule: CompletionRule,
) -> list[int]:
    """The numbers of the required sessions that are not met yet, ascending; `participants` are their ids.

    Without a participant every required session is open: nobody has learned anything. Marks of other people do not
    count.
    """
    met: defaultdict[int, set[int]] = defaultdict(set)
    for mark in attendances:
        if mark.mode.counts:
            met[mark.session_id].add(mark.participant_id)
    people = frozenset(participants)
    is_met = RULES[rule]
    return sorted(s.number for s in sessions if s.is_required and not is_met(met[s.id], people))


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
        series = sessions[enrollment.cohort_id]
        rule = enrollment.cohort.completion_rule
        enrollment.sessions_required = sum(s.is_required for s in series)
        enrollment.open_sessions = open_sessions(series, marks[enrollment.id], people[enrollment.id], rule)
    reopened = _completed_but_open(session, enrollments) if reopens else set()
    for enrollment in enrollments:
        if enrollment.id in reopened:
            _reopen(enrollment, session=session, now=now)
        elif not enrollment.open_sessions and advance_if_ready(
            enrollment, "complete_training", session=session, actor=PROGRAM, now=now
        ):
            enrollment.training_completed_at = now


def _reopen(enrollment: Enrollment, *, session: Session, now: datetime) -> None:
    if why_not(enrollment, "reopen_training", actor=PROGRAM, now=now, note=REOPENED_BECAUSE):
        return  # a proposal was submitted: the training stays complete
    advance(enrollment, "reopen_training", session=session, actor=PROGRAM, now=now, note=REOPENED_BECAUSE)
    enrollment.training_completed_at = None


def _lock(session: Session, ids: Sequence[int]) -> Sequence[Enrollment]:
    session.flush()  # what this transaction changed must survive the fresh reading below
    rows = select(Enrollment).where(Enrollment.id.in_(ids)).order_by(Enrollment.id).with_for_update(of=Enrollment)
    return session.scalars(rows, execution_options={"populate_existing": True}).all()


def _sessions_by_cohort(session: Session, cohort_ids: set[int]) -> dict[int, list[TrainingSession]]:
    found: defaultdict[int, list[TrainingSession]] = defaultdict(list)
    for row in session.scalars(select(TrainingSession).where(TrainingSession.cohort_id.in_(cohort_ids))):
        found[row.cohort_id].append(row)
    return found


def _people_by_enrollment(session: Session, enrollments: Sequence[Enrollment]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    rows = select(Participant.enrollment_id, Participant.id).where(_of(enrollments))
    for enrollment_id, participant_id in session.execute(rows):
        found[enrollment_id].append(participant_id)
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
    if not suspects:
        return set()
    left = (
        select(StageChange.enrollment_id, StageChange.transition)
        .where(StageChange.enrollment_id.in_(suspects), StageChange.transition.in_(WAYS_OUT_OF_TRAINING))
        .order_by(StageChange.id)
    )
    how = dict(session.execute(left).all())
    return {enrollment_id for enrollment_id, transition in how.items() if transition == "complete_training"}
