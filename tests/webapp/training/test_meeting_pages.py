"""The pages on which a session is met without being there: questions, reflections, excuses, make-ups, marks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import g
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_participant, a_person, an_affiliate, an_enrollment
from tests.scenes_training import Scene, a_training, a_user_of, marked, marked_but
from workflows.clock import utc_now
from workflows.cohorts.models import RecordingCheck
from workflows.enrollments.models import Enrollment, Participant
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage
from workflows.training.evidence.answers import CheckQuestion
from workflows.training.evidence.models import CheckTry, Excuse, ExcuseState, MakeUp, MakeUpState, Reflection
from workflows.training.evidence.questions import find_sheet, write_questions
from workflows.training.models import Attendance, AttendanceMode, RecordingOpening

SignIn = Callable[[User], FlaskClient]
QUESTIONS = [CheckQuestion(f"Question {n}?", ("yes", "no"), n % 2, f"Because of {n}.") for n in range(3)]
TEXT = "I learned to look at the denominator first, and will try it with our arrivals of last spring."


def a_scene(session: Session, check: RecordingCheck = RecordingCheck.NONE) -> tuple[Scene, Participant, str]:
    """Prairie's only person has every session but the eighth, whose recording they opened."""
    scene = a_training(session)
    scene.cohort.recording_check = check
    write_questions(scene.sample_session, QUESTIONS, expected_version=0, session=session)
    cy = scene.people["cy@prairie.example.org"]
    marked_but(session, cy, scene, 8)
    session.add(RecordingOpening(participant_id=cy.id, session_id=scene.sample_session.id, opened_at=NOW))
    return scene, cy, f"/training/sessions/{scene.sample_session.id}"


def place_of(page: str, person: Participant) -> str:
    return f"{page}/people/{person.id}"


def stage_of(session: Session, scene: Scene, name: str = "Prairie") -> Stage:
    session.expire_all()
    return session.get_one(Enrollment, scene.enrollments[name].id).stage


def test_wrong_answers_are_explained_and_the_next_try_counts(session: Session, sign_in: SignIn) -> None:
    scene, cy, page = a_scene(session, RecordingCheck.QUESTIONS)
    client = sign_in(a_user_of(session, cy))
    assert "Answer the questions" in client.get(page).text
    assert client.post(f"{page}/watched", data={"once": "w"}).status_code == 422
    assert client.post(f"{page}/check", data={"once": "0", "q_0": 0, "q_1": 1}).status_code == 422
    tried = client.post(f"{page}/check", data={"once": "a", "q_0": 0, "q_1": 0, "q_2": 0}, follow_redirects=True)
    assert "2 of 3 answers right." in tried.text
    assert ("Because of 1." in tried.text, "Because of 0." in tried.text) == (True, False)
    assert client.post(f"{page}/check", data={"once": "b", "q_0": 0, "q_1": 1, "q_2": 0}).status_code == 303
    assert session.scalar(select(func.count(CheckTry.id))) == 2
    assert stage_of(session, scene) is Stage.PROPOSING


def test_a_reflection_is_saved_by_itself_sent_returned_and_sent_again(session: Session, sign_in: SignIn) -> None:
    scene, cy, page = a_scene(session, RecordingCheck.REFLECTION)
    user = a_user_of(session, cy)
    client, url = sign_in(user), f"{page}/reflection"
    assert "Write your reflection" in client.get(page).text
    saved = client.post(url, data={"text": "I learned", "version": "0"}, headers={"Accept": "application/json"})
    assert (saved.status_code, saved.json["version"]) == (200, 1)
    stale = client.post(url, data={"text": "Mine", "version": "0"}, headers={"Accept": "application/json"})
    assert stale.status_code == 409
    short = client.post(url, data={"once": "s", "text": "I learned", "version": "1"})
    assert short.status_code == 422
    assert "50 characters at least, and you have 9" in short.text
    assert client.post(url, data={"once": "t", "text": TEXT, "version": "1"}).status_code == 303
    assert stage_of(session, scene) is Stage.PROPOSING

    staff, answer = sign_in(scene.manager), f"{place_of(page, cy)}/answer/reflection"
    assert "Cy Otoo" in staff.get("/training/waiting").text
    first = staff.post(answer, data={"once": "r", "step": "return", "comment": "And what will you try?"})
    assert first.status_code == 422
    assert "The training of Prairie opens again" in first.text
    assert stage_of(session, scene) is Stage.PROPOSING
    sure = {"once": "r2", "step": "return", "comment": "And what will you try?", "knows": "y"}
    assert staff.post(answer, data=sure).status_code == 303
    assert stage_of(session, scene) is Stage.TRAINING
    assert "And what will you try?" in sign_in(user).get(url).text
    grid = sign_in(user).get(f"/training/of/{scene.enrollments['Prairie'].id}").text
    assert "The training is open again since" in grid
    assert "An attendance was taken back, so session 8 is open again." in grid
    assert session.scalars(select(Reflection.comment)).all() == ["And what will you try?"]


