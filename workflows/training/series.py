"""The twelve sessions of the training as one series, weekly at the same wall-clock time."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.clock import moment_at
from workflows.cohorts.models import Cohort
from workflows.training.models import TrainingSession

MODULES_FILE = Path(__file__).with_name("training_modules.json")


@dataclass(frozen=True, slots=True)
class Module:
    """One week of the curriculum: what it aims at, what the affiliate makes, and what that feeds."""

    week: int
    title: str
    minutes: int
    kind: str
    objectives: str
    practice_product: str
    competency: str
    feeds: str


@cache
def load_modules() -> tuple[Module, ...]:
    """The curriculum's twelve weeks, in order."""
    return tuple(Module(**row) for row in json.loads(MODULES_FILE.read_text(encoding="utf-8")))


def plan_series(cohort: Cohort, *, first_on: date, first_at: time, session: Session) -> Sequence[TrainingSession]:
    """One session a week at `first_at` in the cohort's zone; the wall-clock time stays when clocks change.

    The rows are added to the caller's transaction.
    """
    planned = [
        TrainingSession(
            cohort_id=cohort.id,
            number=module.week,
            title=module.title,
            kind=module.kind,
            objectives=module.objectives,
            practice_product=module.practice_product,
            competency=module.competency,
            feeds=module.feeds,
            minutes=module.minutes,
            time_zone=cohort.time_zone,
            starts_at=moment_at(first_on + timedelta(weeks=module.week - 1), first_at, cohort.time_zone),
        )
        for module in load_modules()
    ]
    session.add_all(planned)
    return planned


def list_series(session: Session, cohort_id: int) -> Sequence[TrainingSession]:
    """The cohort's sessions in order."""
    wanted = select(TrainingSession).where(TrainingSession.cohort_id == cohort_id)
    return session.scalars(wanted.order_by(TrainingSession.number)).all()


def by_start(sessions: Iterable[TrainingSession]) -> list[TrainingSession]:
    """In the order in which they take place, which is not that of their numbers once one was moved."""
    return sorted(sessions, key=lambda one: (one.starts_at, one.number))


def neighbours(
    sessions: Iterable[TrainingSession], here: TrainingSession
) -> tuple[TrainingSession | None, TrainingSession | None]:
    """The sessions that take place before and after this one, cancelled ones left out."""
    standing = [one for one in by_start(sessions) if one.id == here.id or not one.is_cancelled]
    place = [one.id for one in standing].index(here.id)
    before = standing[place - 1] if place else None
    return before, standing[place + 1] if place + 1 < len(standing) else None
