"""What stands in for being there: an excuse told in advance, or something made up for afterwards."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from workflows.enrollments.models import Participant
from workflows.errors import DomainError, Forbidden, Reason
from workflows.machine import Machine
from workflows.people.models import User
from workflows.permissions import Actor, Permission, can
from workflows.training.evidence.lifecycle import EXCUSE, MAKE_UP
from workflows.training.evidence.models import Excuse, ExcuseState, MakeUp, MakeUpState
from workflows.training.evidence.queries import Place, find_of_place
from workflows.training.evidence.telling import tell
from workflows.training.marks import count_as, take_back
from workflows.training.models import AttendanceMode
from workflows.training.queries import find_attendance, hold_attendance

A = TypeVar("A", Excuse, MakeUp)


def is_own(participant: Participant, user: User) -> bool:
    """Whether the participant is this user, also when they were named before they had an account."""
    if participant.user_id is not None:
        return participant.user_id == user.id
    return participant.email.lower() == user.email.lower()


def speaks_for(participant: Participant, *, user: User, actor: Actor) -> bool:
    """The person, and whoever names the affiliate's participants, speak for the person."""
    return is_own(participant, user) or (
        can(actor, Permission.ATTEND_TRAINING, participant) and can(actor, Permission.NAME_PARTICIPANTS, participant)
    )


def excuse_of(place: Place, *, session: Session) -> Excuse:
    """The excuse of this person for this session; a new one that nobody has asked for yet where there is none."""
    return _of_place(place, Excuse, session=session)


def make_up_of(place: Place, *, session: Session) -> MakeUp:
    """The make-up of this person for this session; a new one that nobody has asked for yet where there is none."""
    return _of_place(place, MakeUp, session=session)


def ask_to_be_excused(
    place: Place, reason: str, *, user: User, session: Session, actor: Actor, now: datetime
) -> Excuse:
    """Tell in advance that the person cannot come; raises DomainError once the session has begun, Forbidden for
    somebody who does not speak for the person."""
    _require_open(place, user=user, actor=actor, session=session)
    excuse = excuse_of(place, session=session)
    _ask(excuse, EXCUSE, reason, session=session, actor=actor, now=now)
    return excuse


def answer_excuse(excuse: Excuse, name: str, *, comment: str, session: Session, actor: Actor, now: datetime) -> None:
    """Staff `accept` it, which counts, or `return` it with a comment, also one that counted."""
    hold_attendance(session, excuse.session_id)
    _decide(excuse, EXCUSE, name, comment, session=session, actor=actor, now=now)
    follow = count_as if excuse.state is ExcuseState.ACCEPTED else take_back
    follow(excuse.session, excuse.participant, AttendanceMode.EXCUSED, session=session, actor=actor, now=now)


def ask_for_make_up(place: Place, reason: str, *, user: User, session: Session, actor: Actor, now: datetime) -> MakeUp:
    """Ask for something instead of the session, once it has begun."""
    _require_open(place, user=user, actor=actor, session=session)
    make_up = make_up_of(place, session=session)
    _ask(make_up, MAKE_UP, reason, session=session, actor=actor, now=now)
    return make_up


def hand_in_make_up(
    make_up: MakeUp, evidence: str, *, user: User, session: Session, actor: Actor, now: datetime
) -> None:
    """Tell what was done instead; staff verify it then."""
    _require_voice(make_up.participant, user=user, actor=actor)
    make_up.evidence, make_up.handed_in_at = evidence.strip(), now
    row = MAKE_UP.move(make_up, "hand_in", actor=actor, now=now)
    tell(make_up, row.announces, session=session, actor=actor, now=now)


def answer_make_up(make_up: MakeUp, name: str, *, comment: str, session: Session, actor: Actor, now: datetime) -> None:
    """Staff `arrange` what is done instead, `verify` that it was, which counts, or `return` it with a comment."""
    hold_attendance(session, make_up.session_id)
    was_verified = make_up.state is MakeUpState.VERIFIED
    _decide(make_up, MAKE_UP, name, comment, session=session, actor=actor, now=now)
    if make_up.state is MakeUpState.VERIFIED or was_verified:
        follow = count_as if make_up.state is MakeUpState.VERIFIED else take_back
        follow(make_up.session, make_up.participant, AttendanceMode.MAKE_UP, session=session, actor=actor, now=now)


def withdraw(record: Excuse | MakeUp, *, user: User, actor: Actor, now: datetime) -> None:
    """Whoever speaks for the person asks for it no longer."""
    _require_voice(record.participant, user=user, actor=actor)
    machine: Machine[ExcuseState] | Machine[MakeUpState] = EXCUSE if isinstance(record, Excuse) else MAKE_UP
    machine.move(record, "withdraw", actor=actor, now=now)


def _of_place(place: Place, kind: type[A], *, session: Session) -> A:
    found: A | None = find_of_place(session, kind, place.participant.id, place.training_session.id)
    if found is not None:
        return found
    return kind(
        participant_id=place.participant.id,
        session_id=place.training_session.id,
        participant=place.participant,
        session=place.training_session,
        state=ExcuseState.NOT_ASKED if kind is Excuse else MakeUpState.NOT_ASKED,
        reason="",
        comment="",
    )


def _ask(
    record: A,
    machine: Machine[ExcuseState] | Machine[MakeUpState],
    reason: str,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    assert actor.id is not None
    record.reason, record.asked_by_id, record.asked_at = reason.strip(), actor.id, now
    row = machine.move(record, "ask", actor=actor, now=now)
    session.add(record)
    tell(record, row.announces, session=session, actor=actor, now=now)


def _decide(
    record: Excuse | MakeUp,
    machine: Machine[ExcuseState] | Machine[MakeUpState],
    name: str,
    comment: str,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    row = machine.move(record, name, actor=actor, now=now, note=comment)
    record.comment, record.decided_by_id, record.decided_at = comment.strip(), actor.id, now
    tell(record, row.announces, session=session, actor=actor, now=now)


def _require_open(place: Place, *, user: User, actor: Actor, session: Session) -> None:
    """Raises Forbidden for a stranger, DomainError where the session counts for the person already."""
    _require_voice(place.participant, user=user, actor=actor)
    hold_attendance(session, place.training_session.id)
    mark = find_attendance(session, place.participant.id, place.training_session.id)
    if mark is not None and mark.mode.counts:
        raise DomainError(f"Session {place.training_session.number} counts for {place.participant.name} already.")


def _require_voice(participant: Participant, *, user: User, actor: Actor) -> None:
    if not speaks_for(participant, user=user, actor=actor):
        raise Forbidden(
            Reason(f"You may not speak for {participant.name}. They can, and so can the director and the data lead.")
        )
