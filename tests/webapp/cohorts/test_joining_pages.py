"""Pages around joining: one affiliate, workbooks, a plan that changed, learning reviews, interests, copies."""

from collections.abc import Callable, Sequence
from html import unescape
from io import BytesIO
from re import search

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_cohort, a_participant, a_person, an_affiliate, an_enrollment
from tests.scenes_cohorts import HARBOR, HEADER, TEXTS, a_file, a_planned_cohort, an_expansion, an_interest
from tests.workbooks import a_workbook
from workflows.cohorts.models import Cohort, CompletionRule, LearningReview, LearningState
from workflows.enrollments.models import Enrollment, Interest, InterestState
from workflows.people.models import Affiliate, User
from workflows.permissions import Role
from workflows.stages import Stage
from workflows.training.models import Attendance, AttendanceMode, TrainingSession

SignIn = Callable[[User], FlaskClient]


@pytest.fixture
def client(session: Session, sign_in: SignIn) -> FlaskClient:
    return sign_in(a_person(session, Role.PROGRAM_MANAGER, name="Ruth Adeyemi"))


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_workbook_is_previewed_and_a_plan_that_changed_meanwhile_is_shown_again(
    session: Session, client: FlaskClient
) -> None:
    cohort = a_planned_cohort(session)
    session.commit()
    path = f"/cohorts/{cohort.id}/affiliates"
    assert client.get(f"{path}/template.csv").text.startswith("\ufeffcode,name,town")
    content = a_workbook([HEADER.split(","), HARBOR.split(",")])
    page = client.post(path, data={"file": (BytesIO(content), "list.xlsx")})
    assert (page.status_code, "New: will be added and invited" in page.text) == (200, True)
    an_affiliate(session, "Harbor Resettlement", code="HRB")
    session.commit()
    again = client.post(f"{path}/confirm", data={"rows": rows_of(page.text), "once": "one"})
    assert (again.status_code, "Nothing was imported" in again.text, count(session, Enrollment)) == (409, True, 0)
    done = client.post(f"{path}/confirm", data={"rows": rows_of(again.text), "once": "two"})
    assert (done.status_code, count(session, Enrollment)) == (303, 1)


def rows_of(page: str) -> str:
    found = search(r'name="rows"[^>]* value="([^"]+)"', page)
    assert found is not None
    return unescape(found[1])


def test_one_affiliate_is_invited_with_its_director(session: Session, client: FlaskClient) -> None:
    cohort, prairie = a_planned_cohort(session), an_affiliate(session, "Prairie")
    session.commit()
    path = f"/cohorts/{cohort.id}/affiliates/one"
    assert client.get(path).status_code == 200
    without = client.post(path, data={"affiliate": prairie.id})
    assert (without.status_code, "Prairie has no director who could sign." in without.text) == (422, True)
    director = {"director_name": "Ines Roy", "director_email": "Ines@prairie.example.org"}
    given = {"affiliate": prairie.id, "selection_reason": "A rural site.", **director, "once": "a"}
    assert client.post(path, data=given).status_code == 303
    assert client.post(path, data=given).status_code == 303  # the same form again
    assert [e.selection_reason for e in session.scalars(select(Enrollment))] == ["A rural site."]
    new = {"affiliate": 0, "code": "HRB", "name": "Harbor", "town": "Port Ansel", "state": "EX", "once": "b"}
    partly = client.post(path, data={**new, "code": "", "time_zone": "America/Chicago", **director})
    assert "Write the code of the new affiliate." in partly.text
    assert client.post(path, data={**new, "time_zone": "America/Chicago", **director, "once": "c"}).status_code == 303
    assert session.scalars(select(Affiliate.time_zone).where(Affiliate.code == "HRB")).all() == ["America/Chicago"]


def test_an_expansion_says_what_opens_it_and_where(session: Session, client: FlaskClient) -> None:
    cohort = an_expansion(session, approved=False)
    session.commit()
    for path in (f"/cohorts/{cohort.id}", f"/cohorts/{cohort.id}/affiliates", f"/cohorts/{cohort.id}/affiliates/one"):
        page = client.get(path).text
        assert "opens once the learning review of" in page
        assert f"/cohorts/{cohort.pilot_id}/learning" in page
    answer = client.post(f"/cohorts/{cohort.id}/affiliates", data={"file": (BytesIO(a_file(HARBOR)), "a.csv")})
    assert ("What the file would do" in answer.text, count(session, Enrollment)) == (False, 0)


def test_a_learning_review_saves_itself_and_is_approved_by_somebody_else(
    session: Session, client: FlaskClient, sign_in: SignIn
) -> None:
    pilot = a_cohort(session)
    other = a_person(session, Role.NETWORK_ADMINISTRATOR)
    path = f"/cohorts/{pilot.id}/learning"
    session.commit()
    assert "Begin the learning review" in client.get(path).text
    assert client.post(f"{path}/start", data={"once": "a"}).location == f"{path}/write"
    version = session.scalars(select(LearningReview.version)).one()
    json = {"Accept": "application/json"}
    kept = client.post(f"{path}/write", data={**TEXTS, "version": version}, headers=json)
    assert (kept.status_code, kept.json["version"]) == (200, version + 1)
    stale = client.post(f"{path}/write", data={**TEXTS, "worked": "x", "version": version}, headers=json)
    assert (stale.status_code, [f["name"] for f in stale.json["fields"]]) == (409, ["worked"])
    assert client.post(f"{path}/submit", data={"once": "b"}).status_code == 303
    assert "You wrote in this learning review, so someone else approves it." in client.get(path).text
    assert client.post(f"{path}/approve", data={"once": "c"}).status_code == 403
    colleague = sign_in(other)
    assert "Approve what it taught" in colleague.get("/").text
    assert colleague.post(f"{path}/approve", data={"once": "d"}).status_code == 303
    session.expire_all()
    assert session.scalars(select(LearningReview.state)).one() is LearningState.APPROVED


