"""The work of the queue and the audit trail, as administrators and auditors read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from workflows.audit import AuditEntry
from workflows.enrollments.models import Enrollment
from workflows.errors import NotFound, Reason
from workflows.machine import Refused
from workflows.outbox import JobRun, RunState, retry_run
from workflows.people.models import Affiliate, User

PAGE = 25


@dataclass(frozen=True, slots=True)
class ListedRun:
    """A run with the affiliate it is for, if any."""

    run: JobRun
    affiliate: str


def get_run(session: Session, run_id: int) -> JobRun:
    """Raises NotFound."""
    found = session.get(JobRun, run_id)
    if found is None:
        raise NotFound()
    return found


def count_runs_by_state(session: Session) -> dict[RunState, int]:
    """Every state with its count, 0 included."""
    found = session.execute(select(JobRun.state, func.count(JobRun.id)).group_by(JobRun.state))
    counted = {state: number for state, number in found}  # noqa: C416  dict() would take rows for pairs untyped
    return {state: counted.get(state, 0) for state in RunState}


def list_runs(
    session: Session, *, states: Sequence[RunState], job: str = "", offset: int = 0, at_most: int = PAGE
) -> Sequence[ListedRun]:
    """Runs in these states, newest first, each with its affiliate."""
    found = session.execute(
        select(JobRun, Affiliate.name)
        .outerjoin(Enrollment, Enrollment.id == JobRun.enrollment_id)
        .outerjoin(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .where(JobRun.state.in_(states), JobRun.job == job if job else true())
        .order_by(JobRun.id.desc())
        .offset(offset)
        .limit(at_most)
    )
    return [ListedRun(run=run, affiliate=name or "") for run, name in found]


def count_runs(session: Session, *, states: Sequence[RunState], job: str = "") -> int:
    counted = select(func.count(JobRun.id)).where(JobRun.state.in_(states), JobRun.job == job if job else true())
    return session.scalar(counted) or 0


def why_not_retry(run: JobRun) -> tuple[Reason, ...]:
    """Work that is done, under way or not yet tried is not tried again by hand."""
    if run.state is RunState.DONE:
        return (Reason("This is done; there is nothing to try again."),)
    if run.state is RunState.RUNNING:
        return (Reason("A worker is on it now. If it stops, it is tried again by itself."),)
    if run.attempt == 0:
        return (Reason("It has not been tried yet. A worker takes it in a moment."),)
    return ()


def try_again(run: JobRun, *, session: Session, now: datetime) -> None:
    """Owe the run at once, counted afresh; raises Refused with the reason against it."""
    reasons = why_not_retry(run)
    if reasons:
        raise Refused(*reasons)
    retry_run(session, run, now=now)


@dataclass(frozen=True, slots=True)
class AuditQuestion:
    """Which entries are asked for; empty means all. `words`: a person's name, or a request's id."""

    kind: str = ""
    action: str = ""
    words: str = ""
    record_id: int | None = None


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One entry with the name of who did it."""

    entry: AuditEntry
    who: str


def _asked(question: AuditQuestion) -> ColumnElement[bool]:
    words = question.words
    return and_(
        AuditEntry.kind == question.kind if question.kind else true(),
        AuditEntry.action == question.action if question.action else true(),
        AuditEntry.record_id == question.record_id if question.record_id is not None else true(),
        or_(false(), User.name.icontains(words, autoescape=True), AuditEntry.request_id == words) if words else true(),
    )


def count_entries(session: Session, question: AuditQuestion) -> int:
    counted = select(func.count(AuditEntry.id)).outerjoin(User, User.id == AuditEntry.actor_id)
    return session.scalar(counted.where(_asked(question))) or 0


def list_entries(
    session: Session, question: AuditQuestion, *, offset: int = 0, at_most: int = PAGE
) -> Sequence[ListedEntry]:
    """The entries asked for, newest first."""
    found = session.execute(
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(_asked(question))
        .order_by(AuditEntry.id.desc())
        .offset(offset)
        .limit(at_most)
    )
    return [ListedEntry(entry=entry, who=name or "Accompany") for entry, name in found]
