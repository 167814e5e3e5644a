"""Recordings with check questions or a reflection: what counts, what is refused, and what staff can take back."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_training import Scene, a_training, a_user_of, marked_but
from workflows.cohorts.models import RecordingCheck
from workflows.enrollments.models import StageChange
from workflows.errors import DomainError, Stale
from workflows.machine import Refused
from workflows.people.models import User
from workflows.stages import Stage
from workflows.training.evidence.answers import CheckQuestion
from workflows.training.evidence.models import CheckTry, Reflection, ReflectionState
from workflows.training.evidence.queries import count_waiting_for_staff, list_waiting_for_staff
from workflows.training.evidence.questions import find_sheet, load_questions, questions_of, write_questions
from workflows.training.evidence.recordings import (
    answer_check,
    answer_reflection,
    confirm_watched,
    open_recording,
    save_reflection,
    send_reflection,
)
from workflows.training.models import Attendance, AttendanceMode, RecordingOpening
from workflows.training.queries import find_attendance
from workflows.training.series import load_modules

QUESTIONS = [CheckQuestion(f"What is {n}?", ("one", "two", "three"), n, f"It is {n}.") for n in range(3)]
RIGHT = [0, 1, 2]
TEXT = "I learned to look at the denominator first, and will try it with our arrivals of last spring."


def asking(session: Session, check: RecordingCheck) -> tuple[Scene, User]:
    """Prairie's only person has every session but the eighth, whose recording they opened."""
    scene = a_training(session)
    scene.cohort.recording_check = check
    write_questions(scene.sample_session, QUESTIONS, expected_version=0, session=session)
    cy = scene.people["cy@prairie.example.org"]
    user = a_user_of(session, cy)
    marked_but(session, cy, scene, 8)
    open_recording(scene.sample_session, user=user, session=session, now=NOW)
    session.flush()
    return scene, user


def answered(session: Session, scene: Scene, user: User, chosen: list[int]) -> CheckTry:
    actor = user.as_actor(NOW)
    return answer_check(scene.sample_session, chosen, user=user, session=session, actor=actor, now=NOW)


def sent(session: Session, scene: Scene, user: User, text: str = TEXT, version: int = 0) -> Reflection:
    told = {"expected_version": version, "user": user, "session": session, "actor": user.as_actor(NOW), "now": NOW}
    return send_reflection(scene.sample_session, text, **told)  # type: ignore[arg-type]


def mode_of(session: Session, scene: Scene) -> AttendanceMode | None:
    mark = find_attendance(session, scene.people["cy@prairie.example.org"].id, scene.sample_session.id)
    return None if mark is None else mark.mode


def test_wrong_answers_do_not_count_and_every_try_is_kept(session: Session) -> None:
    scene, cy = asking(session, RecordingCheck.QUESTIONS)
    assert [answered(session, scene, cy, chosen).is_passed for chosen in ([0, 0, 0], [0, 1, 1])] == [False, False]
    assert mode_of(session, scene) is None
    assert answered(session, scene, cy, RIGHT).is_passed is True
    assert mode_of(session, scene) is AttendanceMode.RECORDING
    assert scene.enrollments["Prairie"].stage is Stage.PROPOSING
    assert [(t.chosen, t.right) for t in session.scalars(select(CheckTry).order_by(CheckTry.id))] == [
        ([0, 0, 0], 1), ([0, 1, 1], 2), (RIGHT, 3),
    ]  # fmt: skip


def test_saying_i_have_watched_it_is_not_enough_where_a_check_is_asked(session: Session) -> None:
    scene, cy = asking(session, RecordingCheck.QUESTIONS)
    for check, sentence in (
        (RecordingCheck.QUESTIONS, "it counts when all of them are right"),
        (RecordingCheck.REFLECTION, "it counts as soon as you send it"),
    ):
        scene.cohort.recording_check = check
        with pytest.raises(DomainError, match=sentence):
            confirm_watched(scene.sample_session, user=cy, session=session, actor=cy.as_actor(NOW), now=NOW)
        assert mode_of(session, scene) is None


def test_an_unanswered_question_and_an_unopened_recording_are_refused(session: Session) -> None:
    scene, cy = asking(session, RecordingCheck.QUESTIONS)
    with pytest.raises(DomainError, match="Answer every question"):
        answered(session, scene, cy, [0, 1])
    session.query(RecordingOpening).delete()
    with pytest.raises(DomainError, match="Open the recording first"):
        answered(session, scene, cy, RIGHT)
    assert session.scalar(select(func.count(CheckTry.id))) == 0


def test_a_session_without_questions_counts_as_in_a_cohort_without_a_check(session: Session) -> None:
    scene, cy = asking(session, RecordingCheck.QUESTIONS)
    write_questions(scene.sample_session, [], expected_version=1, session=session)
    session.flush()
    assert confirm_watched(scene.sample_session, user=cy, session=session, actor=cy.as_actor(NOW), now=NOW) is True


def expired(scene: Scene, at: datetime) -> None:
    scene.sample_session.recording_expires_at = at  # type: ignore[attr-defined]


def test_an_expired_recording_says_until_when_and_who_can_help(session: Session) -> None:
    scene, cy = asking(session, RecordingCheck.NONE)
    expired(scene, NOW - timedelta(hours=1))
    with pytest.raises(DomainError, match=r"could be opened until .* 2026\. Ask the program manager to open it again"):
        open_recording(scene.sample_session, user=cy, session=session, now=NOW)
    expired(scene, NOW + timedelta(hours=1))
    assert open_recording(scene.sample_session, user=cy, session=session, now=NOW) == "https://video.example.org/8"


