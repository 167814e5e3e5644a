"""Staff plan the series in the browser, and everyone reads a session's page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import a_person
from tests.scenes_training import Scene, a_material, a_training, a_user_of, marked
from workflows.clock import utc_now
from workflows.people.models import User
from workflows.permissions import Role
from workflows.training.models import Attendance, TrainingSession
from workflows.training.planning import cancel_session

SignIn = Callable[[User], FlaskClient]
EDIT = {
    "title": "Privacy first",
    "kind": "lab",
    "starts_on": "2026-03-04",
    "starts_time": "14:30",
    "time_zone": "America/New_York",
    "minutes": "60",
    "language": "English",
    "accessibility": "Live captions in English and Spanish",
    "is_required": "y",
    "objectives": "Spot personal data",
    "practice_product": "A sketch of your data",
    "competency": "C7 governance",
    "feeds": "privacy.consent",
    "meeting_url": "",
}
RECORDING = {
    "url": "https://video.example.org/new",
    "minutes": "88",
    "expires_on": "2026-12-31",
    "language": "English",
    "captions": "English, Spanish",
    "transcript": "Bienvenidos.\r\nWelcome.",
    "transcript_language": "Spanish",
}


def ahead(scene: Scene, *, weeks: int = 1) -> TrainingSession:
    """The sample session, as many weeks from now: pages read the real clock."""
    scene.sample_session.starts_at = (utc_now() + timedelta(weeks=weeks)).replace(microsecond=0)
    return scene.sample_session


def path_of(one: TrainingSession, rest: str = "") -> str:
    return f"/training/sessions/{one.id}{rest}"


def test_manager_edits_a_session_and_the_slower_editor_is_told(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(scene.manager)
    page = path_of(scene.sample_session, "/edit")
    assert 'value="14:00"' in client.get(page).text
    assert client.post(page, data={**EDIT, "version": "1", "once": "a"}).status_code == 303
    slower = client.post(page, data={**EDIT, "title": "Mine", "version": "1", "once": "b"})
    assert slower.status_code == 409
    assert "Privacy first" in slower.text
    session.expire_all()
    assert session.get_one(TrainingSession, scene.sample_session.id).title == "Privacy first"
    shown = client.get(path_of(scene.sample_session)).text
    for words in (
        "This feeds “How people agree, and can change their mind”",
        "in the part “Privacy and consent” of your proposal",
        "A sketch of your data",
        "Live captions in English and Spanish",
    ):
        assert words in shown


@pytest.mark.parametrize(
    ("rest", "given", "words"),
    [
        ("/edit", {"meeting_url": "javascript:alert(1)"}, "Write the whole address, beginning with https://."),
        ("/edit", {"starts_on": "2026-03-08", "starts_time": "02:30"}, "The clocks skip this time on that day"),
        ("/edit", {"feeds": "grant.need"}, "Not a valid choice"),
        ("/recording/edit", {"url": "http://video.example.org/8"}, "Write the whole address, beginning with https://."),
        ("/recording/edit", {"minutes": "0"}, "Between 1 and 600 minutes."),
        ("/move", {"which": "this", "amount": "1", "unit": "weeks", "direction": "1"}, "has begun already"),
        ("/cancel", {"reason": ""}, "Say why in a sentence; participants read it."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(
    session: Session, sign_in: SignIn, rest: str, given: dict[str, str], words: str
) -> None:
    scene = a_training(session)
    base = {"/edit": EDIT, "/recording/edit": RECORDING}.get(rest, {})
    answer = sign_in(scene.manager).post(path_of(scene.sample_session, rest), data={**base, "version": "1", **given})
    assert answer.status_code == 422
    assert words in answer.text


def test_recording_and_transcript_are_on_the_page_for_everyone(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    cy = sign_in(a_user_of(session, scene.people["cy@prairie.example.org"]))
    manager = sign_in(scene.manager)
    page = path_of(scene.sample_session, "/recording/edit")
    assert manager.post(page, data={**RECORDING, "version": "1", "once": "a"}).status_code == 303
    assert manager.post(page, data={**RECORDING, "version": "1", "once": "b", "minutes": "9"}).status_code == 409
    shown = cy.get(path_of(scene.sample_session)).text
    for words in ("Watch until", "31 December 2026, 11:59 pm EST", "88 minutes", "English, Spanish", 'lang="es"'):
        assert words in shown
    assert "Bienvenidos." in shown
    assert "https://video.example.org/new" not in shown  # it is opened with its button, which is noted
    assert "To do" not in shown


def test_staff_read_what_is_to_be_done_about_recordings(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session, sessions=8)
    now = utc_now()
    for days_ago, one in zip((1, 3, 4, 5), scene.sessions, strict=False):
        one.starts_at = now - timedelta(days=days_ago)
    scene.sessions[0].recording_url = scene.sessions[1].recording_url = ""
    scene.sessions[2].recording_expires_at = now + timedelta(days=3)
    scene.sessions[3].recording_expires_at = now - timedelta(days=1)
    cohort = f"/training/cohorts/{scene.cohort.id}"
    page = sign_in(scene.manager).get(cohort).text
    for words in (
        "Awaited",
        "Missing",
        "Ends soon",
        "Expired",
        "There is no recording of session 2 yet. Add its link.",
    ):
        assert words in page
    participant = sign_in(a_user_of(session, scene.people["cy@prairie.example.org"]))
    assert "There is no recording of session 2 yet" not in participant.get(cohort).text
    assert "It could be watched until" in participant.get(path_of(scene.sessions[3])).text


def test_manager_moves_the_rest_of_the_series(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    one = ahead(scene)
    before = one.starts_at
    client = sign_in(scene.manager)
    form = {"which": "this", "amount": "2", "unit": "weeks", "direction": "1", "version": str(one.version)}
    assert client.post(path_of(one, "/move"), data={**form, "once": "a"}).status_code == 303
    assert client.post(path_of(one, "/move"), data={**form, "once": "b"}).status_code == 409
    session.expire_all()
    assert abs(session.get_one(TrainingSession, one.id).starts_at - before - timedelta(weeks=2)) <= timedelta(hours=1)


def test_manager_exchanges_two_sessions(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    one, other = ahead(scene), scene.sessions[8]
    other.starts_at = one.starts_at + timedelta(weeks=1)
    first, second = one.starts_at, other.starts_at
    client = sign_in(scene.manager)
    assert f'value="{other.id}"' in client.get(path_of(one, "/move")).text
    form = {"other": str(other.id), "version": str(one.version)}
    assert client.post(path_of(one, "/exchange"), data={**form, "once": "a"}).status_code == 303
    refused = client.post(path_of(one, "/exchange"), data={"other": "999999", "version": "3", "once": "b"})
    assert refused.status_code == 422
    session.expire_all()
    assert session.get_one(TrainingSession, one.id).starts_at == second
    assert session.get_one(TrainingSession, other.id).starts_at == first


def test_manager_adds_a_session(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(scene.manager)
    page = f"/training/cohorts/{scene.cohort.id}/sessions/add"
    assert 'value="2026-04-08"' in client.get(page).text  # a week after the last one
    added = client.post(page, data={**EDIT, "version": "1", "once": "a"})
    assert added.status_code == 303
    assert client.post(page, data={**EDIT, "version": "1", "once": "a"}).status_code == 303
    session.expire_all()
    numbers = select(TrainingSession.number).where(TrainingSession.cohort_id == scene.cohort.id)
    assert max(session.scalars(numbers)) == 13


def test_a_cancelled_session_is_struck_out_and_can_be_restored(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    one = ahead(scene)
    marked(session, scene.people["cy@prairie.example.org"], one)
    client = sign_in(scene.manager)
    form = {"reason": "The speaker is ill.", "once": "a"}
    assert client.post(path_of(one, "/cancel"), data=form).status_code == 303
    shown = client.get(path_of(one)).text
    for words in (
        "This session is cancelled",
        "The speaker is ill.",
        f"<s>{one.title}</s>",
        "Take it out of your calendar",
    ):
        assert words in shown
    assert f"<s>8. {one.title}</s>" in client.get(f"/training/cohorts/{scene.cohort.id}").text
    for rest in ("/edit", "/move", "/cancel"):
        assert "now:" in client.get(path_of(one, rest)).text
    event = Calendar.from_ical(client.get(path_of(one, ".ics")).data).events[0]
    assert str(event["status"]) == "CANCELLED"
    session.expire_all()
    assert len(session.scalars(select(Attendance)).all()) == 1
    assert client.post(path_of(one, "/restore"), data={"once": "b"}).status_code == 303
    assert client.post(path_of(one, "/restore"), data={"once": "c"}).status_code == 422
    assert "Cancel it" in client.get(path_of(one)).text


def test_the_page_says_the_hour_on_the_readers_own_clock_where_it_differs(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    user = a_user_of(session, scene.people["cy@prairie.example.org"])
    user.time_zone = "America/Chicago"
    shown = sign_in(user).get(path_of(scene.sample_session)).text
    assert "4 March 2026, 2:00 pm EST" in shown
    assert "4 March 2026, 1:00 pm CST" in shown
    assert "Where you are" not in sign_in(scene.manager).get(path_of(scene.sample_session)).text


def test_the_page_leads_to_the_sessions_before_and_after(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    told: dict[str, Any] = {"session": session, "actor": scene.actor, "now": utc_now()}
    cancel_session(scene.sessions[6], reason="Ill", **told)
    a_material(session, scene.sample_session, scene.manager)
    shown = sign_in(scene.manager).get(path_of(scene.sample_session)).text
    assert f'rel="prev">6. {scene.sessions[5].title}' in shown
    assert f'rel="next">9. {scene.sessions[8].title}' in shown
    assert "Slides · English · PDF, 1 KB" in shown
    assert 'rel="prev"' not in sign_in(scene.manager).get(path_of(scene.sessions[0])).text


def test_the_calendar_file_is_served_to_participants(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(a_user_of(session, scene.people["cy@prairie.example.org"]))
    answer = client.get(path_of(scene.sample_session, ".ics"))
    assert (answer.mimetype, answer.headers["Content-Disposition"]) == (
        "text/calendar",
        'attachment; filename="session-8.ics"',
    )


@pytest.mark.parametrize("rest", ["/edit", "/move", "/cancel", "/recording/edit", "/materials"])
def test_participants_plan_nothing(session: Session, sign_in: SignIn, rest: str) -> None:
    scene = a_training(session)
    client = sign_in(a_user_of(session, scene.people["cy@prairie.example.org"]))
    assert client.get(path_of(scene.sample_session, rest)).status_code == 403
    assert rest not in client.get(path_of(scene.sample_session)).text.replace("/materials/", "")
    assert sign_in(a_person(session, Role.AUDITOR)).get(path_of(scene.sample_session, rest)).status_code == 403