def test_director_excuses_a_person_in_advance_and_staff_accept(session: Session, sign_in: SignIn) -> None:
    scene, cy, page = a_scene(session)
    scene.sample_session.starts_at = utc_now() + timedelta(days=3)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=scene.enrollments["Prairie"].affiliate)
    colleague = a_person(session, Role.AFFILIATE_STAFF, affiliate=scene.enrollments["Prairie"].affiliate)
    url = place_of(page, cy)
    client = sign_in(director)
    assert "Ask to be excused" in client.get(url).text
    assert client.post(f"{url}/excuse", data={"once": "e"}).status_code == 422
    assert client.post(f"{url}/excuse", data={"once": "f", "reason": "A hearing that day"}).status_code == 303
    assert sign_in(colleague).post(f"{url}/excuse", data={"once": "g", "reason": "Mine"}).status_code == 403
    assert "A hearing that day" not in sign_in(colleague).get(url).text  # a reason may be private
    staff = sign_in(scene.manager)
    assert "Answer an excuse" in staff.get("/").text
    assert "A hearing that day" in staff.get(url).text
    assert staff.post(f"{url}/answer/excuse", data={"once": "h", "step": "return"}).status_code == 422
    assert staff.post(f"{url}/answer/excuse", data={"once": "i", "step": "accept"}).status_code == 303
    assert stage_of(session, scene) is Stage.PROPOSING
    assert session.scalars(select(Excuse.state)).all() == [ExcuseState.ACCEPTED]


def test_after_the_start_an_excuse_is_refused_and_a_make_up_goes_its_way(session: Session, sign_in: SignIn) -> None:
    scene, cy, page = a_scene(session)
    user, url = a_user_of(session, cy), place_of(page, cy)
    client = sign_in(user)
    late = client.post(f"{url}/excuse", data={"once": "e", "reason": "I forgot"})
    assert late.status_code == 422
    assert "it is too late for an excuse in advance" in late.text
    assert client.post(f"{url}/make-up", data={"once": "m", "reason": "I was ill"}).status_code == 303
    staff = sign_in(scene.manager)
    arranged = {"once": "n", "step": "arrange", "comment": "An hour with Daniel"}
    assert staff.post(f"{url}/answer/make_up", data=arranged).status_code == 303
    client = sign_in(user)
    assert "An hour with Daniel" in client.get(url).text
    assert "the make-up of Cy Otoo is next with you" in client.get("/").text
    assert client.post(f"{url}/make-up/done", data={"once": "o", "evidence": "We talked"}).status_code == 303
    assert sign_in(scene.manager).post(f"{url}/answer/make_up", data={"once": "p", "step": "verify"}).status_code == 303
    assert stage_of(session, scene) is Stage.PROPOSING
    assert session.scalars(select(MakeUp.state)).all() == [MakeUpState.VERIFIED]


def test_staff_write_questions_and_a_second_right_answer_is_refused(session: Session, sign_in: SignIn) -> None:
    scene, _cy, page = a_scene(session)
    client, url = sign_in(scene.manager), f"{page}/questions"
    assert "Question 1?" in client.get(url).text
    asked = {"once": "a", "version": "1", "question_0": "Which?", "choices_0": "* one\n* two", "explanation_0": ""}
    asked |= {"question_1": "", "question_2": ""}
    refused = client.post(url, data=asked)
    assert refused.status_code == 422
    assert "Say which answer of question 1 is right." in refused.text
    assert client.post(url, data={**asked, "once": "b", "choices_0": "one\n* two"}).status_code == 303
    assert client.post(url, data={**asked, "once": "c", "choices_0": "one\n* two"}).status_code == 409
    session.expire_all()
    sheet = find_sheet(session, scene.sample_session.id)
    assert sheet is not None
    assert [(row["choices"], row["right"]) for row in sheet.questions] == [(["one", "two"], 1)]


