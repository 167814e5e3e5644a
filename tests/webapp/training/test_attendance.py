"""A manager reads a meeting report in the browser; a bad one is refused and nothing is stored."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.factories import NOW, a_cohort, a_person, an_affiliate, an_enrollment
from tests.scenes_training import REPORT, Scene, a_training, a_user_of
from workflows.enrollments.models import Enrollment
from workflows.people.models import User
from workflows.permissions import Role
from workflows.training.models import Attendance, AttendanceImport, ImportState

SignIn = Callable[[User], FlaskClient]
AMBIGUOUS = (
    b"Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\r\n"
    b"Ana Ruiz,ana@harbor.example.org,05/06/2026 14:00:00,05/06/2026 15:30:00,90\r\n"
)


def send(
    client: FlaskClient, scene: Scene, content: bytes = REPORT, *, name: str = "zoom.csv", once: str = ""
) -> TestResponse:
    answer = client.post(
        f"/training/sessions/{scene.sample_session.id}/attendance",
        data={"report": (io.BytesIO(content), name), "date_order": "", "once": once},
        content_type="multipart/form-data",
    )
    answer.request.environ["wsgi.input"].close()  # the test client keeps a large upload in a file of its own
    return answer


def count(session: Session, kind: type) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(kind)) or 0


def test_report_is_shown_first_and_counts_when_the_manager_says_so(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(scene.manager)
    answer = send(client, scene)
    assert answer.status_code == 303
    page = client.get(answer.location)
    for words in ("Look through it, then count it", "87.1", "Too short", "Not recognized", "+12025550123"):
        assert words in page.text
    assert count(session, Attendance) == 0

    assert client.post(answer.location + "/count", data={"once": "c"}).status_code == 303
    assert count(session, Attendance) == 3
    assert "This report counts since" in client.get(answer.location).text
    assert session.get_one(Enrollment, scene.enrollments["Harbor"].id).open_sessions == [
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        9,
        10,
        11,
        12,
    ]


def test_same_form_and_same_file_twice_make_one_import(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(scene.manager)
    first = send(client, scene, once="one")
    assert send(client, scene, once="one").status_code == 303  # the same form
    again = send(client, scene, once="two")  # the same file
    assert (again.location, count(session, AttendanceImport)) == (first.location, 1)


def test_counting_twice_with_one_form_counts_once(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(scene.manager)
    page = send(client, scene).location
    for _ in range(2):
        assert client.post(page + "/count", data={"once": "c"}).status_code == 303
    assert count(session, Attendance) == 3
    again = client.post(page + "/count", data={"once": "d"})
    assert (again.status_code, count(session, Attendance)) == (422, 3)


def test_taking_back_and_forgetting_leave_nothing(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(scene.manager)
    page = send(client, scene).location
    client.post(page + "/count", data={"once": "a"})
    assert client.post(page + "/discard", data={"once": "b"}).status_code == 422
    assert client.post(page + "/take-back", data={"once": "c"}).status_code == 303
    assert count(session, Attendance) == 0
    assert session.scalars(select(AttendanceImport.state)).all() == [ImportState.PREVIEWED]
    assert client.post(page + "/discard", data={"once": "d"}).status_code == 303
    assert count(session, AttendanceImport) == 0


def test_manager_chooses_who_the_telephone_was(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(scene.manager)
    page = send(client, scene).location
    diya = scene.people["diya@cascade.example.org"]
    assert client.post(page + "/people", data={"row_0": str(diya.id), "once": "p"}).status_code == 303
    assert "Diya Nair – Cascade" in client.get(page).text
    client.post(page + "/count", data={"once": "c"})
    assert count(session, Attendance) == 4


def test_a_choice_that_is_not_offered_is_refused(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(scene.manager)
    page = send(client, scene).location
    assert client.post(page + "/people", data={"row_0": "99999", "once": "p"}).status_code == 422


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 400, "This file is a picture (PNG), not a CSV file."),
        (b"", "This file is empty."),
        (b"a" * 10_000_000, "This file is larger than 5 MB."),
        (b"First,Second\r\n1,2\r\n", "We do not know this kind of report. Its first line is"),
        (AMBIGUOUS, "Say whether this file writes the month first or the day first."),
    ],
)
def test_file_that_cannot_be_read_is_refused_in_a_sentence_and_nothing_is_stored(
    session: Session, sign_in: SignIn, content: bytes, sentence: str
) -> None:
    scene = a_training(session)
    answer = send(sign_in(scene.manager), scene, content)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert count(session, AttendanceImport) == 0


def test_date_order_that_was_asked_for_is_taken(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    answer = sign_in(scene.manager).post(
        f"/training/sessions/{scene.sample_session.id}/attendance",
        data={"report": (io.BytesIO(AMBIGUOUS), "a.csv"), "date_order": "dmy"},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 303
    assert session.scalars(select(AttendanceImport)).one().reading["date_order"] == "dmy"


def test_no_file_and_two_files_are_said_at_the_field(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(scene.manager)
    page = f"/training/sessions/{scene.sample_session.id}/attendance"
    none = client.post(page, data={"date_order": ""}, content_type="multipart/form-data")
    two = client.post(
        page,
        data={"report": [(io.BytesIO(REPORT), "a.csv"), (io.BytesIO(REPORT), "b.csv")], "date_order": ""},
        content_type="multipart/form-data",
    )
    assert [none.status_code, two.status_code, count(session, AttendanceImport)] == [422, 422, 0]
    assert "Choose the report that you downloaded from the meeting." in none.text
    assert "Choose one report at a time." in two.text


def test_data_lead_may_not_import_and_reads_who_can(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    lead = a_user_of(session, scene.people["ana@harbor.example.org"], Role.AFFILIATE_DATA_LEAD)
    answer = send(sign_in(lead), scene)
    assert answer.status_code == 403
    assert "The network administrator or program manager can." in answer.text
    assert count(session, AttendanceImport) == 0


def test_affiliate_does_not_learn_that_an_import_exists(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    report = AttendanceImport(
        session_id=scene.sample_session.id,
        file_name="zoom.csv",
        file_sha256="0" * 64,
        reading={"participants": [], "warnings": []},
        uploaded_by_id=scene.manager.id,
        uploaded_at=NOW,
    )
    session.add(report)
    lead = a_user_of(session, scene.people["ana@harbor.example.org"], Role.AFFILIATE_DIRECTOR)
    assert sign_in(lead).get(f"/training/imports/{report.id}").status_code == 404


def test_affiliate_of_another_cohort_does_not_learn_that_the_session_exists(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    mesa = an_affiliate(session, "Mesa")
    an_enrollment(session, cohort=a_cohort(session), affiliate=mesa)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=mesa)
    client = sign_in(director)
    assert send(client, scene).status_code == 404
    assert client.get(f"/training/sessions/{scene.sample_session.id}").status_code == 404
