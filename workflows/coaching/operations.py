"""What happens to a check-in: scheduled, moved, written down, held or cancelled; and actions that get done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from workflows.coaching.answers import ACTIONS_MAX, LOGGED_WITHIN, PLANNED_WITHIN
from workflows.coaching.lifecycle import CHECK_IN
from workflows.coaching.models import ActionItem, ActionSide, CheckIn, CheckInMode, CheckInState, PrivateNote
from workflows.coaching.queries import find_private_note
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Reason, Stale
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, require
from workflows.stages import TERMINAL


@dataclass(frozen=True, slots=True)
class Appointment:
    """When and how: `at` is the wall clock of `time_zone`, without a zone of its own."""

    at: datetime
    time_zone: str
    minutes: int
    mode: CheckInMode
    place: str
    agenda: str


@dataclass(frozen=True, slots=True)
class WrittenAction:
    text: str
    side: ActionSide
    due_on: date


@dataclass(frozen=True, slots=True)
class CheckInNotes:
    """What a coach writes while talking. `private_text` goes to a table of its own."""

    focus: str
    wins: str
    shared_note: str
    early_signal: str
    minutes: int
    private_text: str
    actions: tuple[WrittenAction, ...]


def why_not_schedule(enrollment: Enrollment) -> tuple[Reason, ...]:
    """Every reason why no check-in can be planned for this enrollment."""
    if enrollment.stage in TERMINAL:
        return (Reason(f"The year of {enrollment.affiliate.name} is over. Its check-ins stay here to read."),)
    if enrollment.coach_id is None:
        return (Reason("There is no coach yet. The program manager assigns one."),)
    return ()


def schedule_check_in(
    enrollment: Enrollment, appointment: Appointment, *, session: Session, actor: Actor, now: datetime
) -> CheckIn:
    """Plan a check-in with the enrollment's coach; announces it. Raises DomainError, Forbidden."""
    require(actor, Permission.BOOK_CHECK_IN, enrollment)
    reasons = why_not_schedule(enrollment)
    if reasons:
        raise DomainError(*reasons)
    assert enrollment.coach_id is not None
    check_in = CheckIn(
        enrollment=enrollment,
        coach_id=enrollment.coach_id,
        starts_at=_moment(appointment, now=now),
        minutes=appointment.minutes,
        time_zone=appointment.time_zone,
        mode=appointment.mode,
        place=appointment.place,
        agenda=appointment.agenda,
        calendar_uid=f"{uuid4()}@accompany",
    )
    session.add(check_in)
    session.flush()  # the announcement names the check-in by its number
    _announce("check_in_scheduled", check_in, session=session, actor=actor, now=now)
    return check_in