def marks(client: FlaskClient, page: str, people: list[Participant], mode: str, **more: str) -> int:
    data = {"people": [person.id for person in people], "mode": mode, **more}
    return client.post(f"{page}/marks", data=data).status_code


def test_four_people_are_excused_at_once_or_nobody_is(session: Session, sign_in: SignIn) -> None:
    scene, _cy, page = a_scene(session)
    client, four = sign_in(scene.manager), [p for p in scene.people.values() if not p.email.startswith("cy")]
    assert marks(client, page, four, "excused", once="a") == 422
    assert session.scalar(select(func.count(Attendance.id)).where(Attendance.mode == AttendanceMode.EXCUSED)) == 0
    assert marks(client, page, [], "excused", note="A storm", once="b") == 422
    assert marks(client, page, four, "excused", note="A storm closed the roads", once="c") == 303
    found = session.scalars(select(Attendance).where(Attendance.mode == AttendanceMode.EXCUSED)).all()
    assert {(mark.note, mark.marked_by_id) for mark in found} == {("A storm closed the roads", scene.manager.id)}
    assert len(found) == 4
    shown = client.get(f"{page}/marks").text
    assert shown.count(scene.manager.name) >= 4
    stranger = a_participant(session, an_enrollment(session, Stage.TRAINING), "Zoe", "zoe@mesa.example.org")
    session.commit()
    assert marks(client, page, [stranger], "make_up", once="d") == 404


@pytest.mark.parametrize("is_submitted", [False, True])
def test_undoing_says_first_what_follows_and_after_a_submission_nothing_opens(
    session: Session, sign_in: SignIn, is_submitted: bool
) -> None:
    scene, cy, page = a_scene(session)
    marked(session, cy, scene.sample_session, AttendanceMode.MAKE_UP)
    marked_but(session, cy, scene, *range(1, 13))
    prairie = scene.enrollments["Prairie"]
    if is_submitted:
        prairie.proposal_submitted_at = NOW
    client = sign_in(scene.manager)
    asked = client.post(f"{page}/marks", data={"people": cy.id, "mode": "take_back", "once": "a"})
    assert asked.status_code == 422
    expected = "has submitted its proposal, so its training stays complete" if is_submitted else "opens again"
    assert expected in asked.text
    assert "The certificate of Cy Otoo is taken back." in asked.text
    assert stage_of(session, scene) is Stage.PROPOSING
    assert marks(client, page, [cy], "take_back", once="b", knows="y") == 303
    assert stage_of(session, scene) is (Stage.PROPOSING if is_submitted else Stage.TRAINING)
    if is_submitted:
        shown = client.get(f"/training/of/{prairie.id}").text
        assert "A proposal was already submitted, so the training stays complete." in shown


def test_cohort_grid_filters_those_at_risk_and_exports_what_it_shows(session: Session, sign_in: SignIn) -> None:
    scene, _cy, _page = a_scene(session)
    scene.cohort.proposals_due_at = utc_now() + timedelta(days=90)
    for one in scene.sessions:
        one.starts_at = utc_now() - timedelta(weeks=20 - one.number)
    client, url = sign_in(scene.manager), f"/training/cohorts/{scene.cohort.id}"
    everyone, at_risk = client.get(url).text, client.get(f"{url}?show=risk").text
    assert [name in everyone for name in ("Harbor", "Prairie", "Bo Lee")] == [True, True, True]
    assert [name in at_risk for name in ("Harbor", "Prairie", "Bo Lee")] == [True, False, True]
    assert "12 past sessions are open" in at_risk
    lines = client.get(f"{url}.csv?show=risk").text.splitlines()
    assert lines[0].lstrip("\ufeff").startswith("Affiliate,Person,Sessions met,Sessions required,Certificate earned,")
    assert [line.split(",")[:4] for line in lines[1:]] == [
        ["Cascade", "Diya Nair", "0", "12"], ["Cascade", "Elif Kaya", "0", "12"],
        ["Harbor", "Ana Ruiz", "0", "12"], ["Harbor", "Bo Lee", "0", "12"],
    ]  # fmt: skip
    assert len(client.get(f"{url}.csv").text.splitlines()) == 6
    assert "No affiliate fits this choice" in client.get(f"{url}?show=complete").text


