"""Everyone whom a cohort sends to its sessions, with their marks of one session: the roster, each loading stated."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from workflows.enrollments.models import Enrollment, Participant
from workflows.people.models import Affiliate, User
from workflows.training.attendance.matching import RosterEntry
from workflows.training.models import (
    Attendance,
    AttendanceMode,
    TrainingSession,
)
from workflows.training.queries import takes_part


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One participant of a cohort, with the affiliate that sends them; expected while that one takes part."""

    participant_id: int
    name: str
    email: str
    affiliate: str
    enrollment_id: int
    is_expected: bool = True

    @property
    def label(self) -> str:
        return f"{self.name} – {self.affiliate}"


@dataclass(frozen=True, slots=True)
class RosterCount:
    """How a session's attendance stands, in three numbers."""

    expected: int
    marked: int
    counting: int


@dataclass(frozen=True, slots=True)
class RosterMark:
    """One participant with their mark of one session, and who made it."""

    participant: Participant
    affiliate: str
    mark: Attendance | None
    marked_by: str | None


def list_roster(session: Session, cohort_id: int) -> list[RosterLine]:
    """Everyone whom the cohort's affiliates send, by affiliate and name."""
    rows = (
        select(Participant.id, Participant.name, Participant.email, Affiliate.name, Enrollment.id, takes_part())
        .join(Enrollment, Enrollment.id == Participant.enrollment_id)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .where(Enrollment.cohort_id == cohort_id)
        .order_by(Affiliate.name, Participant.name, Participant.id)
    )
    return [RosterLine(*line) for line in session.execute(rows)]


def list_roster_marks(
    session: Session, training_session: TrainingSession, *, words: str = "", only_open: bool = False,
    offset: int = 0, at_most: int = 50,
) -> list[RosterMark]:  # fmt: skip
    """One page of everyone whom the cohort's affiliates send, with their mark of the session, by affiliate and name."""
    rows = _roster_marks(
        select(Participant, Affiliate.name, Attendance, User.name), training_session, words=words, only_open=only_open
    ).outerjoin(User, User.id == Attendance.marked_by_id)
    ordered = rows.order_by(Affiliate.name, Participant.name, Participant.id).offset(offset).limit(at_most)
    return [RosterMark(*row) for row in session.execute(ordered)]


def count_roster(session: Session, training_session: TrainingSession) -> RosterCount:
    """How many are expected, and how many of them have a mark, and one that counts."""
    counting = case((Attendance.mode != AttendanceMode.MISSED, 1))
    counted = select(func.count(Participant.id), func.count(Attendance.id), func.count(counting))
    rows = _roster_marks(counted, training_session, words="", only_open=False).where(Participant.ended_at.is_(None))
    return RosterCount(*session.execute(rows).one())


def count_roster_marks(
    session: Session, training_session: TrainingSession, *, words: str = "", only_open: bool = False
) -> int:
    rows = _roster_marks(select(func.count(Participant.id)), training_session, words=words, only_open=only_open)
    return session.scalar(rows) or 0


def _roster_marks(rows: Any, training_session: TrainingSession, *, words: str, only_open: bool) -> Any:
    here = (Attendance.participant_id == Participant.id) & (Attendance.session_id == training_session.id)
    rows = (
        rows.select_from(Participant)
        .join(Enrollment, Enrollment.id == Participant.enrollment_id)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .outerjoin(Attendance, here)
        .where(Enrollment.cohort_id == training_session.cohort_id)
    )
    if only_open:
        rows = rows.where(
            or_(Attendance.id.is_(None), Attendance.mode == AttendanceMode.MISSED), Participant.ended_at.is_(None)
        )
    for word in words.split():
        rows = rows.where(or_(*(c.icontains(word, autoescape=True) for c in (Participant.name, Affiliate.name))))
    return rows


def as_roster(lines: Sequence[RosterLine]) -> tuple[RosterEntry, ...]:
    """The people a meeting report is compared with, each known by the participant's id."""
    return tuple(RosterEntry(line.name, line.email, line.participant_id) for line in lines)