def move_check_in(
    check_in: CheckIn,
    appointment: Appointment,
    *,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Another time or place; calendars see it as the same entry, one sequence later. Raises Refused, Stale."""
    if check_in.version != expected_version:
        raise Stale()
    row = CHECK_IN.move(check_in, "move", actor=actor, now=now)
    check_in.starts_at = _moment(appointment, now=now)
    check_in.minutes = appointment.minutes
    check_in.time_zone = appointment.time_zone
    check_in.mode = appointment.mode
    check_in.place = appointment.place
    check_in.agenda = appointment.agenda
    check_in.calendar_sequence += 1
    for event in row.announces:
        _announce(event, check_in, session=session, actor=actor, now=now)


def cancel_check_in(check_in: CheckIn, *, reason: str, session: Session, actor: Actor, now: datetime) -> None:
    """Call it off, with the reason that both sides read. Raises Refused."""
    row = CHECK_IN.move(check_in, "cancel", actor=actor, now=now, note=reason)
    check_in.cancelled_because = reason
    check_in.calendar_sequence += 1
    for event in row.announces:
        _announce(event, check_in, session=session, actor=actor, now=now, note=reason)


def save_notes(
    check_in: CheckIn,
    notes: CheckInNotes,
    *,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep what the coach wrote so far; the same notes again change nothing but the version.

    Raises Stale with both texts, and DomainError for a check-in that was cancelled.
    """
    require(actor, Permission.COACH, check_in)
    if check_in.state is CheckInState.CANCELLED:
        raise DomainError("This check-in was cancelled. Plan another one to write notes.")
    is_stale = check_in.version != expected_version
    private = find_private_note(session, check_in, actor=actor)
    if is_stale:
        theirs = _texts(check_in, private_text=private.text if private else "")
        raise Stale(mine=_texts(notes, private_text=notes.private_text), theirs=theirs)
    if len(notes.actions) > ACTIONS_MAX:
        raise DomainError(Reason(f"One check-in keeps up to {ACTIONS_MAX} actions. Fewer get done sooner.", "actions"))
    check_in.focus = notes.focus
    check_in.wins = notes.wins
    check_in.shared_note = notes.shared_note
    check_in.early_signal = notes.early_signal
    check_in.minutes = notes.minutes
    flag_modified(check_in, "shared_note")  # the version covers the actions and the private note as well
    _write_actions(check_in, notes.actions)
    if private is not None:
        private.text, private.written_at = notes.private_text, now
    elif notes.private_text.strip():
        _add_private_note(check_in, notes.private_text, session=session, actor=actor, now=now)


def hold_check_in(check_in: CheckIn, *, session: Session, actor: Actor, now: datetime) -> None:
    """The conversation took place: its shared note and actions are now both sides'. Raises Refused."""
    row = CHECK_IN.move(check_in, "hold", actor=actor, now=now)
    check_in.held_at = min(now, check_in.ends_at)
    for event in row.announces:
        _announce(event, check_in, session=session, actor=actor, now=now)


def finish_action(action: ActionItem, *, session: Session, actor: Actor, now: datetime) -> None:
    """Mark it as done; once it is done, it stays so. Raises DomainError, Forbidden."""
    require(actor, Permission.FOLLOW_ACTIONS, action)
    if action.done_at is not None:
        raise DomainError("This action is done already.")
    action.done_at = now
    action.done_by_id = actor.id
    announce(
        session,
        "action_done",
        now=now,
        actor_id=actor.id,
        enrollment_id=action.enrollment_id,
        subject_id=action.id,
        text=action.text,
    )


def _moment(appointment: Appointment, *, now: datetime) -> datetime:
    zone = ZoneInfo(appointment.time_zone)
    local = appointment.at.replace(tzinfo=zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != appointment.at:
        raise DomainError(Reason("The clocks go forward in that hour, so it does not exist. Choose another.", "time"))
    if moment < now - LOGGED_WITHIN:
        raise DomainError(Reason("That day is more than two months ago. Check the year.", "day"))
    if moment > now + PLANNED_WITHIN:
        raise DomainError(Reason("That day is more than a year ahead. Check the year.", "day"))
    return moment


def _texts(notes: CheckInNotes | CheckIn, *, private_text: str) -> dict[str, str]:
    return {
        "Focus": notes.focus,
        "Wins": notes.wins,
        "Shared note": notes.shared_note,
        "Early signal": notes.early_signal,
        "Actions": "\n".join(f"{action.text} (by {action.due_on.isoformat()})" for action in notes.actions),
        "Private note": private_text,
    }


def _write_actions(check_in: CheckIn, written: Sequence[WrittenAction]) -> None:
    """Open actions follow what is written, in its order; done ones stay."""
    still_open = [action for action in check_in.actions if action.done_at is None]
    for action, now_written in zip(still_open, written, strict=False):
        action.text, action.side, action.due_on = now_written.text, now_written.side, now_written.due_on
    for action in still_open[len(written) :]:
        check_in.actions.remove(action)
    check_in.actions += [
        ActionItem(enrollment_id=check_in.enrollment_id, text=new.text, side=new.side, due_on=new.due_on)
        for new in written[len(still_open) :]
    ]


def _add_private_note(check_in: CheckIn, text: str, *, session: Session, actor: Actor, now: datetime) -> None:
    assert actor.id is not None
    session.add(PrivateNote(check_in_id=check_in.id, author_id=actor.id, text=text, written_at=now))


def _announce(event: str, check_in: CheckIn, *, session: Session, actor: Actor, now: datetime, note: str = "") -> None:
    announce(
        session,
        event,
        now=now,
        actor_id=actor.id,
        enrollment_id=check_in.enrollment_id,
        subject_id=check_in.id,
        note=note,
    )
