"""Threads as pages need them, within what the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from workflows.conversation.answers import About, Topic
from workflows.conversation.models import Thread, ThreadMessage, ThreadState
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.funding.models import Award, Payment
from workflows.money import dollars
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission, Role, can, scopes_of
from workflows.proposals.models import Proposal
from workflows.reporting.models import Report
from workflows.signing.models import Side

AWAITING_SHOWN = 12  # rows on Home


def get_thread(session: Session, thread_id: int) -> Thread:
    """With its year, what it is about, and its messages with their authors; raises NotFound."""
    loading = (
        joinedload(Thread.enrollment, innerjoin=True),
        joinedload(Thread.payment),
        joinedload(Thread.report),
        selectinload(Thread.messages).options(joinedload(ThreadMessage.author, innerjoin=True)),
    )
    found = session.scalar(select(Thread).where(Thread.id == thread_id).options(*loading))
    if found is None:
        raise NotFound()
    return found


def list_threads(session: Session, enrollment: Enrollment) -> Sequence[Thread]:
    """Every thread of the year, the one written in last on top."""
    rows = select(Thread).where(Thread.enrollment_id == enrollment.id)
    return session.scalars(rows.order_by(Thread.changed_at.desc(), Thread.id.desc())).all()


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """What a list of threads shows: those that await the side, the open ones, or (both left out) all."""

    awaits: Side | None = None
    is_open: bool = False


def list_visible(
    session: Session, wanted: ThreadFilter, *, actor: Actor, offset: int = 0, at_most: int = 25
) -> Sequence[Thread]:
    """One page of the threads that this actor may read, those that wait longest first, then the newest."""
    order = (Thread.awaited_since.asc().nulls_last(), Thread.changed_at.desc(), Thread.id)
    return session.scalars(_chosen(_rows(), wanted, actor).order_by(*order).offset(offset).limit(at_most)).all()


def count_visible(session: Session, wanted: ThreadFilter, *, actor: Actor) -> int:
    rows = select(func.count(Thread.id)).join(Thread.enrollment)
    return session.scalar(_chosen(rows, wanted, actor)) or 0


def list_awaiting(session: Session, actor: Actor, *, at_most: int = AWAITING_SHOWN) -> Sequence[Thread]:
    """The threads in which this person's side has the next word, waiting longest first.

    Of the national office: those of the affiliates that they coach, those in which they wrote, those about a payment
    for finance, and for program managers also those of affiliates without a coach.
    """
    if not scopes_of(actor, Permission.WRITE_MESSAGES):
        return ()
    rows = _rows().where(
        visible_to(actor, Permission.WRITE_MESSAGES), Thread.state == ThreadState.OPEN, _has_next_word(actor)
    )
    return session.scalars(rows.order_by(Thread.awaited_since, Thread.id).limit(at_most)).all()


def _rows() -> Select[Thread]:
    return (
        select(Thread)
        .join(Thread.enrollment)
        .join(Enrollment.affiliate)
        .options(contains_eager(Thread.enrollment).contains_eager(Enrollment.affiliate))
    )


def _chosen(rows: Select[Any], wanted: ThreadFilter, actor: Actor) -> Select[Any]:
    rows = rows.where(visible_to(actor, Permission.SEE_MESSAGES))
    if wanted.awaits is not None:
        rows = rows.where(Thread.awaits == wanted.awaits)
    return rows.where(Thread.state == ThreadState.OPEN) if wanted.is_open else rows


def _has_next_word(actor: Actor) -> ColumnElement[bool]:
    own = Enrollment.affiliate_id.in_(actor.affiliate_ids)
    wrote = exists().where(ThreadMessage.thread_id == Thread.id, ThreadMessage.author_id == actor.id)
    mine = [Enrollment.coach_id == actor.id, wrote]
    if actor.holds(Role.FINANCE_OFFICER):
        mine.append(Thread.topic == Topic.PAYMENT)
    if actor.holds(Role.PROGRAM_MANAGER):
        mine.append(Enrollment.coach_id.is_(None))
    return or_(
        and_(own, Thread.awaits == Side.AFFILIATE),
        and_(~own, Thread.awaits == Side.NETWORK, or_(*mine)),
    )


@dataclass(frozen=True, slots=True)
class Subject:
    """What a thread can be about, in words."""

    about: About
    label: str


def list_subjects(session: Session, enrollment: Enrollment, *, actor: Actor) -> Sequence[Subject]:
    """The year, and those of its records that this actor may see."""
    subjects = [Subject(About(), "The year as a whole")]
    proposal = select(Proposal.id).where(Proposal.enrollment_id == enrollment.id)
    if can(actor, Permission.SEE_PROPOSAL, enrollment) and session.scalar(proposal) is not None:
        subjects.append(Subject(About(Topic.PROPOSAL), "The proposal"))
    if can(actor, Permission.SEE_FUNDING, enrollment):
        payments = select(Payment).join(Award).where(Award.enrollment_id == enrollment.id).order_by(Payment.number)
        subjects += [Subject(About(Topic.PAYMENT, p.id), _payment_words(p)) for p in session.scalars(payments)]
    if can(actor, Permission.SEE_REPORTS, enrollment):
        reports = select(Report).where(Report.enrollment_id == enrollment.id).order_by(Report.due_at, Report.id)
        subjects += [Subject(About(Topic.REPORT, r.id), r.title) for r in session.scalars(reports)]
    return subjects


def words_about(thread: Thread) -> str:
    """What the thread is about; empty for the year as a whole."""
    if thread.payment is not None:
        return _payment_words(thread.payment)
    if thread.report is not None:
        return thread.report.title
    return "The proposal" if thread.topic is Topic.PROPOSAL else ""


def _payment_words(payment: Payment) -> str:
    return f"{payment.label} of {dollars(payment.amount)}"


@dataclass(frozen=True, slots=True)
class Span:
    """From the beginning of a thread by `side` to the first word of the other; None while there is none."""

    side: Side
    begun_at: datetime
    answered_at: datetime | None
    zone: str  # the affiliate's


def list_spans(session: Session, *, since: datetime) -> Sequence[Span]:
    """Of every thread begun since then, oldest first."""
    rows = (
        select(Thread.begun_side, Thread.begun_at, Thread.first_answered_at, Affiliate.time_zone)
        .join(Enrollment, Enrollment.id == Thread.enrollment_id)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .where(Thread.begun_at >= since)
        .order_by(Thread.begun_at, Thread.id)
    )
    return [Span(*row) for row in session.execute(rows)]
