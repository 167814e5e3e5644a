"""The training's pages: who sees what, what they can do there, and in how many queries."""

from collections.abc import Callable

import pytest
from flask import g
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import a_participant, a_person, an_affiliate, an_enrollment
from tests.scenes_training import Scene, a_training, a_user_of, marked, marked_but
from workflows.cohorts.models import CompletionRule
from workflows.enrollments.models import Enrollment
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage
from workflows.training.models import Attendance, RecordingOpening

SignIn = Callable[[User], FlaskClient]


def test_affiliate_reads_what_is_open_and_what_would_finish_it(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    ana = scene.people["ana@harbor.example.org"]
    marked_but(session, ana, scene, 5, 9)
    client = sign_in(a_user_of(session, ana))
    page = client.get("/training/", follow_redirects=True)
    assert page.request.path == f"/training/of/{scene.enrollments['Harbor'].id}"
    assert "2 of 12 sessions are open: 5 and 9. Watch the recordings to finish." in page.text
    assert "Completion is still possible: watch the recording of sessions 5 and 9." in page.text
    assert "10 of 12 met" in page.text


def test_affiliate_without_a_cohort_reads_who_invites(session: Session, sign_in: SignIn) -> None:
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session))
    assert "The program manager invites you." in sign_in(director).get("/training/").text