def test_the_grid_of_a_cohort_takes_as_many_queries_for_thirty_people_as_for_one(
    session: Session, sign_in: SignIn, count_queries: Statements
) -> None:
    scene = a_training(session)
    for email in ("ana", "bo"):
        session.delete(scene.people[f"{email}@harbor.example.org"])
    for email in ("diya", "elif"):
        session.delete(scene.people[f"{email}@cascade.example.org"])
    session.flush()
    url, counts = f"/training/cohorts/{scene.cohort.id}", []
    for more in (0, 29):
        for number in range(more):
            person = a_participant(
                session, scene.enrollments["Prairie"], f"Person {number}", f"p{number}@prairie.example.org"
            )
            for one in scene.sessions:
                marked(session, person, one)
        client = sign_in(scene.manager)
        session.expire_all()
        g.pop("actor", None)  # the test's application context outlives the request
        count_queries.clear()
        assert client.get(url).status_code == 200
        counts.append(len(count_queries))
    assert counts[0] == counts[1]


def test_the_queue_takes_as_many_queries_for_thirty_as_for_one_and_is_paged(
    session: Session, sign_in: SignIn, count_queries: Statements
) -> None:
    scene = a_training(session)
    prairie, counts = scene.enrollments["Prairie"], []
    for more in (1, 29):
        for number in range(more):
            person = a_participant(session, prairie, f"Person {more}.{number}", f"p{more}.{number}@prairie.example.org")
            session.add(Excuse(participant=person, session=scene.sample_session, state=ExcuseState.ASKED,
                               reason="Ill", asked_by_id=scene.manager.id, asked_at=NOW))  # fmt: skip
        client = sign_in(scene.manager)
        session.expire_all()
        g.pop("actor", None)  # the test's application context outlives the request
        count_queries.clear()
        page = client.get("/training/waiting").text
        counts.append(len(count_queries))
    assert counts[0] == counts[1]
    assert "1–25 of 30" in page


def test_a_person_who_left_stays_in_the_grid_and_a_late_one_reads_what_they_need(
    session: Session, sign_in: SignIn
) -> None:
    scene = a_training(session)
    harbor, bo = scene.enrollments["Harbor"], scene.people["bo@harbor.example.org"]
    for one in scene.sessions[1:]:
        one.starts_at = utc_now() + timedelta(weeks=one.number)
    client = sign_in(a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor.affiliate))
    url = f"/enrollments/{harbor.id}/participants"
    added = client.post(url, data={"once": "a", "name": "Zoe Park", "email": "zoe@harbor.example.org"})
    assert added.status_code == 303
    assert "For a certificate of their own they need session 1, by the recordings." in client.get(url).text
    assert client.post(f"{url}/{bo.id}/end", data={"once": "b"}).status_code == 422
    assert client.post(f"{url}/{bo.id}/end", data={"once": "c", "note": "Bo moved away"}).status_code == 303
    assert "has left: Bo moved away" in client.get(url).text
    assert "has left" in client.get(f"/training/of/{harbor.id}").text
    assert client.post(f"{url}/{bo.id}/back", data={"once": "d"}).status_code == 303
    session.expire_all()
    assert session.get_one(Participant, bo.id).ended_at is None


def test_certificates_are_the_affiliates_and_staff_make_one_again(session: Session, sign_in: SignIn) -> None:
    scene, cy, _page = a_scene(session)
    marked(session, cy, scene.sample_session)
    marked_but(session, cy, scene, *range(1, 13))
    prairie = scene.enrollments["Prairie"]
    url = f"/training/of/{prairie.id}"
    assert "Earned" in sign_in(a_user_of(session, cy)).get(url).text
    other = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session, "Mesa"))
    again = f"{url}/certificates/{cy.id}"
    assert sign_in(other).get(url).status_code == 404
    staff = sign_in(scene.manager)
    assert "Make it" in staff.get(url).text
    assert staff.post(again, data={"once": "a"}).status_code == 303
    assert "Being made" in staff.get(url).text
    ana = scene.people["ana@harbor.example.org"]
    refused = staff.post(f"/training/of/{ana.enrollment_id}/certificates/{ana.id}", data={"once": "b"})
    assert refused.status_code == 422
    assert "Ana Ruiz has not met every required session yet, so there is no certificate." in refused.text
