"""The stage track: seven steps with what there is to say about each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from webapp.filters import plural, short_date
from workflows.enrollments.models import Enrollment
from workflows.stages import STEP_OF, TERMINAL, Stage, Step

_OFF_THE_WAY = frozenset({Stage.WITHDRAWN, Stage.TERMINATED, Stage.SUSPENDED})
_NAMED = TERMINAL - {Stage.COMPLETED} | {Stage.SUSPENDED, Stage.DEFERRED}  # stages that stand on the track by name
_FACTS = (
    (Step.ENROLL, "confirmed_at"),
    (Step.TRAIN, "training_completed_at"),
    (Step.PROPOSE, "proposal_submitted_at"),
    (Step.REVIEW, "decided_at"),
    (Step.FUND, "first_payment_approved_at"),
    (Step.IMPLEMENT, "reports_accepted_at"),
)


@dataclass(frozen=True, slots=True)
class TrackStep:
    """One step: `state` is done, now or ahead."""

    name: str
    state: str
    detail: str


def list_track(enrollment: Enrollment, *, zone: str) -> list[TrackStep]:
    """The seven steps, dates in the reader's zone."""
    steps = list(Step)
    current = steps.index(step_of(enrollment))
    over = enrollment.stage is Stage.COMPLETED
    return [
        TrackStep(
            name=step.value,
            state="done" if place < current or over else "now" if place == current else "ahead",
            detail=_detail(step, enrollment, zone, place <= current, is_current=place == current),
        )
        for place, step in enumerate(steps)
    ]


def step_of(enrollment: Enrollment) -> Step:
    """Where the enrollment stands; who left the way stands where the facts end."""
    if enrollment.stage not in _OFF_THE_WAY:
        return STEP_OF[enrollment.stage]
    return next((step for step, fact in _FACTS if getattr(enrollment, fact) is None), Step.CLOSE)


def _detail(step: Step, enrollment: Enrollment, zone: str, reached: bool, *, is_current: bool) -> str:
    if is_current and enrollment.stage in _NAMED:
        return f"{enrollment.stage.label.lower()} {_day(enrollment.stage_since, zone)}"
    if not reached:
        return _AHEAD.get(step, lambda *_: "")(enrollment, zone)
    return _REACHED[step](enrollment, zone)


def _enroll(enrollment: Enrollment, zone: str) -> str:
    if enrollment.confirmed_at:
        return f"confirmed {_day(enrollment.confirmed_at, zone)}"
    if enrollment.is_waiting:
        return "on the waiting list"
    if enrollment.committed_at:
        return f"signed {_day(enrollment.committed_at, zone)}"
    return f"invited {_day(enrollment.invited_at, zone)}"


def training_detail(enrollment: Enrollment, _zone: str = "") -> str:
    """`10 of 12 sessions`; `waived` where the proposal opened with sessions still open."""
    required, unmet = enrollment.sessions_required, len(enrollment.open_sessions)
    if enrollment.training_completed_at and unmet:
        return "waived"
    return f"{required - unmet} of {plural(required, 'session')}" if required else ""


def _propose(enrollment: Enrollment, zone: str) -> str:
    if enrollment.proposal_submitted_at and enrollment.stage is not Stage.PROPOSING:
        return f"sent {_day(enrollment.proposal_submitted_at, zone)}"
    return _due(enrollment, zone)


def _due(enrollment: Enrollment, zone: str) -> str:
    return f"due {_day(enrollment.proposal_due_at, enrollment.cohort.time_zone or zone)}"


def _review(enrollment: Enrollment, zone: str) -> str:
    if enrollment.decided_at:
        return f"approved {_day(enrollment.decided_at, zone)}"
    return f"{enrollment.final_reviews} of {plural(enrollment.cohort.minimum_reviews, 'review')}"


def _fund(enrollment: Enrollment, zone: str) -> str:
    if enrollment.agreement_signed_at:
        return f"signed {_day(enrollment.agreement_signed_at, zone)}"
    return "agreement to sign"


def _implement(enrollment: Enrollment, _zone: str) -> str:
    return f"{enrollment.reports_accepted} of 4 reports"


def _close(enrollment: Enrollment, zone: str) -> str:
    if enrollment.closeout_accepted_at:
        return f"complete {_day(enrollment.closeout_accepted_at, zone)}"
    return "closeout report"


_REACHED: dict[Step, Callable[[Enrollment, str], str]] = {
    Step.ENROLL: _enroll,
    Step.TRAIN: training_detail,
    Step.PROPOSE: _propose,
    Step.REVIEW: _review,
    Step.FUND: _fund,
    Step.IMPLEMENT: _implement,
    Step.CLOSE: _close,
}
_AHEAD: dict[Step, Callable[[Enrollment, str], str]] = {Step.PROPOSE: _due}


def _day(moment: datetime, zone: str) -> str:
    return short_date(moment, zone).rsplit(" ", 1)[0]
