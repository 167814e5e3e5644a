"""Recordings are watched and marks made by hand, each with its refusals."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_training import Scene, a_training, a_user_of, marked_but
from workflows.errors import DomainError, Forbidden
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage
from workflows.training.evidence.recordings import confirm_watched, open_recording
from workflows.training.models import Attendance, AttendanceMode, RecordingOpening
from workflows.training.operations import mark_by_hand, remove_marks
from workflows.training.queries import find_attendance


def watched(session: Session, scene: Scene, user: User) -> bool:
    return confirm_watched(scene.sample_session, user=user, session=session, actor=user.as_actor(NOW), now=NOW)


def test_watching_counts_after_the_recording_was_opened(session: Session) -> None:
    scene = a_training(session)
    cy = a_user_of(session, scene.people["cy@prairie.example.org"])
    marked_but(session, scene.people["cy@prairie.example.org"], scene, 8)
    link = open_recording(scene.sample_session, user=cy, session=session, now=NOW)
    assert link == "https://video.example.org/8"
    assert watched(session, scene, cy) is True
    assert scene.enrollments["Prairie"].stage == Stage.PROPOSING
    assert [(e.name, e.details) for e in session.scalars(select(OutboxEvent).order_by(OutboxEvent.id))] == [
        ("recording_watched", {"name": "Cy Otoo", "number": 8}),
        ("training_completed", {}),
        ("certificate_earned", {"name": "Cy Otoo"}),
    ]


def test_watching_twice_counts_once(session: Session) -> None:
    scene = a_training(session)
    cy = a_user_of(session, scene.people["cy@prairie.example.org"])
    open_recording(scene.sample_session, user=cy, session=session, now=NOW)
    assert [watched(session, scene, cy), watched(session, scene, cy)] == [True, False]
    assert session.scalar(select(func.count(Attendance.id))) == 1


def test_watching_without_opening_is_refused(session: Session) -> None:
    scene = a_training(session)
    cy = a_user_of(session, scene.people["cy@prairie.example.org"])
    with pytest.raises(DomainError, match="Open the recording first; then say that you have watched it"):
        watched(session, scene, cy)
    assert session.scalar(select(func.count(Attendance.id))) == 0


def test_a_recording_without_a_link_says_who_adds_it(session: Session) -> None:
    scene = a_training(session)
    cy = a_user_of(session, scene.people["cy@prairie.example.org"])
    scene.sample_session.recording_url = ""
    with pytest.raises(DomainError, match="The program manager adds its link after the session"):
        open_recording(scene.sample_session, user=cy, session=session, now=NOW)
    assert session.scalar(select(func.count(RecordingOpening.id))) == 0


def test_who_is_no_participant_is_told_whom_to_ask(session: Session) -> None:
    scene = a_training(session)
    other = a_person(session, Role.AFFILIATE_STAFF, affiliate=scene.enrollments["Harbor"].affiliate)
    with pytest.raises(DomainError, match="Ask your director to have you added"):
        open_recording(scene.sample_session, user=other, session=session, now=NOW)


def test_a_participant_named_before_they_had_an_account_is_known_by_the_address(session: Session) -> None:
    scene = a_training(session)
    cy = a_user_of(session, scene.people["cy@prairie.example.org"])
    scene.people["cy@prairie.example.org"].user_id = None
    assert open_recording(scene.sample_session, user=cy, session=session, now=NOW) == "https://video.example.org/8"


def by_hand(session: Session, scene: Scene, mode: AttendanceMode, note: str = "", *, user: User | None = None) -> None:
    mark_by_hand(
        scene.sample_session,
        [scene.people["cy@prairie.example.org"]],
        mode,
        note=note,
        session=session,
        actor=(user or scene.manager).as_actor(NOW),
        now=NOW,
    )


@pytest.mark.parametrize("mode", [AttendanceMode.EXCUSED, AttendanceMode.WAIVED, AttendanceMode.MAKE_UP])
def test_a_mark_by_hand_opens_the_gate(session: Session, mode: AttendanceMode) -> None:
    scene = a_training(session)
    marked_but(session, scene.people["cy@prairie.example.org"], scene, 8)
    by_hand(session, scene, mode, "A hearing that day")
    found = find_attendance(session, scene.people["cy@prairie.example.org"].id, scene.sample_session.id)
    assert found is not None
    assert (found.mode, found.note, found.marked_by_id) == (mode, "A hearing that day", scene.manager.id)
    assert scene.enrollments["Prairie"].stage == Stage.PROPOSING


@pytest.mark.parametrize("mode", [AttendanceMode.EXCUSED, AttendanceMode.WAIVED])
def test_an_excuse_and_a_waiver_need_a_reason(session: Session, mode: AttendanceMode) -> None:
    scene = a_training(session)
    with pytest.raises(DomainError, match="Say why in a sentence; it stays with the record"):
        by_hand(session, scene, mode, "  ")


@pytest.mark.parametrize("mode", [AttendanceMode.LIVE, AttendanceMode.RECORDING])
def test_live_and_recording_are_never_marked_by_hand(session: Session, mode: AttendanceMode) -> None:
    with pytest.raises(DomainError, match="Live attendance and recordings are not marked by hand"):
        by_hand(session, a_training(session), mode)


def test_an_administrator_may_not_waive(session: Session) -> None:
    scene = a_training(session)
    administrator = a_person(session, Role.NETWORK_ADMINISTRATOR)
    with pytest.raises(Forbidden, match="The program manager can"):
        by_hand(session, scene, AttendanceMode.WAIVED, "They ran it", user=administrator)


def test_taking_a_mark_back_reopens_the_training(session: Session) -> None:
    scene = a_training(session)
    cy = scene.people["cy@prairie.example.org"]
    marked_but(session, cy, scene, 8)
    by_hand(session, scene, AttendanceMode.MAKE_UP)
    remove_marks(scene.sample_session, [cy], session=session, actor=scene.actor, now=NOW)
    prairie = scene.enrollments["Prairie"]
    assert (prairie.stage, prairie.open_sessions) == (Stage.TRAINING, [8])


def test_there_must_be_a_mark_to_take_back(session: Session) -> None:
    scene = a_training(session)
    cy = scene.people["cy@prairie.example.org"]
    with pytest.raises(DomainError, match="Cy Otoo has no mark here that was made by hand or by a recording"):
        remove_marks(scene.sample_session, [cy], session=session, actor=scene.actor, now=NOW)
