"""Check-ins, actions and caseloads as pages need them. Only `find_private_note` reads the private notes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from workflows.clock import local_date
from workflows.coaching.models import ActionItem, CheckIn, CheckInState, PrivateNote
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission, require
from workflows.stages import Stage

WITH_A_COACH = (
    *(Stage.ENROLLED, Stage.TRAINING, Stage.PROPOSING, Stage.IN_REVIEW, Stage.AWARDED),
    *(Stage.FUNDED, Stage.IMPLEMENTING, Stage.SUSPENDED, Stage.CLOSING),
)


def get_check_in(session: Session, check_in_id: int) -> CheckIn:
    """With enrollment, coach and actions, never the private note; raises NotFound."""
    found = session.scalar(
        select(CheckIn)
        .where(CheckIn.id == check_in_id)
        .options(
            joinedload(CheckIn.enrollment, innerjoin=True),
            joinedload(CheckIn.coach, innerjoin=True),
            selectinload(CheckIn.actions),
        )
    )
    if found is None:
        raise NotFound()
    return found


def get_action(session: Session, action_id: int) -> ActionItem:
    """With its enrollment; raises NotFound, also while its check-in is still being written."""
    found = session.scalar(
        select(ActionItem)
        .outerjoin(ActionItem.check_in)
        .where(ActionItem.id == action_id, _is_agreed())
        .options(joinedload(ActionItem.enrollment, innerjoin=True))
    )
    if found is None:
        raise NotFound()
    return found


def find_private_note(session: Session, check_in: CheckIn, *, actor: Actor) -> PrivateNote | None:
    """The coach's own note, for the coach of this affiliate alone; raises Forbidden for everyone else."""
    require(actor, Permission.SEE_PRIVATE_NOTES, check_in)
    return session.scalar(select(PrivateNote).where(PrivateNote.check_in_id == check_in.id))


def list_check_ins(session: Session, enrollment_id: int) -> Sequence[CheckIn]:
    """Every check-in of the enrollment with its coach and actions, newest first."""
    return session.scalars(
        select(CheckIn)
        .where(CheckIn.enrollment_id == enrollment_id)
        .options(joinedload(CheckIn.coach, innerjoin=True), selectinload(CheckIn.actions))
        .order_by(CheckIn.starts_at.desc(), CheckIn.id.desc())
    ).all()


def list_open_actions(session: Session, enrollment_id: int) -> Sequence[ActionItem]:
    """What both sides agreed to do and have not done, by day."""
    return session.scalars(
        select(ActionItem)
        .outerjoin(ActionItem.check_in)
        .where(ActionItem.enrollment_id == enrollment_id, ActionItem.done_at.is_(None), _is_agreed())
        .order_by(ActionItem.due_on, ActionItem.id)
    ).all()


def _is_agreed() -> ColumnElement[bool]:
    """An action counts once its check-in was held: before that the coach is still writing."""
    return (ActionItem.check_in_id.is_(None)) | (CheckIn.state == CheckInState.HELD)


@dataclass(frozen=True, slots=True)
class Dosage:
    """How much coaching there was: sessions held and their minutes."""

    sessions: int
    minutes: int


def count_dosage(check_ins: Sequence[CheckIn]) -> Dosage:
    held = [c for c in check_ins if c.state is CheckInState.HELD]
    return Dosage(sessions=len(held), minutes=sum(c.minutes for c in held))


@dataclass(frozen=True, slots=True)
class CaseloadLine:
    """One affiliate as its coach looks at it. Days are those of the affiliate's own calendar."""

    enrollment: Enrollment
    today: date
    dosage: Dosage
    last_contact_at: datetime | None
    next_at: datetime | None
    next_check_in_id: int | None
    unwritten_id: int | None  # a check-in whose time has passed and that was neither held nor cancelled
    open_actions: int
    overdue_actions: int

    @property
    def days_since_contact(self) -> int | None:
        if self.last_contact_at is None:
            return None
        zone = self.enrollment.affiliate.time_zone
        return (self.today - local_date(self.last_contact_at, zone)).days


