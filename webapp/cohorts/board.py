"""The cohort's board: affiliates by the seven steps, with where each stands and since when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from webapp.enrollments.track import step_of, training_detail
from webapp.filters import plural
from workflows.enrollments.models import Enrollment
from workflows.stages import TERMINAL, Stage, Step

QUIET_DAYS = 21  # an affiliate that waits longer in an early stage deserves a call


@dataclass(frozen=True, slots=True)
class Chip:
    name: str
    url: str
    note: str
    tone: str


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    chips: Sequence[Chip]


_DETAILS: dict[Stage, Callable[[Enrollment], str]] = {
    Stage.COMMITTED: lambda e: "On the waiting list" if e.is_waiting else e.stage.label,
    Stage.TRAINING: training_detail,
    Stage.IN_REVIEW: lambda e: f"{e.final_reviews} of {plural(e.cohort.minimum_reviews, 'review')}",
    Stage.IMPLEMENTING: lambda e: f"{e.reports_accepted} of 4 reports",
}
_WAITING = frozenset({Stage.INVITED, Stage.COMMITTED, Stage.ENROLLED, Stage.AWARDED, Stage.FUNDED})


def list_columns(enrollments: Sequence[Enrollment], *, now: datetime) -> list[Column]:
    """Seven columns, everyone in the one of their step; who waits for long is marked."""
    placed = [(step_of(enrollment), _chip(enrollment, now)) for enrollment in enrollments]
    return [Column(step.value, [chip for at, chip in placed if at is step]) for step in Step]


def _chip(enrollment: Enrollment, now: datetime) -> Chip:
    days = max(0, (now - enrollment.stage_since).days)
    detail = _DETAILS.get(enrollment.stage, lambda e: e.stage.label)(enrollment)
    note = detail if enrollment.stage in TERMINAL else f"{detail} · {plural(days, 'day')}"
    is_quiet = enrollment.stage in _WAITING and days > QUIET_DAYS
    return Chip(
        name=enrollment.affiliate.name,
        url=url_for("enrollments.show", enrollment_id=enrollment.id),
        note=note,
        tone="watch" if is_quiet else "",
    )