def test_a_director_says_so_staff_answer_and_both_read_the_reason(
    session: Session, client: FlaskClient, sign_in: SignIn
) -> None:
    cohort, harbor = a_cohort(session), an_affiliate(session, "Harbor")
    director = sign_in(a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor))
    assert cohort.name in director.get("/").text
    said = {"why": "To know.", "data_lead_name": "Sam Bell", "readiness": "soon", "once": "a"}
    assert director.post(f"/cohorts/{cohort.id}/interest", data=said).status_code == 303
    assert "Answer an interest" in client.get("/").text
    assert "To know." in client.get(f"/cohorts/{cohort.id}/interests").text
    interest = session.scalars(select(Interest)).one()
    path = f"/cohorts/interests/{interest.id}/pass_over"
    assert client.get(path).status_code == 200
    answer = {"reason": "Your system moves in spring.", "version": interest.version, "once": "b"}
    assert client.post(path, data=answer).status_code == 303
    assert client.post(path, data={**answer, "once": "c"}).status_code == 409
    assert "Your system moves in spring." in director.get("/cohorts/open").text
    session.expire_all()
    assert interest.state is InterestState.NOT_SELECTED


def test_a_copy_has_its_series_and_leads_to_its_page(session: Session, client: FlaskClient) -> None:
    cohort = a_planned_cohort(session)
    session.commit()
    path = f"/cohorts/{cohort.id}/copy"
    assert client.get(path).status_code == 200
    given = {"name": "Next", "kind": "expansion", "pilot": cohort.id, "starts_on": "2027-01-11", "once": "a"}
    assert client.post(path, data=given).status_code == 303
    assert client.post(path, data=given).status_code == 303  # the same form again
    copy = session.scalars(select(Cohort).where(Cohort.name == "Next")).one()
    sessions = select(func.count()).select_from(TrainingSession).where(TrainingSession.cohort_id == copy.id)
    assert (copy.pilot_id, session.scalar(sessions)) == (cohort.id, 12)


def test_more_seats_move_the_line_up_and_another_rule_completes_the_training(
    session: Session, client: FlaskClient
) -> None:
    cohort = a_planned_cohort(session, seats=1, waiting_places=1, completion_rule=CompletionRule.EVERY_PARTICIPANT)
    trained = an_enrollment(session, Stage.TRAINING, cohort=cohort)
    waiting = an_enrollment(session, Stage.COMMITTED, cohort=cohort, waitlisted_at=NOW)
    cohort.waiting = 1
    series = session.scalars(select(TrainingSession).where(TrainingSession.cohort_id == cohort.id)).all()
    _one_of_two_attends(session, trained, series)
    session.commit()
    page = client.get(f"/cohorts/{cohort.id}/edit").text
    given = dict(_filled(page), seats="2", completion_rule="one_per_session", once="a")
    assert client.post(f"/cohorts/{cohort.id}/edit", data=given).status_code == 303
    session.expire_all()
    assert (waiting.offered_at is not None, cohort.seats_offered, cohort.waiting) == (True, 1, 0)
    assert (trained.stage, trained.open_sessions) == (Stage.PROPOSING, [])


def _one_of_two_attends(session: Session, enrollment: Enrollment, series: Sequence[TrainingSession]) -> None:
    ana, _ = (a_participant(session, enrollment, name, f"{name}@harbor.example.org") for name in ("ana", "bo"))
    for row in series:
        session.add(Attendance(participant_id=ana.id, session_id=row.id, mode=AttendanceMode.LIVE, marked_at=NOW))
    session.flush()


def _filled(page: str) -> dict[str, str]:
    form = next(f for f in html.document_fromstring(page).forms if f.action != "/sign-out")
    return {name: value for name, value in form.fields.items() if value}


@pytest.mark.parametrize("rows", [1, 30])
def test_lists_of_invitations_and_interests_ask_the_same_few_questions(
    session: Session, client: FlaskClient, count_queries: Statements, rows: int
) -> None:
    cohort = a_cohort(session)
    for _ in range(rows):
        an_enrollment(session, cohort=cohort)
        affiliate = an_affiliate(session)
        an_interest(
            session, cohort, affiliate, director=a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=affiliate)
        )
    session.commit()
    counts = []
    for path in ("invitations", "interests"):
        session.expire_all()
        count_queries.clear()
        assert client.get(f"/cohorts/{cohort.id}/{path}").status_code == 200
        counts.append(len(count_queries))
    assert counts == [6, 7]
