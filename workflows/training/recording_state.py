"""How a session's recording stands, as a word on pages and as something that staff should do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from workflows.errors import Reason
from workflows.training.answers import EXPIRY_SAID_BEFORE, RECORDING_EXPECTED_WITHIN
from workflows.training.models import TrainingSession
from workflows.training.wall_clock import in_full


@dataclass(frozen=True, slots=True)
class RecordingState:
    """`tone` as `status` shows it; `to_do` is the sentence for staff, where they should do something."""

    word: str
    tone: str
    to_do: str = ""


AHEAD, AWAITED, HERE = (
    RecordingState("Ahead", "open"),
    RecordingState("Awaited", "wait"),
    RecordingState("Here", "good"),
)
NONE = RecordingState("None", "open")


def recording_state(training_session: TrainingSession, *, now: datetime) -> RecordingState:
    """Missing two days after the session, expiring within seven days, expired, or simply here."""
    if training_session.recording_url:
        return _of_a_link(training_session, now=now)
    if training_session.is_cancelled:
        return NONE
    if training_session.ends_at > now:
        return AHEAD
    if training_session.ends_at + RECORDING_EXPECTED_WITHIN > now:
        return AWAITED
    number = training_session.number
    return RecordingState("Missing", "watch", f"There is no recording of session {number} yet. Add its link.")


def list_recordings_to_mend(sessions: Iterable[TrainingSession], *, now: datetime) -> list[Reason]:
    """What staff should do about recordings; `where` is the session's key."""
    states = ((one, recording_state(one, now=now)) for one in sessions)
    return [Reason(state.to_do, str(one.id)) for one, state in states if state.to_do]


def _of_a_link(training_session: TrainingSession, *, now: datetime) -> RecordingState:
    expires_at, number = training_session.recording_expires_at, training_session.number
    if expires_at is None or expires_at > now + EXPIRY_SAID_BEFORE:
        return HERE
    when = in_full(expires_at, training_session.time_zone)
    if expires_at <= now:
        sentence = f"The recording of session {number} expired on {when}. Renew it, or give another link."
        return RecordingState("Expired", "late", sentence)
    sentence = f"The recording of session {number} can be watched until {when} only. Renew it if people still need it."
    return RecordingState("Ends soon", "watch", sentence)
