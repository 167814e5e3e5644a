"""Who can open a recording, and what it takes until it counts; pure functions that give sentences."""

from datetime import datetime

from workflows.clock import local_date
from workflows.cohorts.models import RecordingCheck
from workflows.enrollments.models import Participant
from workflows.errors import Reason
from workflows.training.models import TrainingSession

_CHECKS = {
    RecordingCheck.QUESTIONS: "Answer the questions about the recording: it counts when all of them are right.",
    RecordingCheck.REFLECTION: "Write a short reflection on the recording: it counts as soon as you send it.",
}


def has_recording(training_session: TrainingSession, now: datetime) -> bool:
    """Whether there is a recording that can be opened now."""
    return bool(training_session.recording_url) and not is_expired(training_session, now)


def is_expired(training_session: TrainingSession, now: datetime) -> bool:
    expires_at = training_session.recording_expires_at
    return bool(training_session.recording_url) and expires_at is not None and expires_at <= now


def why_not_open(
    training_session: TrainingSession, participant: Participant | None, now: datetime
) -> tuple[Reason, ...]:
    """Why this person cannot open the session's recording; empty when they can."""
    reasons = []
    if participant is None:
        reasons.append(
            Reason("You are not named as a participant of this cohort. Ask your director to have you added.")
        )
    if not training_session.recording_url:
        reasons.append(Reason("The recording is not here yet. The program manager adds its link after the session."))
    elif is_expired(training_session, now):
        reasons.append(Reason(_expired(training_session)))
    return tuple(reasons)


def why_not_watched(
    training_session: TrainingSession,
    participant: Participant | None,
    now: datetime,
    *,
    has_opened: bool,
    check: RecordingCheck,
) -> tuple[Reason, ...]:
    """Why this person cannot say yet, with one button, that they watched the recording; empty when they can."""
    reasons = why_not_open(training_session, participant, now)
    if not reasons and not has_opened:
        return (Reason("Open the recording first; then say that you have watched it."),)
    if not reasons and check is not RecordingCheck.NONE:
        return (Reason(_CHECKS[check]),)
    return reasons


def _expired(training_session: TrainingSession) -> str:
    expires_at = training_session.recording_expires_at
    assert expires_at is not None
    day = local_date(expires_at, training_session.time_zone)
    return (
        f"The recording could be opened until {day:%A} {day.day} {day:%B %Y}. "
        "Ask the program manager to open it again, or ask for a make-up."
    )
