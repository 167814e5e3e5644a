"""Who hears of a session's new time, and only while it is true."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_training import Scene, a_training, a_user_of
from tests.workflows.notifications.owed import Postbox, context_of
from workflows.notifications.jobs import send_message
from workflows.outbox import JobRun, expand_events
from workflows.permissions import Role
from workflows.training.planning import cancel_session, edit_session, plan_of, restore_session, shift_sessions


def send_all(session: Session) -> list[tuple[str, str]]:
    """(to, subject) of everything that the owed runs send."""
    expand_events(session, now=NOW)
    session.commit()
    postbox = Postbox()
    for run in session.scalars(select(JobRun).order_by(JobRun.id)).all():
        send_message(context_of(run, postbox))
    return [(to, subject) for to, subject, _ in postbox.sent]


def one_affiliate(session: Session) -> Scene:
    """Harbor with Ana, who has an account in Denver, Bo without one, and a director; the others have nobody."""
    scene = a_training(session)
    ana = a_user_of(session, scene.people["ana@harbor.example.org"])
    ana.time_zone = "America/Denver"
    a_person(
        session,
        Role.AFFILIATE_DIRECTOR,
        affiliate=scene.enrollments["Harbor"].affiliate,
        email="director@x.example.org",
    )
    session.flush()
    return scene


def move(session: Session, scene: Scene, days: int, *, with_later: bool = False) -> None:
    one = scene.sample_session
    told = {"session": session, "actor": scene.actor, "now": NOW}
    shift_sessions(one, days=days, with_later=with_later, expected_version=one.version, **told)
    session.flush()


def test_participants_and_their_leaders_read_the_new_time_on_their_own_clock(session: Session) -> None:
    scene = one_affiliate(session)
    move(session, scene, 7)
    agreed = "Wednesday 11 March 2026, 2:00 pm EDT"
    own = "Wednesday 11 March 2026, 12:00 pm MDT where you are"
    assert send_all(session) == [
        ("ana@harbor.example.org", f"Session 8 has moved to {agreed} ({own})"),
        ("director@x.example.org", f"Session 8 has moved to {agreed}"),
    ]


def test_a_session_that_moved_twice_is_told_once_with_its_last_time(session: Session) -> None:
    scene = one_affiliate(session)
    move(session, scene, 7)
    move(session, scene, 1)
    subjects = {subject for to, subject in send_all(session) if to.startswith("director")}
    assert subjects == {"Session 8 has moved to Thursday 12 March 2026, 2:00 pm EDT"}


def test_nobody_is_written_to_for_other_words_or_once_the_session_is_cancelled(session: Session) -> None:
    scene = one_affiliate(session)
    one, told = scene.sample_session, {"session": session, "actor": scene.actor, "now": NOW}
    plan = plan_of(one)
    edit_session(one, plan, expected_version=one.version, **told)
    move(session, scene, 7)
    cancel_session(one, reason="The speaker is ill.", **told)
    session.flush()
    assert {subject for _, subject in send_all(session)} == {
        "Session 8 on Wednesday 11 March 2026, 2:00 pm EDT (Wednesday 11 March 2026, 12:00 pm MDT where you are) "
        "is cancelled",
        "Session 8 on Wednesday 11 March 2026, 2:00 pm EDT is cancelled",
    }


def test_a_restored_session_is_told_and_its_cancellation_is_not(session: Session) -> None:
    scene = one_affiliate(session)
    told = {"session": session, "actor": scene.actor, "now": NOW}
    cancel_session(scene.sample_session, reason="The speaker is ill.", **told)
    session.flush()
    restore_session(scene.sample_session, **told)
    session.flush()
    assert {subject for _, subject in send_all(session)} == {"Session 8 takes place after all"}


def test_a_shifted_series_is_one_message(session: Session) -> None:
    scene = one_affiliate(session)
    move(session, scene, 7, with_later=True)
    assert send_all(session) == [
        ("ana@harbor.example.org", f"Sessions of {scene.cohort.name} have moved"),
        ("director@x.example.org", f"Sessions of {scene.cohort.name} have moved"),
    ]


def test_a_message_that_comes_after_the_session_is_not_sent(session: Session) -> None:
    scene = one_affiliate(session)
    move(session, scene, 7)
    expand_events(session, now=NOW)
    scene.sample_session.starts_at = NOW - timedelta(hours=1)
    session.flush()
    assert send_all(session) == []