def test_missing_recording_is_said_with_who_adds_it(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    ana = scene.people["ana@harbor.example.org"]
    marked_but(session, ana, scene, 5)
    scene.sessions[4].recording_url = ""
    client = sign_in(a_user_of(session, ana))
    grid = client.get(f"/training/of/{scene.enrollments['Harbor'].id}").text
    assert "There is no recording of session 5 yet. The program manager adds it or arranges a make-up." in grid
    page = client.get(f"/training/sessions/{scene.sessions[4].id}").text
    assert "The recording is not here yet. The program manager adds its link after the session." in page
    assert client.post(f"/training/sessions/{scene.sessions[4].id}/recording").status_code == 422


def test_participant_opens_the_recording_then_says_it_was_watched(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    cy = scene.people["cy@prairie.example.org"]
    marked_but(session, cy, scene, 8)
    client = sign_in(a_user_of(session, cy))
    page = f"/training/sessions/{scene.sample_session.id}"
    before = client.get(page).text
    assert "Open the recording" in before
    assert "https://video.example.org/8" not in before

    refused = client.post(page + "/watched", data={"once": "w"})
    assert refused.status_code == 422
    assert "Open the recording first; then say that you have watched it." in refused.text
    assert client.post(page + "/recording", data={"once": "o"}).location == page + "#recording"
    assert "https://video.example.org/8" in client.get(page).text
    for _ in range(2):
        assert client.post(page + "/watched", data={"once": "v"}).status_code == 303
    session.expire_all()
    assert session.scalar(select(func.count(RecordingOpening.id))) == 1
    assert session.get_one(Enrollment, scene.enrollments["Prairie"].id).stage == Stage.PROPOSING


def test_manager_sees_the_cohort_as_a_grid_and_the_index_counts(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    marked_but(session, scene.people["cy@prairie.example.org"], scene)
    client = sign_in(scene.manager)
    cohort = client.get(f"/training/cohorts/{scene.cohort.id}").text
    for words in ("12 of 12", "0 of 12", "Harbor", "Prairie", "Cascade"):
        assert words in cohort
    assert "1 of 3" in client.get("/training/").text


@pytest.mark.parametrize("role", [Role.AFFILIATE_STAFF, Role.AFFILIATE_DIRECTOR])
def test_affiliate_sees_the_sessions_of_its_cohort_and_only_its_own_line(
    session: Session, sign_in: SignIn, role: Role
) -> None:
    scene = a_training(session)
    page = sign_in(a_user_of(session, scene.people["cy@prairie.example.org"], role)).get(
        f"/training/cohorts/{scene.cohort.id}"
    )
    assert page.status_code == 200
    assert "Prairie" in page.text
    assert "Harbor" not in page.text


def test_coach_sees_only_the_affiliates_they_coach(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    coach = a_person(session, Role.COACH)
    scene.enrollments["Harbor"].coach_id = coach.id
    client = sign_in(coach)
    page = client.get(f"/training/cohorts/{scene.cohort.id}").text
    assert ("Harbor" in page, "Prairie" in page) == (True, False)
    assert client.get(f"/training/of/{scene.enrollments['Prairie'].id}").status_code == 404
    assert "0 of 1" in client.get("/training/").text


def test_another_affiliate_does_not_learn_that_the_grid_exists(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(a_user_of(session, scene.people["cy@prairie.example.org"]))
    assert client.get(f"/training/of/{scene.enrollments['Harbor'].id}").status_code == 404


def test_affiliate_of_another_cohort_does_not_learn_that_the_series_exists(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    stranger = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session, "Mesa"))
    assert sign_in(stranger).get(f"/training/cohorts/{scene.cohort.id}").status_code == 404


def test_finance_officer_may_not_read_attendance(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(a_person(session, Role.FINANCE_OFFICER))
    assert client.get(f"/training/of/{scene.enrollments['Harbor'].id}").status_code == 403


def mark(client: FlaskClient, scene: Scene, mode: str, note: str = "", once: str = "") -> int:
    return client.post(
        f"/training/sessions/{scene.sample_session.id}/marks",
        data={
            "people": scene.people["cy@prairie.example.org"].id,
            "mode": mode,
            "note": note,
            "once": once,
        },
    ).status_code


def test_manager_marks_by_hand_and_takes_it_back(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(scene.manager)
    assert mark(client, scene, "excused") == 422
    assert mark(client, scene, "excused", "A hearing that day", "a") == 303
    assert mark(client, scene, "excused", "A hearing that day", "a") == 303
    session.expire_all()
    assert [(m.mode.value, m.note) for m in session.scalars(select(Attendance))] == [("excused", "A hearing that day")]
    assert mark(client, scene, "take_back", once="b") == 303
    assert mark(client, scene, "take_back", once="c") == 422
    session.expire_all()
    assert session.scalar(select(func.count(Attendance.id))) == 0


def test_administrator_is_not_offered_a_waiver(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(a_person(session, Role.NETWORK_ADMINISTRATOR))
    assert mark(client, scene, "waived", "They ran it") == 422


def grown(session: Session, scene: Scene, more: int) -> None:
    for number in range(more):
        enrollment = an_enrollment(session, Stage.TRAINING, cohort=scene.cohort, affiliate=an_affiliate(session))
        for one in range(2):
            person = a_participant(session, enrollment, f"Person {number}.{one}", f"p{number}.{one}@mesa.example.org")
            marked(session, person, scene.sample_session)


@pytest.mark.parametrize("which", ["index", "cohort", "session", "marks"])
def test_pages_take_as_many_queries_for_thirty_affiliates_as_for_three(
    session: Session, sign_in: SignIn, count_queries: Statements, which: str
) -> None:
    scene = a_training(session)
    scene.cohort.seats = 40
    url = {
        "index": "/training/",
        "cohort": f"/training/cohorts/{scene.cohort.id}",
        "session": f"/training/sessions/{scene.sample_session.id}",
        "marks": f"/training/sessions/{scene.sample_session.id}/marks",
    }[which]
    counts = []
    for more in (0, 27):
        grown(session, scene, more)
        client = sign_in(scene.manager)
        session.expire_all()
        g.pop("actor", None)  # the test's application context outlives the request
        count_queries.clear()
        assert client.get(url).status_code == 200
        counts.append(len(count_queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_grid_takes_as_many_queries_for_thirty_people_as_for_one(
    session: Session, sign_in: SignIn, count_queries: Statements
) -> None:
    scene = a_training(session)
    prairie = scene.enrollments["Prairie"]
    counts = []
    for more in (0, 29):
        for number in range(more):
            person = a_participant(session, prairie, f"Person {number}", f"p{number}@prairie.example.org")
            marked(session, person, scene.sample_session)
        client = sign_in(scene.manager)
        session.expire_all()
        g.pop("actor", None)  # the test's application context outlives the request
        count_queries.clear()
        assert client.get(f"/training/of/{prairie.id}").status_code == 200
        counts.append(len(count_queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_removing_the_last_person_who_has_not_attended_opens_the_gate(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session, rule=CompletionRule.EVERY_PARTICIPANT, sessions=2)
    harbor, bo = scene.enrollments["Harbor"], scene.people["bo@harbor.example.org"]
    marked_but(session, scene.people["ana@harbor.example.org"], scene)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor.affiliate)
    url = f"/enrollments/{harbor.id}/participants/{bo.id}/remove"
    assert sign_in(director).post(url, data={"once": "r"}).status_code == 303
    session.expire_all()
    assert session.get_one(Enrollment, harbor.id).stage == Stage.PROPOSING
