"""What is due for one affiliate, whichever chapter of the year it comes from, soonest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from workflows.affiliates.answers import NAME_WITHIN
from workflows.affiliates.gaps import list_gaps
from workflows.affiliates.queries import list_held_and_ended, list_open_steps
from workflows.agreements.answers import WARN_BEFORE
from workflows.agreements.models import AgreementState, DataSharingAgreement
from workflows.amendments.lifecycle import AMENDABLE
from workflows.amendments.queries import find_returned
from workflows.assessments.due import find_due
from workflows.clock import LAST_MINUTE, local_date, moment_at
from workflows.coaching.models import ActionSide, CheckIn, CheckInState
from workflows.coaching.queries import list_open_actions
from workflows.enrollments.models import Enrollment
from workflows.exercises.answers import sheet_for
from workflows.exercises.models import Product
from workflows.funding.conditions.models import AwardCondition, ConditionState
from workflows.funding.holds.models import PaymentHold
from workflows.funding.models import Award, Payment
from workflows.people.models import User
from workflows.proposals.models import Proposal, ProposalState
from workflows.proposals.partners.models import PartnerState
from workflows.proposals.partners.queries import list_partnerships
from workflows.reporting.models import Report, ReportKind, ReportState
from workflows.stages import RUNNING, TERMINAL, Stage
from workflows.training.evidence.queries import list_sent_back
from workflows.training.models import SessionState, TrainingSession

ACTIONS_SHOWN = 10
ANSWER_WITHIN = timedelta(days=14)
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


Source = Callable[[Session, Enrollment, datetime], list[DueItem]]


def list_due(session: Session, enrollment: Enrollment, *, now: datetime) -> Sequence[DueItem]:
    """Soonest first. A source is asked only in the stages where it can have an answer."""
    asked = [source for stages, source in SOURCES if enrollment.stage in stages]
    return sorted((item for source in asked for item in source(session, enrollment, now)), key=lambda one: one.due_at)


def _of(enrollment: Enrollment, what: str, detail: str, due_at: datetime, endpoint: str) -> DueItem:
    """Something on one of the pages of this enrollment."""
    return DueItem(what, detail, due_at, endpoint, "enrollment_id", enrollment.id)


def _end_of(day: date, enrollment: Enrollment) -> datetime:
    return moment_at(day, LAST_MINUTE, enrollment.affiliate.time_zone)


def _commitment(_session: Session, enrollment: Enrollment, _now: datetime) -> list[DueItem]:
    due_at = enrollment.commitment_due_at
    return [] if due_at is None else [_of(enrollment, "Commitment", "", due_at, "enrollments.show")]


def _proposal(session: Session, enrollment: Enrollment, _now: datetime) -> list[DueItem]:
    """The writing until the deadline; once it is handed over, the certification until the grace ends."""
    page = "proposals.of_enrollment"
    handed_over = session.scalar(
        select(User.name)
        .join(Proposal, Proposal.handed_over_by_id == User.id)
        .where(Proposal.enrollment_id == enrollment.id, Proposal.state == ProposalState.READY)
    )
    if handed_over is not None:
        detail = f"handed over by {handed_over}, waits for the director"
        return [_of(enrollment, "Certify the proposal", detail, enrollment.proposal_grace_ends_at, page)]
    return [_of(enrollment, "Proposal", "", enrollment.proposal_due_at, page)]


def _assessment(session: Session, enrollment: Enrollment, now: datetime) -> list[DueItem]:
    due = find_due(session, enrollment, now=now)
    if due is None:
        return []
    moment, due_at = due
    what = f"Self-assessment {moment.words[0].lower()}{moment.words[1:]}"
    return [_of(enrollment, what, "together, about an hour", due_at, "assessments.of_enrollment")]


def _actions(session: Session, enrollment: Enrollment, _now: datetime) -> list[DueItem]:
    mine = [row for row in list_open_actions(session, enrollment.id) if row.side is ActionSide.AFFILIATE]
    return [
        _of(enrollment, row.text, "action from a check-in", _end_of(row.due_on, enrollment), "coaching.of_enrollment")
        for row in mine[:ACTIONS_SHOWN]
    ]


def _vacant_roles(session: Session, enrollment: Enrollment, now: datetime) -> list[DueItem]:
    """A role that the year needs, two weeks after it became vacant, or after the commitment."""
    affiliate = enrollment.affiliate
    held, ended = list_held_and_ended(session, affiliate.id)
    vacant = [gap for gap in list_gaps(held, today=local_date(now, affiliate.time_zone)) if gap.is_vacancy]
    if not vacant:
        return []
    begun = local_date(enrollment.committed_at or enrollment.invited_at or now, affiliate.time_zone)
    return [
        _of(
            enrollment,
            f"Name your {gap.kind.label.lower()}",
            "nobody holds this role",
            _end_of((ended.get(gap.kind) or begun) + NAME_WITHIN, enrollment),
            "affiliates.of_enrollment",
        )
        for gap in vacant
    ]


def _handover(session: Session, enrollment: Enrollment, _now: datetime) -> list[DueItem]:
    """One line for all that the affiliate still hands over, by its first day."""
    mine = [step for step in list_open_steps(session, enrollment.affiliate_id) if step.owner.is_affiliate]
    if not mine:
        return []
    detail = f"{len(mine)} {'step is' if len(mine) == 1 else 'steps are'} open"
    due_at = _end_of(mine[0].due_on, enrollment)
    return [_of(enrollment, "Handover of the data lead", detail, due_at, "affiliates.of_enrollment")]


def _conditions(session: Session, enrollment: Enrollment, _now: datetime) -> list[DueItem]:
    """What the affiliate does so that a condition of its award is lifted."""
    dated = (
        select(AwardCondition)
        .join(AwardCondition.award)
        .where(
            Award.enrollment_id == enrollment.id,
            AwardCondition.state == ConditionState.OPEN,
            AwardCondition.due_at.is_not(None),
        )
        .order_by(AwardCondition.due_at)
    )
    return [
        _of(enrollment, f"Condition {row.number} of the award", row.remedy, row.due_at, "funding.of_enrollment")
        for row in session.scalars(dated)
        if row.due_at is not None
    ]


def _reports(session: Session, enrollment: Enrollment, now: datetime) -> list[DueItem]:
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


def _held_money(session: Session, enrollment: Enrollment, _now: datetime) -> list[DueItem]:
    """Payments that the office put on hold: what has to happen, by the day the money was planned for."""
    rows = session.execute(
        select(PaymentHold, func.coalesce(Payment.due_on, Award.starts_on))
        .join(Award, Award.id == PaymentHold.award_id)
        .outerjoin(Payment, Payment.id == PaymentHold.payment_id)
        .where(Award.enrollment_id == enrollment.id, PaymentHold.released_at.is_(None))
        .options(joinedload(PaymentHold.payment))
        .order_by(PaymentHold.id)
    )
    return [
        _of(enrollment, f"{hold.what}: on hold", hold.release_path, _end_of(day, enrollment), "funding.of_enrollment")
        for hold, day in rows
    ]


def _training(session: Session, enrollment: Enrollment, now: datetime) -> list[DueItem]:
    """The next two sessions, and what the last one asked for."""
    mine = (Product.session_id == TrainingSession.id) & (Product.enrollment_id == enrollment.id)
    series = (
        select(TrainingSession, Product.handed_in_at)
        .outerjoin(Product, mine)
        .where(TrainingSession.cohort_id == enrollment.cohort_id, TrainingSession.state == SessionState.PLANNED)
        .order_by(TrainingSession.starts_at)
    )
    rows = session.execute(series).all()
    coming = [one for one, _ in rows if one.starts_at > now][:2]
    last, handed_in_at = next(((one, at) for one, at in reversed(rows) if one.starts_at <= now), (None, None))
    items = [
        _of(enrollment, f"Session {one.number}", one.title, one.starts_at, "training.of_enrollment") for one in coming
    ]
    if last is not None and coming and handed_in_at is None:
        items += _practice(enrollment, last, before=coming[0])
    return items


def _practice(enrollment: Enrollment, last: TrainingSession, *, before: TrainingSession) -> list[DueItem]:
    """Until the next session begins, and never late: it is no condition of anything."""
    sheet = sheet_for(last.practice_product)
    if sheet is None:
        return []
    detail = f"practice product of session {last.number}, before session {before.number}"
    return [_of(enrollment, sheet.title, detail, before.starts_at, "exercises.of_enrollment")]


_SENT_BACK = {"reflection": "the reflection of {name} came back", "make_up": "the make-up of {name} is next with you"}


def _sent_back(session: Session, enrollment: Enrollment, _now: datetime) -> list[DueItem]:
    """What came back from the national office and counts once it is sent again: until the proposals close."""
    return [
        _of(
            enrollment,
            f"Session {number}",
            _SENT_BACK[kind].format(name=name),
            enrollment.proposal_due_at,
            "training.of_enrollment",
        )
        for kind, number, name in list_sent_back(session, enrollment.id)
    ]


def _partnerships(session: Session, enrollment: Enrollment, _now: datetime) -> list[DueItem]:
    """What the director is asked to confirm, by the day on which the lead's proposal is due."""
    asked = [
        row
        for row in list_partnerships(session, enrollment.affiliate_id)
        if row.state is PartnerState.ASKED and row.proposal.enrollment.stage not in TERMINAL
    ]
    return [
        DueItem(
            "Confirm the partnership",
            f"{row.proposal.enrollment.affiliate.name} asks; your director answers",
            row.proposal.enrollment.cohort.proposals_due_at,
            "proposals.partnership",
            "partner_id",
            row.id,
        )
        for row in asked
    ]


