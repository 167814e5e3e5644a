"""Cohorts as pages and rules need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from workflows.clock import local_date
from workflows.cohorts.models import Cohort, CohortKind, LearningReview, LearningState
from workflows.errors import NotFound
from workflows.permissions import Reach


def get_cohort(session: Session, cohort_id: int) -> Cohort:
    """With its framework; raises NotFound."""
    found = session.scalar(select(Cohort).where(Cohort.id == cohort_id).options(joinedload(Cohort.framework)))
    if found is None:
        raise NotFound()
    return found


def find_cohort(session: Session, cohort_id: int | None) -> Cohort | None:
    return None if cohort_id is None else session.get(Cohort, cohort_id)


def list_cohorts(session: Session, *, first: int = 0, at_most: int = 200) -> Sequence[Cohort]:
    """Newest first."""
    newest = select(Cohort).order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    return session.scalars(newest.offset(first).limit(at_most)).all()


def count_cohorts(session: Session) -> int:
    return session.scalar(select(func.count(Cohort.id))) or 0


def list_pilots(session: Session, *, but: int | None = None) -> Sequence[Cohort]:
    """The pilot cohorts that an expansion can build on, newest first."""
    pilots = select(Cohort).where(Cohort.kind == CohortKind.PILOT)
    pilots = pilots if but is None else pilots.where(Cohort.id != but)
    return session.scalars(pilots.order_by(Cohort.starts_on.desc(), Cohort.id.desc()).limit(200)).all()


def is_built_on(session: Session, cohort_id: int | None) -> bool:
    """Whether an expansion names this cohort as its pilot."""
    with session.no_autoflush:
        return session.scalar(select(Cohort.id).where(Cohort.pilot_id == cohort_id).limit(1)) is not None


def find_learning_review(session: Session, cohort_id: int) -> LearningReview | None:
    """What this pilot taught, as far as it is written; with its cohort."""
    wanted = select(LearningReview).where(LearningReview.cohort_id == cohort_id)
    return session.scalar(wanted.options(joinedload(LearningReview.cohort)))


def get_learning_review(session: Session, cohort_id: int) -> LearningReview:
    """The review of this cohort; raises NotFound before it is begun."""
    found = find_learning_review(session, cohort_id)
    if found is None:
        raise NotFound()
    return found


def list_learning_to_approve(session: Session) -> Sequence[LearningReview]:
    """Handed in and not answered yet, oldest first, with the cohort."""
    wanted = select(LearningReview).where(LearningReview.state == LearningState.SUBMITTED)
    rows = wanted.order_by(LearningReview.submitted_at).options(joinedload(LearningReview.cohort))
    return session.scalars(rows.limit(50)).all()


def list_open_cohorts(session: Session, *, now: datetime) -> Sequence[Cohort]:
    """Where affiliates can say that they are interested: not over, commitments still open, and the gate is passed."""
    approved = select(LearningReview.cohort_id).where(LearningReview.state == LearningState.APPROVED)
    rows = (
        select(Cohort)
        .where(
            or_(Cohort.kind == CohortKind.PILOT, Cohort.pilot_id.in_(approved)),
            or_(Cohort.commitments_due_at.is_(None), Cohort.commitments_due_at >= now),
            Cohort.ends_on >= now.date() - timedelta(days=1),  # the day may be over later in the cohort's zone
        )
        .order_by(Cohort.starts_on, Cohort.id)
        .limit(50)
    )
    return [row for row in session.scalars(rows) if row.ends_on >= local_date(now, row.time_zone)]


def is_name_taken(session: Session, name: str, *, but: int | None) -> bool:
    same = select(Cohort.id).where(func.lower(Cohort.name) == name.lower())
    with session.no_autoflush:  # the cohort that asks may be half filled in
        return session.scalar(same if but is None else same.where(Cohort.id != but)) is not None


@dataclass(frozen=True, slots=True)
class OpenCohort:
    """A cohort as every director of the network may know it: that it exists, and what it asks."""

    cohort: Cohort

    @property
    def reach(self) -> Reach:
        return Reach()


def get_open_cohort(session: Session, cohort_id: int, *, now: datetime) -> OpenCohort:
    """Raises NotFound for a cohort that is not open: directors do not learn of it."""
    found = next((row for row in list_open_cohorts(session, now=now) if row.id == cohort_id), None)
    if found is None:
        raise NotFound()
    return OpenCohort(found)
