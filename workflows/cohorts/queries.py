"""Cohorts as pages and rules need them."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows.cohorts.models import Cohort
from workflows.errors import NotFound


def get_cohort(session: Session, cohort_id: int) -> Cohort:
    """With its framework; raises NotFound."""
    found = session.scalar(select(Cohort).where(Cohort.id == cohort_id).options(joinedload(Cohort.framework)))
    if found is None:
        raise NotFound()
    return found


def list_cohorts(session: Session, *, at_most: int = 200) -> Sequence[Cohort]:
    """Newest first."""
    return session.scalars(select(Cohort).order_by(Cohort.starts_on.desc(), Cohort.id.desc()).limit(at_most)).all()


def is_name_taken(session: Session, name: str, *, but: int | None) -> bool:
    same = select(Cohort.id).where(func.lower(Cohort.name) == name.lower())
    with session.no_autoflush:  # the cohort that asks may be half filled in
        return session.scalar(same if but is None else same.where(Cohort.id != but)) is not None
