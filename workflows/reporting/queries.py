"""Reports as pages need them, each with its loading stated."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.funding.models import Award
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission
from workflows.reporting.models import Report, ReportKind, ReportState
from workflows.stages import Stage

S = ReportState
_RUNNING = (Stage.FUNDED, Stage.IMPLEMENTING, Stage.SUSPENDED, Stage.CLOSING)
_ORDERS = {
    "affiliate": (Affiliate.name, Report.due_at),
    "due": (Report.due_at, Affiliate.name),
    "state": (Report.state, Report.due_at),
}


def get_report(session: Session, report_id: int) -> Report:
    """With its spending, enrollment, award and payments; raises NotFound."""
    found = session.scalar(
        select(Report)
        .where(Report.id == report_id)
        .options(
            joinedload(Report.enrollment, innerjoin=True),
            joinedload(Report.award, innerjoin=True).selectinload(Award.payments),
            selectinload(Report.spending),
        )
    )
    if found is None:
        raise NotFound()
    return found


def list_reports_of(session: Session, enrollment_id: int) -> Sequence[Report]:
    """The reports of one year in the order they are due."""
    wanted = select(Report).where(Report.enrollment_id == enrollment_id)
    return session.scalars(wanted.order_by(Report.due_at, Report.id)).all()


@dataclass(frozen=True, slots=True)
class ReportNeeds:
    """How many reports of one enrollment wait: late ones, returned ones, and submitted ones to read."""

    late: int
    returned: int
    to_read: int


def is_owed() -> ColumnElement[bool]:
    """Whether somebody still has to write it, over reports joined with enrollments: a year that ended owes nothing."""
    return and_(Report.state.in_((S.DRAFT, S.RETURNED)), Enrollment.stage.in_(_RUNNING))


def _is_late(now: datetime) -> ColumnElement[bool]:
    return and_(is_owed(), Report.due_at < now)


def list_report_needs(session: Session, actor: Actor, *, now: datetime) -> Mapping[int, ReportNeeds]:
    """By enrollment id, for the running years whose reports this person may read; one query."""
    rows = session.execute(
        select(
            Report.enrollment_id,
            func.sum(case((_is_late(now), 1), else_=0)),
            func.sum(case((Report.state == S.RETURNED, 1), else_=0)),
            func.sum(case((Report.state == S.SUBMITTED, 1), else_=0)),
        )
        .join(Report.enrollment)
        .where(visible_to(actor, Permission.SEE_REPORTS), Enrollment.stage.in_(_RUNNING))
        .group_by(Report.enrollment_id)
    )
    return {row[0]: ReportNeeds(late=row[1], returned=row[2], to_read=row[3]) for row in rows}


_SHOWN: dict[str, tuple[ReportState, ...]] = {
    "to_read": (S.SUBMITTED,),
    "returned": (S.RETURNED,),
    "accepted": (S.ACCEPTED,),
}


def _which(show: str, *, now: datetime) -> ColumnElement[bool]:
    if show == "late":
        return _is_late(now)
    if show in _SHOWN:
        return Report.state.in_(_SHOWN[show])
    if show == "all":
        return true()
    return or_(Report.state == S.SUBMITTED, is_owed())


def _visible(actor: Actor, show: str, *, now: datetime) -> Select[Report]:
    return (
        select(Report)
        .join(Report.enrollment)
        .join(Enrollment.affiliate)
        .join(Enrollment.cohort)
        .where(visible_to(actor, Permission.SEE_REPORTS), _which(show, now=now))
    )


def list_reports(
    session: Session,
    actor: Actor,
    *,
    show: str,
    order: str,
    descending: bool,
    offset: int,
    at_most: int,
    now: datetime,
) -> Sequence[Report]:
    """A page of reports with affiliate and cohort.

    `show` is open (not accepted), late, to_read, returned, accepted or all; `order` is affiliate, due or state.
    """
    first, then = _ORDERS.get(order, _ORDERS["due"])
    wanted = (
        _visible(actor, show, now=now)
        .options(
            contains_eager(Report.enrollment).contains_eager(Enrollment.affiliate),
            contains_eager(Report.enrollment).contains_eager(Enrollment.cohort),
        )
        .order_by(first.desc() if descending else first, then, Report.id)
    )
    return session.scalars(wanted.offset(offset).limit(at_most)).unique().all()


def count_reports(session: Session, actor: Actor, *, show: str, now: datetime) -> int:
    return session.scalar(_visible(actor, show, now=now).with_only_columns(func.count(Report.id))) or 0


@dataclass(frozen=True, slots=True)
class CohortReporting:
    """One cohort's reports in figures; `due` are those whose day has come or that are submitted."""

    cohort: str
    due: int
    on_time: int
    late: int
    returned: int
    accepted: int

    @property
    def on_time_percent(self) -> int | None:
        """Of the reports due, how many first came by their day; None before the first one is due."""
        return None if self.due == 0 else round(100 * self.on_time / self.due)


def list_cohort_reporting(session: Session, actor: Actor, *, now: datetime) -> Sequence[CohortReporting]:
    """By cohort name; one query."""
    rows = session.execute(
        select(Cohort.name, Report.state, Report.due_at, Report.first_submitted_at)
        .join(Report.enrollment)
        .join(Enrollment.cohort)
        .where(
            visible_to(actor, Permission.SEE_REPORTS),
            Report.kind == ReportKind.PROGRESS,
            or_(Report.submitted_at.is_not(None), is_owed()),
        )
        .order_by(Cohort.name)
    )
    groups: dict[str, list[tuple[ReportState, datetime, datetime | None]]] = defaultdict(list)
    for cohort, state, due_at, submitted_at in rows:
        groups[cohort].append((state, due_at, submitted_at))
    return [_reporting(cohort, group, now=now) for cohort, group in groups.items()]


def _reporting(
    cohort: str, group: Sequence[tuple[ReportState, datetime, datetime | None]], *, now: datetime
) -> CohortReporting:
    came = [(due_at, submitted_at) for _, due_at, submitted_at in group if submitted_at is not None]
    missing = sum(1 for _, due_at, submitted_at in group if submitted_at is None and due_at < now)
    return CohortReporting(
        cohort=cohort,
        due=len(came) + missing,
        on_time=sum(1 for due_at, submitted_at in came if submitted_at <= due_at),
        late=missing,
        returned=sum(1 for state, _, _ in group if state is S.RETURNED),
        accepted=sum(1 for state, _, _ in group if state is S.ACCEPTED),
    )


def count_decisions(session: Session, enrollment_id: int) -> int:
    """How many decisions the affiliate told that it took because of data, in reports that were submitted."""
    told = select(Report.answers).where(Report.enrollment_id == enrollment_id, Report.submitted_at.is_not(None))
    rows = (row for answers in session.scalars(told) for row in answers.get("decisions") or ())
    return sum(1 for row in rows if row.get("decided"))