_WITH_AWARD = frozenset({Stage.AWARDED, Stage.FUNDED, Stage.IMPLEMENTING, Stage.SUSPENDED, Stage.CLOSING})


def _data_agreement(session: Session, enrollment: Enrollment, now: datetime) -> list[DueItem]:
    """The last day of the agreement on data, thirty days ahead, while no later edition is signed."""
    today = local_date(now, enrollment.affiliate.time_zone)
    last = session.scalar(
        select(func.max(DataSharingAgreement.ends_on)).where(
            DataSharingAgreement.enrollment_id == enrollment.id, DataSharingAgreement.state == AgreementState.ACTIVE
        )
    )
    if last is None or last > today + WARN_BEFORE:
        return []
    detail = "no extract can be imported after that; the national office drafts the next edition"
    what = "Data-sharing agreement ends"
    return [_of(enrollment, what, detail, _end_of(last, enrollment), "agreements.of_enrollment")]


def _returned_amendments(session: Session, enrollment: Enrollment, now: datetime) -> list[DueItem]:
    """A question about a change that was asked for, two weeks after it came."""
    return [
        DueItem(
            row.title, "came back with a question", (row.returned_at or now) + ANSWER_WITHIN, "amendments.show",
            "amendment_id", row.id,
        )
        for row in find_returned(session, enrollment.id)
    ]  # fmt: skip  # one item


_IN_TRAINING = frozenset({Stage.ENROLLED, Stage.TRAINING})

# In which stages · what can be due then; a query each.
SOURCES: tuple[tuple[frozenset[Stage], Source], ...] = (
    (frozenset({Stage.INVITED}), _commitment),
    (_IN_TRAINING, _training),
    (_IN_TRAINING, _sent_back),
    (frozenset(Stage), _assessment),
    (frozenset({Stage.PROPOSING}), _proposal),
    (frozenset(Stage), _partnerships),
    (RUNNING, _vacant_roles),
    (RUNNING, _handover),
    (RUNNING, _data_agreement),
    (frozenset(Stage), _actions),
    (_WITH_AWARD, _conditions),
    (AMENDABLE, _returned_amendments),
    (frozenset({Stage.IMPLEMENTING, Stage.CLOSING}), _reports),
    (frozenset({Stage.AWARDED, Stage.FUNDED, Stage.IMPLEMENTING, Stage.SUSPENDED, Stage.CLOSING}), _held_money),
)


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