@dataclass(slots=True)
class _Times:
    held: int = 0
    minutes: int = 0
    contacts: list[datetime] = field(default_factory=list)
    planned: list[tuple[datetime, int]] = field(default_factory=list)


def list_caseload(session: Session, actor: Actor, *, now: datetime) -> Sequence[CaseloadLine]:
    """The running years that this person may see the coaching of, by affiliate; three queries."""
    enrollments = session.scalars(
        select(Enrollment)
        .join(Enrollment.affiliate)
        .where(visible_to(actor, Permission.SEE_COACHING), Enrollment.stage.in_(WITH_A_COACH))
        .options(contains_eager(Enrollment.affiliate), joinedload(Enrollment.coach))
        .order_by(Affiliate.name, Enrollment.id)
    ).all()
    ids = [enrollment.id for enrollment in enrollments]
    times, due_days = _times_of(session, ids), _due_days_of(session, ids)
    return [_line(e, times.get(e.id, _Times()), due_days.get(e.id, ()), now=now) for e in enrollments]


def _times_of(session: Session, enrollment_ids: Sequence[int]) -> Mapping[int, _Times]:
    rows = session.execute(
        select(
            CheckIn.enrollment_id, CheckIn.id, CheckIn.state, CheckIn.starts_at, CheckIn.held_at, CheckIn.minutes
        ).where(CheckIn.enrollment_id.in_(enrollment_ids), CheckIn.state != CheckInState.CANCELLED)
    )
    found: dict[int, _Times] = defaultdict(_Times)
    for enrollment_id, check_in_id, state, starts_at, held_at, minutes in rows:
        times = found[enrollment_id]
        if state is CheckInState.HELD:
            times.held += 1
            times.minutes += minutes
            times.contacts += [held_at] if held_at else []
        else:
            times.planned.append((starts_at, check_in_id))
    return found


def _due_days_of(session: Session, enrollment_ids: Sequence[int]) -> Mapping[int, Sequence[date]]:
    rows = session.execute(
        select(ActionItem.enrollment_id, ActionItem.due_on)
        .outerjoin(ActionItem.check_in)
        .where(ActionItem.enrollment_id.in_(enrollment_ids), ActionItem.done_at.is_(None), _is_agreed())
    )
    found: dict[int, list[date]] = defaultdict(list)
    for enrollment_id, due_on in rows:
        found[enrollment_id].append(due_on)
    return found


def _line(enrollment: Enrollment, times: _Times, due_days: Sequence[date], *, now: datetime) -> CaseloadLine:
    today = local_date(now, enrollment.affiliate.time_zone)
    ahead = min(((at, number) for at, number in times.planned if at >= now), default=(None, None))
    passed = min(((at, number) for at, number in times.planned if at < now), default=(None, None))
    return CaseloadLine(
        enrollment=enrollment,
        today=today,
        dosage=Dosage(sessions=times.held, minutes=times.minutes),
        last_contact_at=max(times.contacts, default=None),
        next_at=ahead[0],
        next_check_in_id=ahead[1],
        unwritten_id=passed[1],
        open_actions=len(due_days),
        overdue_actions=sum(due_on < today for due_on in due_days),
    )


def count_dosage_between(session: Session, enrollment_id: int, *, since: datetime, until: datetime) -> Dosage:
    """What was held from `since` up to, but not at, `until`."""
    row = session.execute(
        select(func.count(CheckIn.id), func.coalesce(func.sum(CheckIn.minutes), 0)).where(
            CheckIn.enrollment_id == enrollment_id,
            CheckIn.state == CheckInState.HELD,
            CheckIn.held_at >= since,
            CheckIn.held_at < until,
        )
    ).one()
    return Dosage(sessions=row[0], minutes=row[1])
