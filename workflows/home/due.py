"""What is due for one affiliate: reports, actions, the next session, the proposal's deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workflows.clock import moment_at
from workflows.coaching.models import ActionSide, CheckIn, CheckInState
from workflows.coaching.queries import list_open_actions
from workflows.enrollments.models import Enrollment
from workflows.exercises.answers import sheet_for
from workflows.exercises.models import Product
from workflows.reporting.models import Report, ReportKind, ReportState
from workflows.reporting.schedule import LAST_MINUTE
from workflows.stages import Stage
from workflows.training.models import TrainingSession

ACTIONS_SHOWN = 10
SOON = timedelta(days=120)  # a report further away than this is not «due» yet


@dataclass(frozen=True, slots=True)
class DueItem:
    """One dated thing; `endpoint` with `argument`=`key` leads to it."""

    what: str
    detail: str
    due_at: datetime
    endpoint: str
    argument: str
    key: int


def list_due(session: Session, enrollment: Enrollment, *, now: datetime) -> Sequence[DueItem]:
    """Soonest first; five queries at most, each only in the stages where it can have an answer."""
    items = [*_proposal(enrollment), *_actions(session, enrollment)]
    if enrollment.stage in (Stage.IMPLEMENTING, Stage.CLOSING):
        items += _reports(session, enrollment, now=now)
    if enrollment.stage in (Stage.ENROLLED, Stage.TRAINING):
        items += _sessions(session, enrollment, now=now)
        items += _practice(session, enrollment, now=now)
    return sorted(items, key=lambda item: item.due_at)


def _proposal(enrollment: Enrollment) -> list[DueItem]:
    if enrollment.stage is not Stage.PROPOSING:
        return []
    due_at = enrollment.cohort.proposals_due_at
    return [DueItem("Proposal", "", due_at, "proposals.of_enrollment", "enrollment_id", enrollment.id)]


def _actions(session: Session, enrollment: Enrollment) -> list[DueItem]:
    mine = [row for row in list_open_actions(session, enrollment.id) if row.side is ActionSide.AFFILIATE]
    return [
        DueItem(
            row.text,
            "action from a check-in",
            moment_at(row.due_on, LAST_MINUTE, enrollment.affiliate.time_zone),
            "coaching.of_enrollment",
            "enrollment_id",
            enrollment.id,
        )
        for row in mine[:ACTIONS_SHOWN]
    ]


def _reports(session: Session, enrollment: Enrollment, *, now: datetime) -> list[DueItem]:
    kind = ReportKind.CLOSEOUT if enrollment.stage is Stage.CLOSING else ReportKind.PROGRESS
    owed = (
        select(Report)
        .where(
            Report.enrollment_id == enrollment.id,
            Report.kind == kind,
            Report.state.in_((ReportState.DRAFT, ReportState.RETURNED)),
            or_(Report.due_at < now + SOON, Report.state == ReportState.RETURNED),  # a question waits at any time
        )
        .order_by(Report.due_at)
        .limit(4)
    )
    return [
        DueItem(
            row.title,
            "returned with a question" if row.state is ReportState.RETURNED else "",
            row.due_at,
            "reporting.show",
            "report_id",
            row.id,
        )
        for row in session.scalars(owed)
    ]


def _sessions(session: Session, enrollment: Enrollment, *, now: datetime) -> list[DueItem]:
    coming = (
        select(TrainingSession)
        .where(TrainingSession.cohort_id == enrollment.cohort_id, TrainingSession.starts_at > now)
        .order_by(TrainingSession.starts_at)
        .limit(2)
    )
    return [
        DueItem(
            f"Session {row.number}", row.title, row.starts_at, "training.of_enrollment", "enrollment_id", enrollment.id
        )
        for row in session.scalars(coming)
    ]


def _practice(session: Session, enrollment: Enrollment, *, now: datetime) -> list[DueItem]:
    """What the last session asked for, until the next one begins: never late, as it is no condition of anything."""
    around = select(TrainingSession).where(TrainingSession.cohort_id == enrollment.cohort_id)
    last = session.scalar(
        around.where(TrainingSession.starts_at <= now).order_by(TrainingSession.starts_at.desc()).limit(1)
    )
    sheet = sheet_for(last.practice_product) if last is not None else None
    if last is None or sheet is None:
        return []
    handed_in = select(Product.id).where(
        Product.enrollment_id == enrollment.id, Product.session_id == last.id, Product.handed_in_at.is_not(None)
    )
    coming = around.where(TrainingSession.starts_at > now, ~handed_in.exists()).order_by(TrainingSession.starts_at)
    following = session.scalar(coming.limit(1))
    if following is None:
        return []
    detail = f"practice product of session {last.number}, before session {following.number}"
    return [
        DueItem(sheet.title, detail, following.starts_at, "exercises.of_enrollment", "enrollment_id", enrollment.id)
    ]


def find_next_check_in(session: Session, enrollment: Enrollment, *, now: datetime) -> CheckIn | None:
    """The next conversation that is scheduled and not over yet."""
    coming = (
        select(CheckIn)
        .where(
            CheckIn.enrollment_id == enrollment.id,
            CheckIn.state == CheckInState.SCHEDULED,
            CheckIn.starts_at > now - timedelta(hours=1),
        )
        .order_by(CheckIn.starts_at)
        .limit(1)
    )
    return session.scalar(coming)
