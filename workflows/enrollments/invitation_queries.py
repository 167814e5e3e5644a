"""The invitations of a cohort by what became of them, and the interests of affiliates that would like to join."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session, joinedload

from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment, Interest, InterestState
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission
from workflows.stages import Stage


class Standing(StrEnum):
    """What became of an invitation."""

    NOT_ANSWERED = "not_answered"
    TO_CONFIRM = "to_confirm"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DEFERRED = "deferred"
    DECLINED = "declined"
    LEFT = "left"

    @property
    def label(self) -> str:
        return {
            Standing.NOT_ANSWERED: "Not answered yet",
            Standing.TO_CONFIRM: "Signed, to confirm",
            Standing.WAITING: "On the waiting list",
            Standing.CONFIRMED: "Confirmed",
            Standing.DEFERRED: "Deferred",
            Standing.DECLINED: "Declined",
            Standing.LEFT: "Left before a seat",
        }[self]


_IS_WAITING = and_(Enrollment.waitlisted_at.is_not(None), Enrollment.offered_at.is_(None))
_standing: ColumnElement[str] = case(
    (Enrollment.stage == Stage.INVITED, Standing.NOT_ANSWERED.value),
    (Enrollment.stage == Stage.DECLINED_INVITATION, Standing.DECLINED.value),
    (Enrollment.stage == Stage.DEFERRED, Standing.DEFERRED.value),
    (Enrollment.confirmed_at.is_not(None), Standing.CONFIRMED.value),
    (Enrollment.stage != Stage.COMMITTED, Standing.LEFT.value),
    (_IS_WAITING, Standing.WAITING.value),
    else_=Standing.TO_CONFIRM.value,
)


def standing_of(enrollment: Enrollment) -> Standing:
    """The same words for one row that is loaded already."""
    by_stage = {
        Stage.INVITED: Standing.NOT_ANSWERED,
        Stage.DECLINED_INVITATION: Standing.DECLINED,
        Stage.DEFERRED: Standing.DEFERRED,
    }
    if enrollment.stage in by_stage:
        return by_stage[enrollment.stage]
    if enrollment.confirmed_at is not None:
        return Standing.CONFIRMED
    if enrollment.stage is not Stage.COMMITTED:
        return Standing.LEFT
    return Standing.WAITING if enrollment.is_waiting else Standing.TO_CONFIRM


def count_standings(session: Session, cohort_id: int) -> Mapping[Standing, int]:
    """How many invitations of the cohort stand where; every standing has its number."""
    rows = select(_standing, func.count(Enrollment.id)).where(Enrollment.cohort_id == cohort_id).group_by(_standing)
    found = {Standing(word): number for word, number in session.execute(rows)}
    return {standing: found.get(standing, 0) for standing in Standing}


def list_invitations(
    session: Session, cohort_id: int, *, standing: Standing | None, actor: Actor, first: int = 0, at_most: int = 25
) -> Sequence[Enrollment]:
    """One page: what is not settled first, the longest invited on top; the waiting list in its own order."""
    rows = select(Enrollment).where(Enrollment.cohort_id == cohort_id, visible_to(actor, Permission.SEE_ENROLLMENT))
    if standing is not None:
        rows = rows.where(_standing == standing.value)
    is_settled = case((_standing.in_([s.value for s in list(Standing)[:3]]), 0), else_=1)
    order = Enrollment.waitlisted_at if standing is Standing.WAITING else Enrollment.invited_at
    return session.scalars(rows.order_by(is_settled, order, Enrollment.id).offset(first).limit(at_most)).all()


def list_affiliates_outside(session: Session, cohort_id: int) -> Sequence[Affiliate]:
    """The network's affiliates that are not in the cohort, by name."""
    inside = select(Enrollment.affiliate_id).where(Enrollment.cohort_id == cohort_id)
    return session.scalars(select(Affiliate).where(Affiliate.id.not_in(inside)).order_by(Affiliate.name)).all()


def list_interests(session: Session, cohort_id: int, *, first: int = 0, at_most: int = 25) -> Sequence[Interest]:
    """Those that wait for an answer first, then the newest."""
    waits = case((Interest.state == InterestState.EXPRESSED, 0), else_=1)
    rows = select(Interest).where(Interest.cohort_id == cohort_id)
    return session.scalars(rows.order_by(waits, Interest.expressed_at.desc()).offset(first).limit(at_most)).all()


def count_interests(session: Session, cohort_id: int) -> tuple[int, int]:
    """(all, those that wait for an answer)."""
    waits = func.count(case((Interest.state == InterestState.EXPRESSED, 1)))
    row = session.execute(select(func.count(Interest.id), waits).where(Interest.cohort_id == cohort_id)).one()
    return row[0], row[1]


def get_interest(session: Session, interest_id: int) -> Interest:
    """With cohort and affiliate; raises NotFound."""
    wanted = select(Interest).where(Interest.id == interest_id).options(joinedload(Interest.cohort))
    found = session.scalar(wanted)
    if found is None:
        raise NotFound()
    return found


def find_interest(session: Session, *, cohort_id: int, affiliate_id: int) -> Interest | None:
    same = (Interest.cohort_id == cohort_id) & (Interest.affiliate_id == affiliate_id)
    return session.scalar(select(Interest).where(same))


def list_interests_of(session: Session, affiliate_ids: frozenset[int]) -> Sequence[Interest]:
    """Every interest of these affiliates with its cohort, the newest first."""
    rows = select(Interest).where(Interest.affiliate_id.in_(affiliate_ids)).options(joinedload(Interest.cohort))
    return session.scalars(rows.order_by(Interest.expressed_at.desc()).limit(50)).all()


def list_interests_to_answer(session: Session) -> Sequence[tuple[int, str, int, datetime]]:
    """(cohort's id, its name, how many wait, since when), oldest first."""
    rows = (
        select(Cohort.id, Cohort.name, func.count(Interest.id), func.min(Interest.expressed_at))
        .join(Cohort, Cohort.id == Interest.cohort_id)
        .where(Interest.state == InterestState.EXPRESSED)
        .group_by(Cohort.id, Cohort.name)
        .order_by(func.min(Interest.expressed_at))
    )
    return [tuple(row) for row in session.execute(rows)]  # type: ignore[misc]
