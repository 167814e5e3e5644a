"""What is due for one affiliate, whichever chapter of the year it comes from, soonest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workflows.affiliates.answers import NAME_WITHIN
from workflows.affiliates.gaps import list_gaps
from workflows.affiliates.queries import list_current_roles, list_open_steps, list_past_roles
from workflows.assessments.due import find_due
from workflows.clock import local_date, moment_at
from workflows.coaching.models import ActionSide, CheckIn, CheckInState
from workflows.coaching.queries import list_open_actions
from workflows.enrollments.models import Enrollment
from workflows.exercises.answers import sheet_for
from workflows.exercises.models import Product
from workflows.reporting.models import Report, ReportKind, ReportState
from workflows.reporting.schedule import LAST_MINUTE
from workflows.stages import RUNNING, Stage
from workflows.training.evidence.queries import list_sent_back
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
    """Soonest first; a query a source at most, each only in the stages where it can have an answer."""
    items = [*_commitment(enrollment), *_proposal(enrollment), *_assessment(session, enrollment, now=now)]
    items += _actions(session, enrollment)
    if enrollment.stage in RUNNING:
        items += [*_vacant_roles(session, enrollment, now=now), *_handover(session, enrollment)]
    if enrollment.stage in (Stage.IMPLEMENTING, Stage.CLOSING):
        items += _reports(session, enrollment, now=now)
    if enrollment.stage in (Stage.ENROLLED, Stage.TRAINING):
        items += _sessions(session, enrollment, now=now)
        items += _sent_back(session, enrollment)
        items += _practice(session, enrollment, now=now)
    return sorted(items, key=lambda item: item.due_at)


def _commitment(enrollment: Enrollment) -> list[DueItem]:
    due_at = enrollment.commitment_due_at
    if enrollment.stage is not Stage.INVITED or due_at is None:
        return []
    return [DueItem("Commitment", "", due_at, "enrollments.show", "enrollment_id", enrollment.id)]


def _proposal(enrollment: Enrollment) -> list[DueItem]:
    if enrollment.stage is not Stage.PROPOSING:
        return []
    due_at = enrollment.cohort.proposals_due_at
    return [DueItem("Proposal", "", due_at, "proposals.of_enrollment", "enrollment_id", enrollment.id)]


def _assessment(session: Session, enrollment: Enrollment, *, now: datetime) -> list[DueItem]:
    due = find_due(session, enrollment, now=now)
    if due is None:
        return []
    moment, due_at = due
    what = f"Self-assessment {moment.words[0].lower()}{moment.words[1:]}"
    return [
        DueItem(what, "together, about an hour", due_at, "assessments.of_enrollment", "enrollment_id", enrollment.id)
    ]


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


def _vacant_roles(session: Session, enrollment: Enrollment, *, now: datetime) -> list[DueItem]:
    """A role that the year needs, two weeks after it became vacant, or after the commitment."""
    affiliate = enrollment.affiliate
    held = list_current_roles(session, [affiliate.id]).get(affiliate.id, ())
    vacant = [gap for gap in list_gaps(held, today=local_date(now, affiliate.time_zone)) if gap.is_vacancy]
    if not vacant:
        return []
    begun = local_date(enrollment.committed_at or enrollment.invited_at or now, affiliate.time_zone)
    ended = {role.kind: role.until for role in reversed(list_past_roles(session, affiliate.id))}
    return [
        DueItem(
            f"Name your {gap.kind.label.lower()}",
            "nobody holds this role",
            moment_at((ended.get(gap.kind) or begun) + NAME_WITHIN, LAST_MINUTE, affiliate.time_zone),
            "affiliates.of_enrollment",
            "enrollment_id",
            enrollment.id,
        )
        for gap in vacant
    ]


def _handover(session: Session, enrollment: Enrollment) -> list[DueItem]:
    """One line for all that the affiliate still hands over, by its first day."""
    mine = [step for step in list_open_steps(session, enrollment.affiliate_id) if step.owner.is_affiliate]
    if not mine:
        return []
    return [
        DueItem(
            "Handover of the data lead",
            f"{len(mine)} {'step is' if len(mine) == 1 else 'steps are'} open",
            moment_at(mine[0].due_on, LAST_MINUTE, enrollment.affiliate.time_zone),
            "affiliates.of_enrollment",
            "enrollment_id",
            enrollment.id,
        )
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


_SENT_BACK = {"reflection": "the reflection of {name} came back", "make_up": "the make-up of {name} is next with you"}


def _sent_back(session: Session, enrollment: Enrollment) -> list[DueItem]:
    """What came back from the national office and counts once it is sent again: until the proposals close."""
    return [
        DueItem(
            f"Session {number}",
            _SENT_BACK[kind].format(name=name),
            enrollment.cohort.proposals_due_at,
            "training.of_enrollment",
            "enrollment_id",
            enrollment.id,
        )
        for kind, number, name in list_sent_back(session, enrollment.id)
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
