"""Recording what the contract of a database allows: no extract comes from one that nobody has read."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.agreements.answers import SourceAnswers
from workflows.agreements.models import DataSource
from workflows.db import lock
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Reason, Stale
from workflows.machine import Refused
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, why_cannot


def record_source(
    enrollment: Enrollment, given: SourceAnswers, *, session: Session, actor: Actor, now: datetime
) -> DataSource:
    """What this person read in the contract of one more database of the enrollment's affiliate.

    Raises Refused, or DomainError at `name` where the affiliate has recorded it already.
    """
    _check(enrollment, actor=actor)
    lock(session, enrollment.affiliate)
    _check_name(session, enrollment.affiliate_id, given.name, but=None)
    source = DataSource(affiliate=enrollment.affiliate, **_values(given, actor, now))
    session.add(source)
    session.flush()  # the event names its key
    _tell(source, enrollment.id, session=session, actor=actor, now=now)
    return source


def change_source(
    source: DataSource,
    given: SourceAnswers,
    *,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """The contract as it was read anew. Raises Refused, DomainError at `name`, or Stale."""
    _check(source, actor=actor)
    lock(session, source)
    if source.version != expected_version:
        raise Stale()
    _check_name(session, source.affiliate_id, given.name, but=source.id)
    for name, value in _values(given, actor, now).items():
        setattr(source, name, value)


def _values(given: SourceAnswers, actor: Actor, now: datetime) -> dict[str, object]:
    return {
        "name": given.name,
        "holder": given.holder,
        "allows": given.allows,
        "restrictions": given.restrictions,
        "allows_sharing": given.allows_sharing,
        "ends_on": given.ends_on,
        "checked_by_id": actor.id,
        "checked_at": now,
    }


def _check(subject: Enrollment | DataSource, *, actor: Actor) -> None:
    reason = why_cannot(actor, Permission.RECORD_SOURCE_TERMS, subject)
    if reason is not None:
        raise Refused(reason)


def _check_name(session: Session, affiliate_id: int, name: str, *, but: int | None) -> None:
    same = select(DataSource.id).where(DataSource.affiliate_id == affiliate_id, DataSource.name == name)
    found = session.scalar(same)
    if found is not None and found != but:
        raise DomainError(Reason("This database is recorded already. Change what is there instead.", "name"))


def _tell(source: DataSource, enrollment_id: int, *, session: Session, actor: Actor, now: datetime) -> None:
    announce(
        session,
        "source_terms_recorded",
        now=now,
        actor_id=actor.id,
        enrollment_id=enrollment_id,
        subject_id=source.id,
        name=source.name,
    )
