"""Whether completion is still possible, who is at risk, and what will follow before a mark is taken back."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_training import SAMPLE_STARTS_AT, Scene, a_training, marked, marked_but
from workflows.enrollments.models import Enrollment
from workflows.stages import Stage
from workflows.training.consequences import follows_from_losing
from workflows.training.evidence.queries import list_states
from workflows.training.grid import AffiliateGrid, grid_of_affiliate
from workflows.training.models import AttendanceMode
from workflows.training.outlook import Outlook, risks_of
from workflows.training.queries import list_attendances_of

AFTERWARDS = SAMPLE_STARTS_AT + timedelta(weeks=8)  # every session is over


def grid(session: Session, enrollment: Enrollment, scene: Scene, now: datetime = AFTERWARDS) -> AffiliateGrid:
    session.flush()
    session.refresh(enrollment)
    ids = [person.id for person in enrollment.participants]
    marks, states = list_attendances_of(session, ids), list_states(session, ids)
    return grid_of_affiliate(enrollment, scene.sessions, marks, states, now=now)


def prairie_but(session: Session, *numbers: int) -> tuple[Scene, Enrollment]:
    scene = a_training(session)
    scene.cohort.proposals_due_at = AFTERWARDS + timedelta(days=60)
    marked_but(session, scene.people["cy@prairie.example.org"], scene, *numbers)
    return scene, scene.enrollments["Prairie"]


def test_recordings_there_missing_and_expired_make_the_difference(session: Session) -> None:
    scene, prairie = prairie_but(session, 5)
    assert grid(session, prairie, scene).outlook is Outlook.POSSIBLE
    scene.sessions[4].recording_expires_at = AFTERWARDS + timedelta(days=3)  # type: ignore[attr-defined]
    told = [str(s) for s in grid(session, prairie, scene).sentences]
    assert told[0] == "Completion is still possible: watch the recording of session 5."
    assert told[1].startswith("The recording of session 5 can be opened until ")
    scene.sessions[4].recording_expires_at = AFTERWARDS - timedelta(days=1)  # type: ignore[attr-defined]
    found = grid(session, prairie, scene)
    assert (found.outlook, [line.way for line in found.open_lines]) == (
        Outlook.NEEDS_HELP, ["The recording has expired: ask for a make-up"],
    )  # fmt: skip
    scene.sessions[4].recording_url = ""
    assert grid(session, prairie, scene).outlook is Outlook.NEEDS_HELP


def test_after_the_deadline_it_is_too_late_and_the_sentence_says_who_extends_it(session: Session) -> None:
    scene, prairie = prairie_but(session, 5)
    scene.cohort.proposals_due_at = AFTERWARDS - timedelta(days=1)
    found = grid(session, prairie, scene)
    assert found.outlook is Outlook.TOO_LATE
    assert str(found.sentences[-1]).endswith("Ask the program manager for more time.")


def test_a_session_after_the_deadline_is_said_while_it_is_ahead(session: Session) -> None:
    scene, prairie = prairie_but(session, 12)
    before = scene.sessions[11].starts_at - timedelta(days=3)
    scene.cohort.proposals_due_at = before + timedelta(days=1)
    found = grid(session, prairie, scene, before)
    assert found.outlook is Outlook.TOO_LATE
    assert "Session 12 would come after the proposals close." in str(found.sentences[1])


def test_everything_met_is_complete_and_open_sessions_name_their_people(session: Session) -> None:
    scene, prairie = prairie_but(session)
    assert grid(session, prairie, scene).outlook is Outlook.COMPLETE
    harbor = scene.enrollments["Harbor"]
    marked(session, scene.people["ana@harbor.example.org"], scene.sessions[0])
    found = grid(session, harbor, scene)
    assert [(line.participant.name, line.met) for line in found.people] == [("Ana Ruiz", 1), ("Bo Lee", 0)]
    assert (found.met, found.open_lines[0].session.number, len(found.open_lines)) == (1, 2, 11)
    assert [person.name for person, _standing in found.open_lines[0].people] == ["Ana Ruiz", "Bo Lee"]


@pytest.mark.parametrize(
    ("days_to_deadline", "open_numbers", "expected"),
    [
        (60, (), []),
        (60, (5,), []),
        (60, (3, 5, 7), ["3 past sessions are open"]),
        (10, (5,), ["Proposals close soon"]),
        (-1, (5,), ["Proposals have closed"]),
    ],
)
def test_who_is_at_risk_is_told_with_the_reason(
    session: Session, days_to_deadline: int, open_numbers: tuple[int, ...], expected: list[str]
) -> None:
    scene, prairie = prairie_but(session, *open_numbers)
    scene.cohort.proposals_due_at = AFTERWARDS + timedelta(days=days_to_deadline)
    session.refresh(prairie)
    still_open = [s for s in scene.sessions if s.number in open_numbers]
    assert risks_of(prairie, still_open, now=AFTERWARDS) == expected


def test_what_follows_is_said_before_a_mark_is_taken_back(session: Session) -> None:
    scene, prairie = prairie_but(session)
    cy = scene.people["cy@prairie.example.org"]
    session.flush()
    assert prairie.stage is Stage.PROPOSING
    told = follows_from_losing(scene.sample_session, [cy], session=session)
    assert told == [
        "The training of Prairie opens again: session 8 is not met then, and the proposal cannot be submitted until it "
        "is. What was written stays.",
        "The certificate of Cy Otoo is taken back.",
    ]
    prairie.proposal_submitted_at = NOW
    session.flush()
    told = follows_from_losing(scene.sample_session, [cy], session=session)
    assert told[0] == (
        "Prairie has submitted its proposal, so its training stays complete. Session 8 is shown as open, and nothing "
        "else changes."
    )


def test_nothing_follows_where_somebody_else_met_the_session(session: Session) -> None:
    scene = a_training(session)
    ana, bo = (scene.people[f"{name}@harbor.example.org"] for name in ("ana", "bo"))
    marked(session, bo, scene.sample_session, AttendanceMode.MAKE_UP)
    marked_but(session, ana, scene)
    session.flush()
    assert follows_from_losing(scene.sample_session, [bo], session=session) == []
