"""What staff decide about a series: a session's plan and recording, one more session, another time, a cancellation."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from workflows.cohorts.models import Cohort
from workflows.db import lock
from workflows.errors import DomainError, Reason, Stale
from workflows.machine import Refused
from workflows.outbox import announce
from workflows.permissions import Actor
from workflows.training.answers import SHIFT_MAX_DAYS, RecordingAnswers, SessionPlan
from workflows.training.completion import recompute_cohort
from workflows.training.lifecycle import TRAINING_SESSION
from workflows.training.models import SessionTranscript, TrainingSession
from workflows.training.queries import find_transcript, hold_sessions_from, list_ids_in_training
from workflows.training.wall_clock import in_full, moment_of, shifted, wall_clock_of

PLAN_FIELDS = tuple(name for name in SessionPlan.__dataclass_fields__ if name != "starts")
# What a calendar must take over; everything else is read on the session's page.
CALENDAR_FACTS = ("starts_at", "minutes", "time_zone", "title", "meeting_url", "state")
IS_CANCELLED = Reason("This session is cancelled. Let it take place first; then it can be changed.")
_LABELS = {"is_required": "Required", "url": "Recording link", "minutes": "Minutes", "expires": "Expires"}


def edit_session(
    training_session: TrainingSession,
    plan: SessionPlan,
    *,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Write the plan. A new time is announced; whether training is complete is asked again where `is_required` changed.

    Raises Stale when somebody saved since the form was opened, and DomainError for a time that the clocks skip.
    """
    starts_at = moment_of(plan.starts, plan.time_zone, where="starts_time")
    if expected_version != training_session.version:
        raise _stale(_plan_as_typed(plan), _plan_as_kept(training_session))
    if training_session.is_cancelled:
        raise DomainError(IS_CANCELLED)
    was_required, was_at = training_session.is_required, training_session.starts_at
    with _followed_by_calendars(training_session):
        training_session.starts_at = starts_at
        for name in PLAN_FIELDS:
            setattr(training_session, name, getattr(plan, name))
    if training_session.is_required is not was_required:
        recompute_cohort(training_session.cohort_id, session=session, now=now)
    if starts_at != was_at and max(starts_at, was_at) > now:
        _announce("session_moved", training_session, session=session, actor=actor, now=now)


def add_session(cohort: Cohort, plan: SessionPlan, *, session: Session, actor: Actor, now: datetime) -> TrainingSession:
    """One more session, under a number that none had before. Raises DomainError for a time that the clocks skip."""
    starts_at = moment_of(plan.starts, plan.time_zone, where="starts_time")
    lock(session, cohort)  # two who add at once get two numbers
    last = session.scalar(select(func.max(TrainingSession.number)).where(TrainingSession.cohort_id == cohort.id))
    added = TrainingSession(
        cohort=cohort,
        number=(last or 0) + 1,
        starts_at=starts_at,
        state=TRAINING_SESSION.initial,
        **{name: getattr(plan, name) for name in PLAN_FIELDS},
    )
    session.add(added)
    session.flush()  # the announcement names its key
    if added.is_required:
        recompute_cohort(cohort.id, session=session, now=now)
    if starts_at > now:
        _announce("session_added", added, session=session, actor=actor, now=now)
    return added


def cancel_session(
    training_session: TrainingSession, *, reason: str, session: Session, actor: Actor, now: datetime
) -> None:
    """It does not take place and is not required any more; attendance and materials stay with it. Raises Refused."""
    with _followed_by_calendars(training_session):
        row = TRAINING_SESSION.move(training_session, "cancel", actor=actor, now=now, note=reason)
        training_session.cancelled_at, training_session.cancelled_because = now, reason.strip()
        training_session.was_required, training_session.is_required = training_session.is_required, False
    if training_session.was_required:
        recompute_cohort(training_session.cohort_id, session=session, now=now)
    if training_session.ends_at > now:
        for name in row.announces:
            _announce(name, training_session, session=session, actor=actor, now=now, note=reason.strip())


