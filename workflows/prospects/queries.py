"""Funders and prospects as pages and rules need them, each with its loading stated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.frameworks.models import Indicator
from workflows.measurement.models import Measurement
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission
from workflows.proposals.goals.models import Goal
from workflows.proposals.models import Proposal, ProposalSection, ProposalState
from workflows.prospects.answers import DEADLINE_NEAR_DAYS, Basis, BasisKind, FunderKind, ProspectState
from workflows.prospects.models import Funder, Prospect
from workflows.prospects.totals import Sum
from workflows.reporting.models import Report, ReportState

SEE = Permission.SEE_PROSPECTS
_OPEN = tuple(state for state in ProspectState if state.is_open)
_ANSWERED = (ProspectState.WON, ProspectState.DECLINED)
_WRITTEN = (ReportState.SUBMITTED, ReportState.ACCEPTED)


def get_funder(session: Session, funder_id: int) -> Funder:
    """Raises NotFound."""
    found = session.get(Funder, funder_id)
    if found is None:
        raise NotFound()
    return found


def find_funder_named(session: Session, name: str) -> Funder | None:
    return session.scalar(select(Funder).where(func.lower(Funder.name) == name.strip().lower()))


def _funders(kind: FunderKind | None, *, retired: bool) -> Select[Any]:
    wanted = select(Funder).where(Funder.is_retired == retired)
    return wanted if kind is None else wanted.where(Funder.kind == kind)


def list_funders(
    session: Session, *, kind: FunderKind | None = None, retired: bool = False, offset: int = 0, at_most: int = 500
) -> Sequence[Funder]:
    """By name."""
    wanted = _funders(kind, retired=retired).order_by(Funder.name, Funder.id)
    return session.scalars(wanted.offset(offset).limit(at_most)).all()


def count_funders(session: Session, *, kind: FunderKind | None = None, retired: bool = False) -> int:
    return session.scalar(_funders(kind, retired=retired).with_only_columns(func.count(Funder.id))) or 0


def _whole() -> tuple[ORMOption, ...]:
    """Its funder, owner and what it rests on; a function, as naming them asks for every slice's models."""
    rests_on = (joinedload(Prospect.goal), joinedload(Prospect.indicator), joinedload(Prospect.report))
    return joinedload(Prospect.funder), joinedload(Prospect.owner), *rests_on


def get_prospect(session: Session, prospect_id: int) -> Prospect:
    """With its enrollment, funder, owner and what it rests on; raises NotFound."""
    found = session.scalar(
        select(Prospect).where(Prospect.id == prospect_id).options(joinedload(Prospect.enrollment), *_whole())
    )
    if found is None:
        raise NotFound()
    return found


def list_prospects_of(session: Session, enrollment_id: int) -> Sequence[Prospect]:
    """All prospects of one year with funder, owner and what they rest on: open ones first, by their next deadline."""
    order = (Prospect.state.not_in(_OPEN), Prospect.deadline_on.is_(None), Prospect.deadline_on, Prospect.id)
    wanted = select(Prospect).where(Prospect.enrollment_id == enrollment_id).options(*_whole())
    return session.scalars(wanted.order_by(*order)).all()


def _visible(actor: Actor, state: ProspectState | None) -> Select[Any]:
    wanted = (
        select(Prospect)
        .join(Prospect.enrollment)
        .join(Enrollment.affiliate)
        .join(Enrollment.cohort)
        .where(visible_to(actor, SEE))
    )
    return wanted if state is None else wanted.where(Prospect.state == state)


def list_prospects(
    session: Session, actor: Actor, *, state: ProspectState | None = None, offset: int = 0, at_most: int = 25
) -> Sequence[Prospect]:
    """A page of what this person may see, by affiliate, with affiliate, cohort and funder."""
    year = contains_eager(Prospect.enrollment)
    wanted = (
        _visible(actor, state)
        .options(
            year.contains_eager(Enrollment.affiliate),
            year.contains_eager(Enrollment.cohort),
            joinedload(Prospect.funder),
        )
        .order_by(Affiliate.name, Prospect.id)
    )
    return session.scalars(wanted.offset(offset).limit(at_most)).all()


def count_prospects(session: Session, actor: Actor, *, state: ProspectState | None = None) -> int:
    return session.scalar(_visible(actor, state).with_only_columns(func.count(Prospect.id))) or 0


