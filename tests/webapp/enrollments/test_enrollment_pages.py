"""The record everyone shares, in the browser: who sees what, who can change what."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_cohort, a_participant, a_person, an_affiliate, an_enrollment
from tests.scenes_cohorts import a_planned_cohort
from workflows.cohorts.models import CompletionRule
from workflows.enrollments.models import Enrollment, Participant
from workflows.outbox import announce
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage
from workflows.training.models import Attendance, AttendanceMode
from workflows.training.series import list_series

SignIn = Callable[[User], FlaskClient]


def test_affiliate_people_go_to_their_own_newest_year(session: Session, sign_in: SignIn) -> None:
    harbor = an_affiliate(session)
    an_enrollment(session, Stage.COMPLETED, affiliate=harbor)
    newest = an_enrollment(session, affiliate=harbor)
    answer = sign_in(a_person(session, Role.AFFILIATE_STAFF, affiliate=harbor)).get("/enrollments/")
    assert (answer.status_code, answer.location) == (302, f"/enrollments/{newest.id}")


def test_coach_sees_only_the_affiliates_coached(session: Session, sign_in: SignIn) -> None:
    coach = a_person(session, Role.COACH)
    an_enrollment(session, Stage.TRAINING, affiliate=an_affiliate(session, "Harbor"), coach_id=coach.id)
    an_enrollment(session, Stage.TRAINING, affiliate=an_affiliate(session, "Prairie"))
    page = sign_in(coach).get("/enrollments/")
    assert ("Harbor" in page.text, "Prairie" in page.text) == (True, False)


def test_list_is_narrowed_sorted_and_exported_as_shown(session: Session, sign_in: SignIn) -> None:
    cohort = a_cohort(session, name="Pilot 2026")
    an_enrollment(session, Stage.TRAINING, cohort=cohort, affiliate=an_affiliate(session, "Harbor", code="HRB"))
    an_enrollment(session, Stage.TRAINING, cohort=cohort, affiliate=an_affiliate(session, "=Prairie", code="PRA"))
    an_enrollment(session, Stage.INVITED, cohort=cohort, affiliate=an_affiliate(session, "Mesa", code="MES"))
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    page = client.get("/enrollments/?stage=training&sort=affiliate&direction=desc")
    assert page.text.index("Harbor</a>") < page.text.index("=Prairie</a>")
    assert "Mesa</a>" not in page.text
    export = client.get("/enrollments/export.csv?stage=training&sort=affiliate&direction=desc")
    assert export.content_type == "text/csv; charset=utf-8"
    lines = export.text.lstrip("\ufeff").splitlines()
    assert [line.split(",")[:2] for line in lines] == [["Affiliate", "Code"], ["Harbor", "HRB"], ["'=Prairie", "PRA"]]
    assert "1 of 1" in client.get("/enrollments/?q=mesa").text.replace("–1 of", " of")


@pytest.mark.parametrize("rows", [1, 30])
def test_list_asks_the_same_number_of_questions(
    session: Session, sign_in: SignIn, count_queries: Statements, rows: int
) -> None:
    cohort, coach = a_cohort(session, seats=40), a_person(session, Role.COACH)
    for _ in range(rows):
        an_enrollment(session, Stage.TRAINING, cohort=cohort, coach_id=coach.id)
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    session.expire_all()
    count_queries.clear()
    assert client.get("/enrollments/").status_code == 200
    assert len(count_queries) == 7


@pytest.mark.parametrize("events", [1, 30])
def test_record_asks_the_same_number_of_questions(
    session: Session, sign_in: SignIn, count_queries: Statements, events: int
) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING, coach_id=a_person(session, Role.COACH).id)
    for number in range(events):
        announce(session, "training_started", now=NOW, enrollment_id=enrollment.id)
        a_participant(session, enrollment, f"Person {number}", f"p{number}@harbor.example.org")
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    session.expire_all()
    count_queries.clear()
    assert client.get(f"/enrollments/{enrollment.id}").status_code == 200
    assert len(count_queries) <= 12


def test_timeline_is_narrowed_to_one_kind(session: Session, sign_in: SignIn) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    announce(session, "training_started", now=NOW, enrollment_id=enrollment.id)
    announce(session, "check_in_held", now=NOW, enrollment_id=enrollment.id)
    client = sign_in(a_person(session, Role.AUDITOR))
    page = client.get(f"/enrollments/{enrollment.id}?kind=coaching")
    assert ("Check-in held" in page.text, "Training started" in page.text) == (True, False)


def test_manager_confirms_from_the_record(session: Session, sign_in: SignIn) -> None:
    enrollment = an_enrollment(session, Stage.COMMITTED)
    enrollment.data_lead_id = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=enrollment.affiliate).id
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    page = f"/enrollments/{enrollment.id}/stage/confirm"
    assert page in client.get(f"/enrollments/{enrollment.id}").text
    assert client.get(page).status_code == 200
    assert client.post(page, data={"note": "", "once": "one"}).status_code == 303
    assert client.post(page, data={"note": "", "once": "one"}).status_code == 303  # the same form again
    session.expire_all()
    enrollment = session.get_one(Enrollment, enrollment.id)
    assert (enrollment.stage, enrollment.cohort.seats_taken) == (Stage.ENROLLED, 1)


def test_full_cohort_shows_the_reason_instead_of_the_button(session: Session, sign_in: SignIn) -> None:
    cohort = a_cohort(session, name="Pilot", seats=1)
    an_enrollment(session, Stage.ENROLLED, cohort=cohort)
    enrollment = an_enrollment(session, Stage.COMMITTED, cohort=cohort)
    enrollment.data_lead_id = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=enrollment.affiliate).id
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    reason = "All 1 seats of Pilot are taken. Raise the seats, or ask the affiliate to defer."
    assert reason in client.get(f"/enrollments/{enrollment.id}").text
    answer = client.post(f"/enrollments/{enrollment.id}/stage/confirm", data={"once": "one"})
    assert (answer.status_code, reason in answer.text) == (422, True)


def test_declining_without_a_reason_is_said_at_the_note(session: Session, sign_in: SignIn) -> None:
    enrollment = an_enrollment(session)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=enrollment.affiliate)
    client = sign_in(director)
    page = f"/enrollments/{enrollment.id}/stage/decline_invitation"
    answer = client.post(page, data={"note": " ", "reason": "timing"})
    assert (answer.status_code, "Say why in a sentence" in answer.text) == (422, True)
    assert client.post(page, data={"note": "We move offices this year.", "reason": "timing"}).status_code == 303
    session.expire_all()
    assert session.get_one(Enrollment, enrollment.id).stage is Stage.DECLINED_INVITATION
    shown = client.get(f"/enrollments/{enrollment.id}").text
    assert ("We move offices this year." in shown, "The dates do not fit" in shown) == (True, True)


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        (Role.AFFILIATE_DATA_LEAD, "withdraw", 403),
        (Role.AFFILIATE_DIRECTOR, "waive_training", 403),
        (Role.AFFILIATE_DIRECTOR, "approve", 404),
        (Role.REVIEWER, "withdraw", 404),
    ],
)
def test_stage_is_not_changed_by_the_wrong_person(
    session: Session, sign_in: SignIn, role: Role, name: str, status: int
) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    person = a_person(session, role, affiliate=None if role.is_national else enrollment.affiliate)
    answer = sign_in(person).post(f"/enrollments/{enrollment.id}/stage/{name}", data={"note": "Because."})
    assert answer.status_code == status
    session.expire_all()
    assert session.get_one(Enrollment, enrollment.id).stage is Stage.TRAINING


def test_manager_assigns_a_coach(session: Session, sign_in: SignIn) -> None:
    enrollment, coach = an_enrollment(session, Stage.TRAINING), a_person(session, Role.COACH, name="Robin Vale")
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    page = f"/enrollments/{enrollment.id}"
    assert client.post(f"{page}/coach", data={"coach": 999}, follow_redirects=True).text.count("Choose a coach") == 1
    answer = client.post(f"{page}/coach", data={"coach": coach.id}, follow_redirects=True)
    assert "Robin Vale accompanies" in answer.text
    assert "Robin Vale is the coach" in answer.text


def test_data_lead_names_who_takes_part_and_takes_them_off_again(session: Session, sign_in: SignIn) -> None:
    enrollment = an_enrollment(session, Stage.ENROLLED)
    client = sign_in(a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=enrollment.affiliate))
    page = f"/enrollments/{enrollment.id}/participants"
    assert client.get(page).status_code == 200
    assert client.post(page, data={"name": "Lee", "email": "lee at harbor"}).status_code == 422
    assert client.post(page, data={"name": "Lee", "email": "Lee@harbor.example.org"}).status_code == 303
    assert "lee@harbor.example.org is on your list already." in client.post(
        page, data={"name": "Lee", "email": "lee@harbor.example.org"}
    ).text  # fmt: skip
    lee = session.scalars(select(Participant)).one()
    assert client.post(f"{page}/{lee.id}/remove").status_code == 303
    assert session.scalars(select(Participant)).all() == []


def test_training_is_complete_when_the_last_person_with_open_sessions_leaves_the_list(
    session: Session, sign_in: SignIn
) -> None:
    cohort = a_planned_cohort(session, completion_rule=CompletionRule.EVERY_PARTICIPANT)
    enrollment = an_enrollment(session, Stage.TRAINING, cohort=cohort)
    lee = a_participant(session, enrollment, "Lee", "lee@harbor.example.org")
    for one in list_series(session, cohort.id):
        session.add(Attendance(participant_id=lee.id, session_id=one.id, mode=AttendanceMode.LIVE, marked_at=NOW))
    kim = a_participant(session, enrollment, "Kim", "kim@harbor.example.org")
    client = sign_in(a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=enrollment.affiliate))
    page = f"/enrollments/{enrollment.id}/participants"
    assert client.post(f"{page}/{kim.id}/remove").status_code == 303
    session.expire_all()
    assert session.get_one(Enrollment, enrollment.id).stage is Stage.PROPOSING


def test_participant_of_another_affiliate_is_not_there(session: Session, sign_in: SignIn) -> None:
    other = a_participant(session, an_enrollment(session), "Lee", "lee@prairie.example.org")
    enrollment = an_enrollment(session, Stage.ENROLLED)
    client = sign_in(a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=enrollment.affiliate))
    assert client.post(f"/enrollments/{enrollment.id}/participants/{other.id}/remove").status_code == 404


def test_tabs_are_those_that_the_person_can_use(session: Session, sign_in: SignIn) -> None:
    enrollment = an_enrollment(session, Stage.IN_REVIEW)
    page = f"/enrollments/{enrollment.id}"
    national = sign_in(a_person(session, Role.PROGRAM_MANAGER)).get(page).text
    own = sign_in(a_person(session, Role.AFFILIATE_FINANCE, affiliate=enrollment.affiliate)).get(page).text
    tabs = f"/of/{enrollment.id}"
    assert own.count(tabs) < national.count(tabs) or national.count(tabs) == 0
    assert f"/reviews{tabs}" not in own
