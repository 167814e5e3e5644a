"""Everything owed is a row: what happened (`OutboxEvent`) and the work it asks for (`JobRun`)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from workflows.db import Key, Row, UtcDateTime, current_origin, enum_of
from workflows.events import EVENTS, Event
from workflows.permissions import Reach

if TYPE_CHECKING:
    from workflows.files import FileStore

LEASE = timedelta(minutes=5)  # a run that says nothing for so long is taken for dead
RING_AGAIN_AFTER = timedelta(seconds=60)  # a run that was rung and never began is rung again
RETRY_AFTER = (60, 300, 1800)  # seconds before the second, third and fourth attempt
KILLED = "The worker stopped in the middle of this four times. The log tells an administrator why."


_FRESH = text("expanded_at IS NULL")


class OutboxEvent(Row):
    """One thing that happened, in the transaction in which it did. The timeline is read from these."""

    __tablename__ = "outbox_events"
    __table_args__ = (
        Index("ix_outbox_events_timeline", "enrollment_id", "at"),
        Index("ix_outbox_events_fresh", "id", sqlite_where=_FRESH, postgresql_where=_FRESH),
    )
    name: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(Key, ForeignKey("users.id"))
    enrollment_id: Mapped[int | None] = mapped_column(Key, ForeignKey("enrollments.id"))
    subject_id: Mapped[int | None] = mapped_column(Key)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    request_id: Mapped[str] = mapped_column(String(64), default="")
    expanded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RunState(StrEnum):
    OWED = "owed"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobRun(Row):
    """One piece of work that is owed, and how far it is. Redis only rings for it."""

    __tablename__ = "job_runs"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_job_runs_due", "state", "due_at"),
        Index("ix_job_runs_enrollment", "enrollment_id", "job"),
        Index("ix_job_runs_subject", "subject_id", "job"),
    )
    job: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(120))
    event_id: Mapped[int | None] = mapped_column(Key, ForeignKey("outbox_events.id"))
    enrollment_id: Mapped[int | None] = mapped_column(Key, ForeignKey("enrollments.id"))
    subject_id: Mapped[int | None] = mapped_column(Key)
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[RunState] = mapped_column(enum_of(RunState), default=RunState.OWED)
    attempt: Mapped[int] = mapped_column(default=0)
    progress_percent: Mapped[int] = mapped_column(default=0)
    progress_text: Mapped[str] = mapped_column(String(200), default="")
    error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rung_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def reach(self) -> Reach:
        return Reach()


class Mailer(Protocol):
    def send(self, *, to: str, subject: str, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a job is given: its run, the moment, and the tools that only the worker's door knows."""

    run: JobRun
    now: datetime
    files: "FileStore"
    mailer: Mailer
    base_url: str
    sign: Callable[[str, Mapping[str, Any]], str]  # purpose, content -> a token for a link
    report: Callable[[int, str], None]  # percent, sentence


Effect = Callable[[Session], None]
Job = Callable[[JobContext], Effect]
"""A job reads and computes, then returns its effect: the door applies it and «done» in one transaction."""


def announce(
    session: Session,
    name: str,
    /,
    *,
    now: datetime,
    actor_id: int | None = None,
    enrollment_id: int | None = None,
    subject_id: int | None = None,
    note: str = "",
    **details: str | int,
) -> OutboxEvent:
    """Write that something happened, in the caller's transaction; `details` fill its sentence (never client data)."""
    happened = OutboxEvent(
        name=_known(name).name,
        at=now,
        actor_id=actor_id,
        enrollment_id=enrollment_id,
        subject_id=subject_id,
        details=details,
        note=note,
        request_id=current_origin().request_id,
    )
    session.add(happened)
    return happened


def announce_for(session: Session, name: str, /, *, due_at: datetime, now: datetime, **values: Any) -> None:
    """As `announce`, but what the event owes is due at `due_at`, which may lie ahead."""
    happened = announce(session, name, now=now, **values)
    happened.expanded_at = now
    session.flush()  # its runs name the event by its number
    session.add_all(_runs_for(happened, now=now, due_at=due_at))


def owe(
    session: Session,
    job: str,
    *,
    key: str,
    now: datetime,
    due_at: datetime | None = None,
    enrollment_id: int | None = None,
    subject_id: int | None = None,
    **arguments: Any,
) -> None:
    """Owe one run, once a key: a second call with the same key adds nothing."""
    if session.scalar(select(JobRun.id).where(JobRun.key == key)) is None:
        session.add(
            JobRun(
                job=job,
                key=key,
                enrollment_id=enrollment_id,
                subject_id=subject_id,
                arguments=arguments,
                created_at=now,
                due_at=due_at or now,
            )
        )