def list_sums(session: Session, where: ColumnElement[bool]) -> Sequence[Sum]:
    """The prospects of the enrollments that `where` selects, added up by cohort, kind, source and state; one query."""
    source = func.coalesce(Funder.kind, Prospect.funder_kind)
    traits = (Cohort.name, Prospect.kind, source, Prospect.state)
    rows = session.execute(
        select(
            *traits,
            func.count(Prospect.id),
            func.sum(Prospect.amount_sought),
            func.sum(Prospect.amount_won),
        )
        .join(Prospect.enrollment)
        .join(Enrollment.cohort)
        .outerjoin(Prospect.funder)
        .where(where)
        .group_by(*traits)
        .order_by(*traits)
    )
    return [
        Sum(
            cohort, kind, source_kind and FunderKind(source_kind), state, count, sought or Decimal(0), won or Decimal(0)
        )
        for cohort, kind, source_kind, state, count, sought, won in rows
    ]


def list_sums_seen(session: Session, actor: Actor) -> Sequence[Sum]:
    """`list_sums` of all that this person may see."""
    return list_sums(session, visible_to(actor, SEE))


@dataclass(frozen=True, slots=True)
class BasisChoice:
    """Something of the year that an ask can rest on."""

    basis: Basis
    words: str


def list_bases(session: Session, enrollment_id: int) -> Sequence[BasisChoice]:
    """The goals of the approved proposal, the outcomes measured and the reports handed in, of one year; 3 queries."""
    goals = (
        select(Goal.id, Goal.statement)
        .join(Proposal, Proposal.id == Goal.proposal_id)
        .where(Proposal.enrollment_id == enrollment_id, Proposal.state == ProposalState.APPROVED)
        .order_by(Goal.position)
    )
    measured = select(Measurement.indicator_id).where(Measurement.enrollment_id == enrollment_id)
    outcomes = (
        select(Indicator.id, Indicator.code + " " + Indicator.name)
        .where(Indicator.id.in_(measured))
        .order_by(Indicator.position)
    )
    reports = (
        select(Report)
        .where(Report.enrollment_id == enrollment_id, Report.state.in_(_WRITTEN))
        .order_by(Report.due_at, Report.id)
    )
    return [
        *(BasisChoice(Basis(BasisKind.GOAL, key), words) for key, words in session.execute(goals)),
        *(BasisChoice(Basis(BasisKind.INDICATOR, key), words) for key, words in session.execute(outcomes)),
        *(BasisChoice(Basis(BasisKind.REPORT, row.id), row.title) for row in session.scalars(reports)),
    ]


def list_near_deadlines(session: Session, actor: Actor, *, today: date) -> Sequence[Prospect]:
    """The open prospects that this person looks after, whose deadline is at most two weeks away or two weeks past."""
    near = timedelta(days=DEADLINE_NEAR_DAYS)
    wanted = (
        select(Prospect)
        .join(Prospect.enrollment)
        .where(
            visible_to(actor, SEE),
            Prospect.owner_id == actor.id,
            Prospect.state.in_(_OPEN),
            Prospect.deadline_on.between(today - near, today + near),
        )
        .options(contains_eager(Prospect.enrollment).joinedload(Enrollment.affiliate), joinedload(Prospect.funder))
    )
    return session.scalars(wanted.order_by(Prospect.deadline_on, Prospect.id)).all()


def list_moved_between(session: Session, enrollment_id: int, *, first: date, last: date) -> Sequence[Prospect]:
    """What was asked or answered from `first` to `last`, oldest first, with the funder."""
    asked, answered = (column.between(first, last) for column in (Prospect.asked_on, Prospect.answered_on))
    wanted = (
        select(Prospect)
        .where(
            Prospect.enrollment_id == enrollment_id,
            or_(answered, and_(asked, Prospect.state.in_((ProspectState.ASKED, *_ANSWERED)))),
        )
        .options(joinedload(Prospect.funder))
    )
    return session.scalars(wanted.order_by(Prospect.asked_on, Prospect.id)).all()


def find_sustaining(session: Session, enrollment_id: int) -> str:
    """What the approved proposal says about what stays after the year; empty without one."""
    said = session.scalar(
        select(ProposalSection.answers)
        .join(Proposal, Proposal.id == ProposalSection.proposal_id)
        .where(
            Proposal.enrollment_id == enrollment_id,
            Proposal.state == ProposalState.APPROVED,
            ProposalSection.name == "staffing",
        )
    )
    return str((said or {}).get("sustaining") or "")