def restore_session(training_session: TrainingSession, *, session: Session, actor: Actor, now: datetime) -> None:
    """It takes place after all, as required as it was. Raises Refused."""
    with _followed_by_calendars(training_session):
        row = TRAINING_SESSION.move(training_session, "restore", actor=actor, now=now)
        training_session.cancelled_at, training_session.cancelled_because = None, ""
        training_session.is_required = training_session.was_required
    if training_session.is_required:
        recompute_cohort(training_session.cohort_id, session=session, now=now)
    if training_session.ends_at > now:
        for name in row.announces:
            _announce(name, training_session, session=session, actor=actor, now=now)


def why_not_shift(training_session: TrainingSession, *, now: datetime) -> tuple[Reason, ...]:
    """Every reason why this session cannot be moved by days, or exchanged with another one; empty when it can."""
    if training_session.is_cancelled:
        return (IS_CANCELLED,)
    if training_session.starts_at <= now:
        number = training_session.number
        return (
            Reason(f"Session {number} has begun already. Choose one that lies ahead; “Edit” corrects a past time."),
        )
    return ()


def shift_sessions(
    first: TrainingSession,
    *,
    days: int,
    with_later: bool,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> int:
    """Move this session, or it and all later ones, by days at the same clock time; how many were moved.

    All or none. Cancelled ones stay where they were. Raises Stale, Refused, and DomainError for a time that lies in
    the past or that the clocks skip.
    """
    _require_ahead(first, expected_version=expected_version, now=now)
    if not days or abs(days) > SHIFT_MAX_DAYS:
        raise DomainError(Reason(f"Move by at least one day and at most {SHIFT_MAX_DAYS}.", "amount"))
    moved = hold_sessions_from(session, first) if with_later else [first]
    times = [_time_after(one, days=days, now=now) for one in moved]
    for one, starts_at in zip(moved, times, strict=True):
        with _followed_by_calendars(one):
            one.starts_at = starts_at
    name = "series_shifted" if len(moved) > 1 else "session_moved"
    _announce(name, first, session=session, actor=actor, now=now, count=len(moved))
    return len(moved)


def exchange_times(
    one: TrainingSession,
    other: TrainingSession,
    *,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Each takes the other's start and zone, so that they change places; numbers and lengths stay.

    Raises Stale and Refused.
    """
    _require_ahead(one, expected_version=expected_version, now=now)
    if one is other or one.cohort_id != other.cohort_id:
        raise DomainError(Reason("Choose another session of this cohort.", "other"))
    if reasons := why_not_shift(other, now=now):
        raise Refused(*reasons)
    with _followed_by_calendars(one), _followed_by_calendars(other):
        one.starts_at, other.starts_at = other.starts_at, one.starts_at
        one.time_zone, other.time_zone = other.time_zone, one.time_zone
    for moved in (one, other):
        _announce("session_moved", moved, session=session, actor=actor, now=now)


def set_recording(
    training_session: TrainingSession, recording: RecordingAnswers, *, expected_version: int, session: Session
) -> None:
    """Write where the recording is, how long, until when, and its transcript; an empty transcript goes.

    Raises Stale with both texts, and DomainError for an expiry that the clocks skip.
    """
    zone = training_session.time_zone
    expires_at = moment_of(recording.expires, zone, where="expires_on") if recording.expires else None
    transcript = find_transcript(session, training_session.id)
    if expected_version != training_session.version:
        raise _stale(_recording_as_typed(recording), _recording_as_kept(training_session, transcript))
    training_session.recording_url = recording.url
    training_session.recording_minutes = recording.minutes
    training_session.recording_expires_at = expires_at
    training_session.recording_language = recording.language
    training_session.recording_captions = recording.captions
    flag_modified(training_session, "recording_url")  # the version also counts a changed transcript
    _keep_transcript(training_session, transcript, recording, session=session)


def _keep_transcript(
    training_session: TrainingSession,
    kept: SessionTranscript | None,
    recording: RecordingAnswers,
    *,
    session: Session,
) -> None:
    if not recording.transcript:
        if kept is not None:
            session.delete(kept)
        return
    if kept is None:
        kept = SessionTranscript(session_id=training_session.id)
        session.add(kept)
    kept.text, kept.language = recording.transcript, recording.transcript_language


@contextmanager
def _followed_by_calendars(training_session: TrainingSession) -> Iterator[None]:
    """The SEQUENCE rises by one, exactly when something that calendars show has changed inside."""
    before = [getattr(training_session, name) for name in CALENDAR_FACTS]
    yield
    if [getattr(training_session, name) for name in CALENDAR_FACTS] != before:
        training_session.calendar_sequence += 1


def _require_ahead(training_session: TrainingSession, *, expected_version: int, now: datetime) -> None:
    if training_session.version != expected_version:
        raise Stale()
    if reasons := why_not_shift(training_session, now=now):
        raise Refused(*reasons)


def _time_after(training_session: TrainingSession, *, days: int, now: datetime) -> datetime:
    number, zone = training_session.number, training_session.time_zone
    starts_at = shifted(training_session.starts_at, zone, days=days)
    if starts_at is None:
        raise DomainError(
            Reason(f"The clocks skip the time of session {number} on its new day. Move by another number.", "amount")
        )
    if starts_at <= now:
        new = in_full(starts_at, zone)
        raise DomainError(Reason(f"That would put session {number} into the past, at {new}.", "amount"))
    return starts_at


def _announce(
    name: str,
    training_session: TrainingSession,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    note: str = "",
    count: int = 1,
) -> None:
    """Once for each affiliate in training; `starts_at` lets the message see whether the time still stands."""
    starts_at = training_session.starts_at
    for enrollment_id in list_ids_in_training(session, training_session.cohort_id):
        announce(
            session,
            name,
            now=now,
            actor_id=actor.id,
            enrollment_id=enrollment_id,
            subject_id=training_session.id,
            note=note,
            number=training_session.number,
            title=training_session.title,
            when=in_full(starts_at, training_session.time_zone),
            starts_at=starts_at.isoformat(),
            count=count,
        )


def _stale(mine: Mapping[str, object], theirs: Mapping[str, object]) -> Stale:
    """With the answers that differ, by label."""
    differing = [label for label in mine if mine[label] != theirs[label]]
    return Stale(mine={label: mine[label] for label in differing}, theirs={label: theirs[label] for label in differing})


def _plan_as_typed(plan: SessionPlan) -> dict[str, object]:
    return {"Start": f"{plan.starts:%Y-%m-%d %H:%M}"} | {_label(name): getattr(plan, name) for name in PLAN_FIELDS}


def _plan_as_kept(training_session: TrainingSession) -> dict[str, object]:
    local = wall_clock_of(training_session.starts_at, training_session.time_zone)
    kept = {_label(name): getattr(training_session, name) for name in PLAN_FIELDS}
    return {"Start": f"{local:%Y-%m-%d %H:%M}"} | kept


def _recording_as_typed(recording: RecordingAnswers) -> dict[str, object]:
    return {_label(name): _shown(getattr(recording, name)) for name in RecordingAnswers.__dataclass_fields__}


def _recording_as_kept(training_session: TrainingSession, transcript: SessionTranscript | None) -> dict[str, object]:
    return _recording_as_typed(recording_of(training_session, transcript))


def recording_of(training_session: TrainingSession, transcript: SessionTranscript | None) -> RecordingAnswers:
    """What is known of the recording, as a form is filled with it."""
    expires_at = training_session.recording_expires_at
    return RecordingAnswers(
        url=training_session.recording_url,
        minutes=training_session.recording_minutes,
        expires=wall_clock_of(expires_at, training_session.time_zone) if expires_at else None,
        language=training_session.recording_language,
        captions=training_session.recording_captions,
        transcript=transcript.text if transcript else "",
        transcript_language=transcript.language if transcript else "",
    )


def plan_of(training_session: TrainingSession) -> SessionPlan:
    """The session's plan as it stands, with the start as its zone's clock shows it."""
    starts = wall_clock_of(training_session.starts_at, training_session.time_zone)
    return SessionPlan(starts=starts, **{name: getattr(training_session, name) for name in PLAN_FIELDS})


def _shown(value: Any) -> object:
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value if value is not None else ""


def _label(name: str) -> str:
    return _LABELS.get(name) or name.replace("_", " ").replace(" url", " link").capitalize()
