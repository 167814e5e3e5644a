"""Watching a recording: it is opened, answered or reflected on, and counted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.cohorts.models import RecordingCheck
from workflows.enrollments.models import Participant
from workflows.errors import DomainError, Reason, Stale
from workflows.people.models import User
from workflows.permissions import Actor
from workflows.training.evidence.answers import REFLECTION_MAX
from workflows.training.evidence.lifecycle import REFLECTION
from workflows.training.evidence.models import CheckTry, Reflection, ReflectionState
from workflows.training.evidence.queries import find_of_place
from workflows.training.evidence.questions import check_of, find_sheet, questions_of
from workflows.training.evidence.recording_rules import why_not_open, why_not_watched
from workflows.training.evidence.telling import tell
from workflows.training.marks import count_as, take_back
from workflows.training.models import AttendanceMode, RecordingOpening, TrainingSession
from workflows.training.queries import find_own_participant, has_opened_recording, hold_attendance


def open_recording(training_session: TrainingSession, *, user: User, session: Session, now: datetime) -> str:
    """Log the opening and return the recording's address; raises DomainError where there is none to open."""
    participant = find_own_participant(session, cohort_id=training_session.cohort_id, user=user)
    reasons = why_not_open(training_session, participant, now)
    if reasons or participant is None:
        raise DomainError(*reasons)
    session.add(RecordingOpening(participant_id=participant.id, session_id=training_session.id, opened_at=now))
    return training_session.recording_url


def confirm_watched(
    training_session: TrainingSession, *, user: User, session: Session, actor: Actor, now: datetime
) -> bool:
    """Count the recording for this person; False, and nothing changes, where the session counts for them already.

    Raises DomainError unless they opened the recording before, and where the cohort asks for a check.
    """
    hold_attendance(session, training_session.id)
    questions = questions_of(training_session, find_sheet(session, training_session.id))
    check = check_of(training_session, questions)
    participant = _who_watched(training_session, user, check, session=session, now=now)
    return count_as(training_session, participant, AttendanceMode.RECORDING, session=session, actor=actor, now=now)


def answer_check(
    training_session: TrainingSession,
    chosen: Sequence[int],
    *,
    user: User,
    session: Session,
    actor: Actor,
    now: datetime,
) -> CheckTry:
    """Keep one try, and count the recording when every answer is right.

    `chosen` are places, in the order of the questions. Raises DomainError for an unanswered question, and where the
    recording was not opened or nothing is asked.
    """
    hold_attendance(session, training_session.id)
    questions = questions_of(training_session, find_sheet(session, training_session.id))
    if check_of(training_session, questions) is not RecordingCheck.QUESTIONS:
        raise DomainError("No questions are asked about this recording.")
    participant = _who_watched(training_session, user, RecordingCheck.NONE, session=session, now=now)
    if len(chosen) != len(questions):
        raise DomainError("Answer every question; then we can tell you which are right.")
    right = sum(place == question.right for place, question in zip(chosen, questions, strict=True))
    tried = CheckTry(
        participant_id=participant.id,
        session_id=training_session.id,
        chosen=list(chosen),
        right=right,
        asked=len(questions),
        tried_at=now,
    )
    session.add(tried)
    if tried.is_passed:
        count_as(training_session, participant, AttendanceMode.RECORDING, session=session, actor=actor, now=now)
    return tried


def save_reflection(
    training_session: TrainingSession,
    text: str,
    *,
    expected_version: int,
    user: User,
    session: Session,
    now: datetime,
) -> Reflection:
    """Keep the draft; `expected_version` is 0 before there is one.

    Raises Stale when it was saved in another window since, DomainError where it was sent or cannot be written.
    """
    reflection = _own_reflection(training_session, user, session=session, now=now)
    if expected_version != (reflection.version or 0):
        raise Stale(mine={"Reflection": text}, theirs={"Reflection": reflection.text})
    if reflection.state.counts:
        raise DomainError("Your reflection is sent. It opens again if it comes back with a comment.")
    if len(text) > REFLECTION_MAX:
        raise DomainError(Reason(f"{REFLECTION_MAX} characters at most; you have {len(text)}.", "text"))
    reflection.text = text
    session.add(reflection)
    session.flush()  # the page needs the new version
    return reflection


def send_reflection(
    training_session: TrainingSession,
    text: str,
    *,
    expected_version: int,
    user: User,
    session: Session,
    actor: Actor,
    now: datetime,
) -> Reflection:
    """Send the text: it counts at once, until staff return it. Raises as `save_reflection`, and for its length."""
    hold_attendance(session, training_session.id)
    reflection = save_reflection(
        training_session, text, expected_version=expected_version, user=user, session=session, now=now
    )
    reflection.sent_at = now
    row = REFLECTION.move(reflection, "send", actor=actor, now=now)
    tell(reflection, row.announces, session=session, actor=actor, now=now)
    who = reflection.participant
    count_as(training_session, who, AttendanceMode.RECORDING, session=session, actor=actor, now=now)
    return reflection


def answer_reflection(
    reflection: Reflection, name: str, *, comment: str, session: Session, actor: Actor, now: datetime
) -> None:
    """Staff `verify` it, or `return` it with a comment: then it does not count until it is sent again."""
    hold_attendance(session, reflection.session_id)
    row = REFLECTION.move(reflection, name, actor=actor, now=now, note=comment)
    reflection.comment, reflection.decided_by_id, reflection.decided_at = comment.strip(), actor.id, now
    tell(reflection, row.announces, session=session, actor=actor, now=now)
    if reflection.state is ReflectionState.RETURNED:
        who, mode = reflection.participant, AttendanceMode.RECORDING
        take_back(reflection.session, who, mode, session=session, actor=actor, now=now)


def _who_watched(
    training_session: TrainingSession, user: User, check: RecordingCheck, *, session: Session, now: datetime
) -> Participant:
    """Raises DomainError with every reason why this person cannot count the recording."""
    participant = find_own_participant(session, cohort_id=training_session.cohort_id, user=user)
    opened = participant is not None and has_opened_recording(session, participant.id, training_session.id)
    reasons = why_not_watched(training_session, participant, now, has_opened=opened, check=check)
    if reasons or participant is None:
        raise DomainError(*reasons)
    return participant


def _own_reflection(training_session: TrainingSession, user: User, *, session: Session, now: datetime) -> Reflection:
    if training_session.cohort.recording_check is not RecordingCheck.REFLECTION:
        raise DomainError("No reflection is asked for about this recording.")
    participant = _who_watched(training_session, user, RecordingCheck.NONE, session=session, now=now)
    found: Reflection | None = find_of_place(session, Reflection, participant.id, training_session.id)
    return found or Reflection(
        participant_id=participant.id,
        session_id=training_session.id,
        participant=participant,
        session=training_session,
        state=REFLECTION.initial,
        text="",
    )
