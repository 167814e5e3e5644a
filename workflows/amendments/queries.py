"""Amendments, suspensions and what happened to an award, each with its loading stated."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from workflows.amendments.answers import AmendmentType
from workflows.amendments.models import OPEN, Amendment, AmendmentState, Suspension
from workflows.enrollments.models import Enrollment
from workflows.errors import NotFound
from workflows.funding.models import Award


def _whole() -> Select[Amendment]:
    award = joinedload(Amendment.award, innerjoin=True).joinedload(Award.enrollment, innerjoin=True)
    return select(Amendment).options(award, selectinload(Amendment.changes))


def get_amendment(session: Session, amendment_id: int) -> Amendment:
    """With its changes, award and enrollment; raises NotFound."""
    found = session.scalar(_whole().where(Amendment.id == amendment_id))
    if found is None:
        raise NotFound()
    return found


def list_amendments(session: Session, award: Award) -> Sequence[Amendment]:
    """Every request about the award, newest first, with its changes."""
    return session.scalars(_whole().where(Amendment.award_id == award.id).order_by(Amendment.number.desc())).all()


def find_open(session: Session, award_id: int, type: AmendmentType) -> Amendment | None:
    """The open request of that type; there is at most one."""
    wanted = select(Amendment).where(Amendment.award_id == award_id, Amendment.type == type, Amendment.state.in_(OPEN))
    return session.scalar(wanted)


def next_number(session: Session, award_id: int) -> int:
    return (session.scalar(select(func.max(Amendment.number)).where(Amendment.award_id == award_id)) or 0) + 1


def list_to_take_effect(session: Session, *, now: datetime) -> Sequence[Amendment]:
    """Approved amendments whose day may have come somewhere in the country, oldest first."""
    tomorrow = (now + timedelta(days=1)).date()
    ready = _whole().where(Amendment.state == AmendmentState.APPROVED, Amendment.effective_on <= tomorrow)
    return session.scalars(ready.order_by(Amendment.effective_on, Amendment.id)).all()


def list_approved_ahead(session: Session, amendment: Amendment) -> Sequence[Amendment]:
    """The award's other amendments that are approved and not in effect yet, with their changes."""
    ahead = _whole().where(
        Amendment.award_id == amendment.award_id,
        Amendment.id != amendment.id,
        Amendment.state == AmendmentState.APPROVED,
    )
    return session.scalars(ahead.order_by(Amendment.id)).all()


def find_suspension(session: Session, award_id: int) -> Suspension | None:
    """The one that goes on."""
    return session.scalar(select(Suspension).where(Suspension.award_id == award_id, Suspension.resumed_on.is_(None)))


def list_suspensions(session: Session, award_id: int) -> Sequence[Suspension]:
    """Oldest first."""
    return session.scalars(
        select(Suspension).where(Suspension.award_id == award_id).order_by(Suspension.begins_on, Suspension.id)
    ).all()


def find_returned(session: Session, enrollment_id: int) -> Sequence[Amendment]:
    """What came back to the affiliate with a question."""
    return session.scalars(
        select(Amendment)
        .join(Award, Award.id == Amendment.award_id)
        .where(Award.enrollment_id == enrollment_id, Amendment.state == AmendmentState.RETURNED)
        .options(contains_eager(Amendment.award))
        .order_by(Amendment.id)
    ).all()


def list_people_of_amendment(amendments: Sequence[Amendment]) -> frozenset[int]:
    """The ids of everybody who asked, sent, advised or decided."""
    names = ("requested_by_id", "submitted_by_id", "advised_by_id", "decided_by_id")
    return frozenset(who for one in amendments for name in names if (who := getattr(one, name)) is not None)


def get_award_with_year(session: Session, award_id: int) -> Award:
    """The award with its enrollment; raises NotFound."""
    found = session.scalar(
        select(Award).where(Award.id == award_id).options(joinedload(Award.enrollment).joinedload(Enrollment.coach))
    )
    if found is None:
        raise NotFound()
    return found


def get_award_to_amend(session: Session, award_id: int, amendment_type: str) -> Award:
    """The same for a type by its word; raises NotFound for a word that is none."""
    if amendment_type not in {one.value for one in AmendmentType}:
        raise NotFound()
    return get_award_with_year(session, award_id)
