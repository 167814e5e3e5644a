"""How a recording stands is a word, and something to do where staff should act."""

from datetime import UTC, datetime, timedelta

import pytest

from workflows.training.models import SessionState, TrainingSession
from workflows.training.recording_state import list_recordings_to_mend, recording_state

ENDS_AT = datetime(2026, 3, 4, 20, 30, tzinfo=UTC)
LINK = "https://video.example.org/8"
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def a_session(url: str = "", expires_at: datetime | None = None, *, is_cancelled: bool = False) -> TrainingSession:
    return TrainingSession(
        id=8,
        number=8,
        starts_at=ENDS_AT - timedelta(minutes=90),
        minutes=90,
        time_zone="America/New_York",
        recording_url=url,
        recording_expires_at=expires_at,
        state=SessionState.CANCELLED if is_cancelled else SessionState.PLANNED,
    )


@pytest.mark.parametrize(
    ("one", "now", "word", "has_to_do"),
    [
        (a_session(), ENDS_AT - MINUTE, "Ahead", False),
        (a_session(), ENDS_AT + 2 * DAY - MINUTE, "Awaited", False),
        (a_session(), ENDS_AT + 2 * DAY, "Missing", True),
        (a_session(is_cancelled=True), ENDS_AT + 9 * DAY, "None", False),
        (a_session(LINK), ENDS_AT + 9 * DAY, "Here", False),
        (a_session(LINK, ENDS_AT + 9 * DAY), ENDS_AT + 2 * DAY - MINUTE, "Here", False),
        (a_session(LINK, ENDS_AT + 9 * DAY), ENDS_AT + 2 * DAY, "Ends soon", True),
        (a_session(LINK, ENDS_AT + 9 * DAY), ENDS_AT + 9 * DAY - MINUTE, "Ends soon", True),
        (a_session(LINK, ENDS_AT + 9 * DAY), ENDS_AT + 9 * DAY, "Expired", True),
    ],
)  # fmt: skip
def test_a_recording_stands_as_its_days_say(one: TrainingSession, now: datetime, word: str, has_to_do: bool) -> None:
    state = recording_state(one, now=now)
    assert (state.word, bool(state.to_do)) == (word, has_to_do)


def test_what_is_to_do_names_the_session_and_the_end_in_its_zone() -> None:
    now = ENDS_AT + 2 * DAY
    to_do = list_recordings_to_mend([a_session(LINK), a_session(LINK, ENDS_AT + 3 * DAY), a_session()], now=now)
    assert [(reason.sentence, reason.where) for reason in to_do] == [
        (
            "The recording of session 8 can be watched until Saturday 7 March 2026, 3:30 pm EST only. "
            "Renew it if people still need it.",
            "8",
        ),
        ("There is no recording of session 8 yet. Add its link.", "8"),
    ]
