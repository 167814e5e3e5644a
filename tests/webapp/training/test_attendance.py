"""A manager reads a meeting report in the browser; a bad one is refused and nothing is stored."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.conftest import Statements
from tests.factories import NOW, a_cohort, a_participant, a_person, an_affiliate, an_enrollment
from tests.scenes_training import REPORT, Scene, a_training, a_user_of, marked
from workflows.enrollments.models import Enrollment
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage
from workflows.training.models import Attendance, AttendanceAlias, AttendanceImport, AttendanceMode, ImportState

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
    for words in (
        "Look through it, then count it",
        "87.1 min",
        "Short",
        "50.0 min, 22.0 missing",
        "Who is “+12025550123”?",
    ):
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
    assert client.post(page + "/people", data={"who_1_0": str(diya.id), "once": "p"}).status_code == 303
    assert "said by a person" in client.get(page).text
    client.post(page + "/count", data={"once": "c"})
    assert count(session, Attendance) == 4


def test_a_choice_that_is_not_offered_is_refused(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(scene.manager)
    page = send(client, scene).location
    assert client.post(page + "/people", data={"who_1_0": "99999", "once": "p"}).status_code == 422


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


def a_report_of(*rows: str) -> bytes:
    return "\r\n".join(("Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)", *rows)).encode()


def stay(name: str, email: str = "", joined: str = "02:00:00 PM", left: str = "03:30:00 PM") -> str:
    return f"{name},{email},03/04/2026 {joined},03/04/2026 {left},"


def test_a_tablet_is_asked_about_in_the_queue_and_known_the_next_time(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(scene.manager)
    send(client, scene, a_report_of(stay("iPad (2)"), stay("Annie R", "annie@home.example.org")))
    queue = client.get("/training/unknown").text
    assert "Who is “iPad (2)”?" in queue
    assert "Who is “Annie R”?" in queue
    assert f"Session 8 of {scene.cohort.name} · There for 90 minutes" in queue
    ana = scene.people["ana@harbor.example.org"]
    answered = client.post(
        "/training/unknown", data={"who_1_1": str(ana.id), "remember_1_1": "y", "who_1_0": "0", "once": "q"}
    )
    assert answered.status_code == 303
    assert "Everyone is recognized" in client.get("/training/unknown").text

    second = send(client, scene, a_report_of(stay("iPad (2)", joined="02:10:00 PM"))).location
    page = client.get(second).text
    assert "as remembered" in page
    assert "Who is" not in page

    listed = client.get("/training/remembered").text
    assert ("iPad (2)" in listed, "Ana Ruiz" in listed, "annie@home.example.org" in listed) == (True, True, False)
    assert client.post("/training/remembered/1/forget", data={"once": "f"}).status_code == 303
    assert "Nothing is remembered yet" in client.get("/training/remembered").text
    assert count(session, AttendanceAlias) == 0


def test_a_name_that_was_recognized_wrongly_is_asked_about_again(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(scene.manager)
    page = send(client, scene, a_report_of(stay("Ana Ruiz"))).location
    assert "by name" in client.get(page).text
    assert client.post(page + "/ask", data={"place": "0", "once": "a"}).status_code == 303
    assert "Who is “Ana Ruiz”?" in client.get(page).text
    for place in ("0", "7", "-1", "x", ""):
        assert client.post(page + "/ask", data={"place": place, "once": f"b{place}"}).status_code == 422


def test_a_mark_by_hand_is_shown_and_replaced_only_when_ticked(session: Session, sign_in: SignIn) -> None:
    scene = a_training(session)
    ana = scene.people["ana@harbor.example.org"]
    marked(session, ana, scene.sample_session, AttendanceMode.EXCUSED)
    client = sign_in(scene.manager)
    page = send(client, scene).location
    shown = client.get(page).text
    assert "Ana Ruiz – Harbor: Excused by hand; the report shows 87.1 minutes" in shown
    assert "Excused by hand, stays" in shown
    assert "1 mark made by hand stays" in shown

    client.post(page + "/count", data={"once": "c"})
    assert mode_of(session, ana.id) == AttendanceMode.EXCUSED
    client.post(page + "/take-back", data={"once": "d"})
    client.post(page + "/count", data={"replaces": str(ana.id), "once": "e"})
    assert mode_of(session, ana.id) == AttendanceMode.LIVE
    client.post(page + "/take-back", data={"once": "f"})
    assert mode_of(session, ana.id) == AttendanceMode.EXCUSED
    assert client.post(page + "/count", data={"replaces": "4711", "once": "g"}).status_code == 422


def mode_of(session: Session, participant_id: int) -> AttendanceMode:
    session.expire_all()
    return session.scalars(select(Attendance).where(Attendance.participant_id == participant_id)).one().mode


@pytest.mark.parametrize("address", ["/training/imports/1", "/training/unknown", "/training/remembered"])
def test_thirty_rows_ask_no_more_of_the_database_than_one(
    session: Session, sign_in: SignIn, count_queries: Statements, address: str
) -> None:
    scene = a_training(session)
    scene.cohort.seats = 40
    client = sign_in(scene.manager)
    counts = []
    for more in (1, 30):
        for number in range(more):
            enrollment = an_enrollment(session, Stage.TRAINING, cohort=scene.cohort, affiliate=an_affiliate(session))
            a_participant(session, enrollment, f"Person {number}", f"p{more}-{number}@mesa.example.org")
            remembered(session, scene, f"Tablet {more}-{number}")
        unknown = [stay(f"Guest {number}") for number in range(more)]
        send(client, scene, a_report_of(stay("Ana Ruiz"), stay(f"Bo Lee {more}"), *unknown))
        session.expire_all()
        count_queries.clear()
        assert client.get(address.replace("1", str(count(session, AttendanceImport)))).status_code == 200
        counts.append(sum(statement.startswith("SELECT") for statement in count_queries))
    assert counts[0] == counts[1]


def remembered(session: Session, scene: Scene, alias: str) -> None:
    email = "ana@harbor.example.org"
    who = {"remembered_by_id": scene.manager.id, "remembered_at": NOW}
    session.add(AttendanceAlias(alias=alias.lower(), shown=alias, email=email, **who))
    session.flush()


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