def expand_events(session: Session, *, now: datetime, at_most: int = 200) -> int:
    """Turn what happened into what is owed, by the subscriber column of EVENTS; returns how many events."""
    fresh = select(OutboxEvent).where(OutboxEvent.expanded_at.is_(None)).order_by(OutboxEvent.id).limit(at_most)
    events = session.scalars(fresh.with_for_update(skip_locked=True)).all()
    for happened in events:
        happened.expanded_at = now
        session.add_all(_runs_for(happened, now=now, due_at=now))
    return len(events)


def _runs_for(happened: OutboxEvent, *, now: datetime, due_at: datetime) -> Sequence[JobRun]:
    return [
        JobRun(
            job=wanted.job,
            key=f"event-{happened.id}-{wanted.job}-{wanted.kind}",
            event_id=happened.id,
            enrollment_id=happened.enrollment_id,
            subject_id=happened.subject_id,
            arguments={"kind": wanted.kind},
            created_at=now,
            due_at=due_at,
        )
        for wanted in _known(happened.name).subscribers
    ]


def list_runs_to_ring(session: Session, *, now: datetime, at_most: int = 500) -> Sequence[JobRun]:
    """Owed and due runs that nobody was rung for lately, and running ones whose worker went silent."""
    silent = (JobRun.state == RunState.RUNNING) & (JobRun.leased_until < now)
    unrung = or_(JobRun.rung_at.is_(None), JobRun.rung_at < now - RING_AGAIN_AFTER)
    due = (JobRun.state == RunState.OWED) & (JobRun.due_at <= now)
    return session.scalars(select(JobRun).where(or_(silent, due), unrung).order_by(JobRun.id).limit(at_most)).all()


def give_up_silent_runs(session: Session, *, now: datetime) -> None:
    """Runs whose worker died at every attempt are stuck: what kills a worker must not kill one a minute for ever."""
    session.execute(
        update(JobRun)
        .where(JobRun.state == RunState.RUNNING, JobRun.leased_until < now, JobRun.attempt > len(RETRY_AFTER))
        .values(state=RunState.FAILED, error=KILLED, finished_at=now, leased_until=None)
    )


def lease_run(session: Session, run_id: int, *, now: datetime) -> JobRun | None:
    """Take the run if it is due and nobody works on it; None when somebody else has it or it is done."""
    free = or_(
        (JobRun.state == RunState.OWED) & (JobRun.due_at <= now),
        (JobRun.state == RunState.RUNNING) & (JobRun.leased_until < now),
    )
    taken = session.execute(
        update(JobRun)
        .where(JobRun.id == run_id, free)
        .values(state=RunState.RUNNING, attempt=JobRun.attempt + 1, leased_until=now + LEASE, error="")
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return None
    return session.get(JobRun, run_id, populate_existing=True)


def is_mine(session: Session, run: JobRun) -> bool:
    """Whether the run is still held by the attempt that `run` shows; locks the row for the caller's transaction."""
    held = select(JobRun.id).where(JobRun.id == run.id, JobRun.state == RunState.RUNNING, JobRun.attempt == run.attempt)
    return session.scalar(held.with_for_update()) is not None


def report_progress(session: Session, run: JobRun, *, percent: int, text: str, now: datetime) -> None:
    _held(session, run, progress_percent=percent, progress_text=text, leased_until=now + LEASE)


def finish_run(session: Session, run: JobRun, *, now: datetime) -> None:
    _held(session, run, state=RunState.DONE, progress_percent=100, finished_at=now, leased_until=None)


def fail_run(session: Session, run: JobRun, *, sentence: str, now: datetime) -> None:
    """Keep the error in plain words; owed again after a while unless it was tried often enough."""
    tries = len(RETRY_AFTER)
    if run.attempt > tries:
        _held(session, run, state=RunState.FAILED, error=sentence, finished_at=now, leased_until=None)
    else:
        later = now + timedelta(seconds=RETRY_AFTER[run.attempt - 1])
        _held(session, run, state=RunState.OWED, error=sentence, due_at=later, rung_at=None, leased_until=None)


def retry_run(session: Session, run: JobRun, *, now: datetime) -> None:
    """A person asks again: owed at once, counted afresh."""
    _set(
        session,
        run.id,
        state=RunState.OWED,
        attempt=0,
        due_at=now,
        rung_at=None,
        leased_until=None,
        finished_at=None,
    )


def _held(session: Session, run: JobRun, **values: Any) -> None:
    session.execute(update(JobRun).where(JobRun.id == run.id, JobRun.attempt == run.attempt).values(**values))


def _set(session: Session, run_id: int, **values: Any) -> None:
    session.execute(update(JobRun).where(JobRun.id == run_id).values(**values))


def _known(name: str) -> Event:
    return EVENTS[name]