def test_a_reflection_counts_at_once_and_a_returned_one_does_not_until_it_is_sent_again(session: Session) -> None:
    scene, cy = asking(session, RecordingCheck.REFLECTION)
    reflection = sent(session, scene, cy)
    prairie = scene.enrollments["Prairie"]
    assert (mode_of(session, scene), prairie.stage) == (AttendanceMode.RECORDING, Stage.PROPOSING)
    assert [line.kind for line in list_waiting_for_staff(session, actor=scene.actor)] == ["reflection"]

    told = {"session": session, "actor": scene.actor, "now": NOW}
    answer_reflection(reflection, "return", comment="What will you try?", **told)
    assert (mode_of(session, scene), prairie.stage, prairie.open_sessions) == (None, Stage.TRAINING, [8])
    assert count_waiting_for_staff(session, actor=scene.actor) == 0
    reasons = session.scalars(select(StageChange.note).where(StageChange.transition == "reopen_training")).all()
    assert reasons == ["An attendance was taken back, so session 8 is open again."]

    sent(session, scene, cy, TEXT + " I ask our volunteers first.", reflection.version)
    assert (mode_of(session, scene), prairie.stage) == (AttendanceMode.RECORDING, Stage.PROPOSING)
    answer_reflection(reflection, "verify", comment="", **told)
    assert (reflection.state, reflection.decided_by_id) == (ReflectionState.VERIFIED, scene.manager.id)


@pytest.mark.parametrize(
    ("text", "sentence"), [("Nice.", "50 characters at least, and you have 5"), ("x" * 1501, "1500")]
)
def test_a_reflection_too_short_or_too_long_is_refused(session: Session, text: str, sentence: str) -> None:
    scene, cy = asking(session, RecordingCheck.REFLECTION)
    with pytest.raises(DomainError, match=sentence):
        sent(session, scene, cy, text)
    assert mode_of(session, scene) is None


def test_a_draft_is_kept_and_the_older_window_is_told(session: Session) -> None:
    scene, cy = asking(session, RecordingCheck.REFLECTION)
    told = {"user": cy, "session": session, "now": NOW}
    kept = save_reflection(scene.sample_session, "I learned", expected_version=0, **told)
    assert (kept.state, kept.text, kept.version) == (ReflectionState.DRAFT, "I learned", 1)
    with pytest.raises(Stale) as stale:
        save_reflection(scene.sample_session, "Mine", expected_version=0, **told)
    assert stale.value.theirs == {"Reflection": "I learned"}
    sent(session, scene, cy, TEXT, 1)
    with pytest.raises(DomainError, match="Your reflection is sent"):
        save_reflection(scene.sample_session, "More", expected_version=kept.version, **told)


def test_a_participant_may_not_verify_their_own_reflection(session: Session) -> None:
    scene, cy = asking(session, RecordingCheck.REFLECTION)
    reflection = sent(session, scene, cy)
    with pytest.raises(Refused, match="You may not manage sessions and attendance"):
        answer_reflection(reflection, "verify", comment="", session=session, actor=cy.as_actor(NOW), now=NOW)
    with pytest.raises(Refused, match="Say why in a sentence"):
        answer_reflection(reflection, "return", comment=" ", session=session, actor=scene.actor, now=NOW)
    assert reflection.state is ReflectionState.SENT


def test_every_week_of_the_curriculum_has_three_questions_with_one_right_answer() -> None:
    asked = load_questions()
    assert sorted(asked) == [module.week for module in load_modules()]
    for questions in asked.values():
        assert [len(question.choices) for question in questions] == [3, 3, 3]
        assert all(question.right in range(3) and question.explanation for question in questions)
    assert {question.right for questions in asked.values() for question in questions} == {0, 1, 2}


def test_staff_write_their_own_questions_in_the_place_of_the_curriculums(session: Session) -> None:
    scene = a_training(session)
    one = scene.sample_session
    one.title = next(m.title for m in load_modules() if m.week == 8)
    assert questions_of(one, find_sheet(session, one.id)) == load_questions()[8]
    write_questions(one, QUESTIONS, expected_version=0, session=session)
    session.flush()
    assert questions_of(one, find_sheet(session, one.id)) == tuple(QUESTIONS)
    with pytest.raises(Stale):
        write_questions(one, QUESTIONS[:1], expected_version=0, session=session)
    with pytest.raises(DomainError, match="Say which answer of question 1 is right"):
        unclear = [CheckQuestion("Which?", ("a", "b"), -1, "")]
        write_questions(one, unclear, expected_version=1, session=session)


def test_a_mark_that_counted_already_stays_when_the_check_is_passed(session: Session) -> None:
    scene, cy = asking(session, RecordingCheck.QUESTIONS)
    person = scene.people["cy@prairie.example.org"]
    session.add(
        Attendance(
            participant_id=person.id, session_id=scene.sample_session.id, mode=AttendanceMode.LIVE, marked_at=NOW
        )
    )
    session.flush()
    assert answered(session, scene, cy, RIGHT).is_passed is True
    assert mode_of(session, scene) is AttendanceMode.LIVE
