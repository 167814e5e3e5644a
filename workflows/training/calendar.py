"""A session as a calendar entry, and the secret address under which a person's calendar finds all of theirs."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session, selectinload

from workflows.calendar_entries import Entry, Party, write_calendar
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.people.models import User
from workflows.permissions import Actor, Permission, Scope, scopes_of
from workflows.stages import Stage
from workflows.training.models import CalendarFeed, TrainingSession

REMINDER = timedelta(minutes=15)
FEED_REACHES_BACK = timedelta(days=400)
_NOT_WITH_US = (Stage.INVITED, Stage.DECLINED_INVITATION, Stage.DEFERRED, Stage.WITHDRAWN)


def session_calendar(
    training_session: TrainingSession, *, page_url: str, now: datetime, organizer: Party | None = None
) -> bytes:
    """A file with this one entry: PUBLISH, or CANCEL once the session is cancelled."""
    method = "CANCEL" if training_session.is_cancelled else "PUBLISH"
    entry = session_entry(training_session, page_url=page_url, organizer=organizer)
    return write_calendar([entry], method=method, now=now, product="Training")


def session_entry(training_session: TrainingSession, *, page_url: str, organizer: Party | None = None) -> Entry:
    """The UID stays and the SEQUENCE rises, so that a moved session moves in calendars."""
    return Entry(
        uid=f"training-session-{training_session.id}@accompany",
        sequence=training_session.calendar_sequence,
        starts_at=training_session.starts_at,
        ends_at=training_session.ends_at,
        time_zone=training_session.time_zone,
        summary=f"Session {training_session.number}: {training_session.title}",
        description=_description(training_session, page_url=page_url),
        url=page_url,
        location=training_session.meeting_url,
        is_cancelled=training_session.is_cancelled,
        organizer=organizer,
        reminder=REMINDER,
    )


def _description(training_session: TrainingSession, *, page_url: str) -> str:
    parts = (
        f"Cancelled: {training_session.cancelled_because}" if training_session.is_cancelled else "",
        training_session.objectives,
        f"Join: {training_session.meeting_url}" if training_session.meeting_url else "",
        f"Materials and recording: {page_url}",
    )
    return "\n\n".join(part for part in parts if part)


def list_sessions_in_feed(session: Session, actor: Actor, *, now: datetime) -> Sequence[TrainingSession]:
    """The sessions of this person's cohorts by start, cancelled ones too, from about a year back; one query."""
    rows = select(TrainingSession).where(_is_of_a_cohort_of(actor), TrainingSession.starts_at > now - FEED_REACHES_BACK)
    return session.scalars(rows.order_by(TrainingSession.starts_at, TrainingSession.id)).all()


def _is_of_a_cohort_of(actor: Actor) -> ColumnElement[bool]:
    """The national office follows every cohort; everyone else those that an affiliate of theirs takes part in."""
    if Scope.ANYWHERE in scopes_of(actor, Permission.SEE_TRAINING):
        return true()
    theirs = select(Enrollment.cohort_id).where(
        visible_to(actor, Permission.SEE_TRAINING), Enrollment.stage.not_in(_NOT_WITH_US)
    )
    return TrainingSession.cohort_id.in_(theirs)


def find_feed(session: Session, user_id: int) -> CalendarFeed | None:
    return session.scalar(select(CalendarFeed).where(CalendarFeed.user_id == user_id))


def get_feed_owner(session: Session, token: str) -> User:
    """Whose secret address this is, with their roles; raises NotFound for an unknown or ended one."""
    rows = select(User).join(CalendarFeed, CalendarFeed.user_id == User.id)
    rows = rows.where(CalendarFeed.token_sha256 == token_digest(token), User.is_active)
    found = session.scalar(rows.options(selectinload(User.roles)))
    if found is None:
        raise NotFound()
    return found


def renew_feed(user: User, *, session: Session, now: datetime) -> str:
    """A new secret for this person's address; an older one finds nothing from now on. Only its digest is kept."""
    token = secrets.token_urlsafe(32)
    feed = find_feed(session, user.id)
    if feed is None:
        feed = CalendarFeed(user_id=user.id)
        session.add(feed)
    feed.token_sha256, feed.made_at = token_digest(token), now
    return token


def end_feed(user: User, *, session: Session) -> None:
    """The address finds nothing any more; nothing happens where there is none."""
    feed = find_feed(session, user.id)
    if feed is not None:
        session.delete(feed)


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
