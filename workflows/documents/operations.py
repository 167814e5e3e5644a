"""A person asks for a document to be made, or made again."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.documents.catalogue import DOCUMENTS
from workflows.documents.queries import MAKE
from workflows.errors import DomainError, Reason
from workflows.outbox import JobRun, RunState, owe
from workflows.permissions import Actor, Reach, why_cannot


class Documented(Protocol):
    """A record that documents are made of: an award, a report, a check-in."""

    @property
    def id(self) -> int: ...
    @property
    def enrollment_id(self) -> int: ...
    @property
    def reach(self) -> Reach: ...


def why_not_ask(kind: str, subject: Documented, *, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against asking for this document; empty when it may be asked for."""
    row = DOCUMENTS[kind]
    if row.asked_by is None:
        return (Reason(f"The {row.title.lower()} is made by itself; nobody needs to ask for it."),)
    reason = why_cannot(actor, row.asked_by, subject)
    return () if reason is None else (reason,)


def ask_for_document(kind: str, subject: Documented, *, session: Session, actor: Actor, now: datetime) -> None:
    """Owe the document of this record, once while it is owed: unchanged facts make no second file.

    Raises DomainError with every reason.
    """
    reasons = why_not_ask(kind, subject, actor=actor)
    if reasons:
        raise DomainError(*reasons)
    if not _is_owed(session, kind, subject):
        owe(
            session,
            MAKE,
            key=f"ask-{kind}-{subject.id}-{now:%Y%m%dT%H%M%S%f}",
            now=now,
            enrollment_id=subject.enrollment_id,
            subject_id=subject.id,
            kind=kind,
        )


def _is_owed(session: Session, kind: str, subject: Documented) -> bool:
    """Whether a run that has not begun will make it; one under way may have read the facts already."""
    waiting = select(JobRun.id).where(
        JobRun.job == MAKE,
        JobRun.enrollment_id == subject.enrollment_id,
        JobRun.subject_id == subject.id,
        JobRun.state == RunState.OWED,
        JobRun.arguments["kind"].as_string() == kind,
    )
    return session.scalar(waiting.limit(1)) is not None
