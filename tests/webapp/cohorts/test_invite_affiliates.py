"""An administrator invites affiliates from a file: preview first, then all of it or nothing."""

from collections.abc import Callable
from html import unescape
from io import BytesIO
from re import search

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.factories import a_person
from tests.scenes_cohorts import HARBOR, PRAIRIE, a_file, a_planned_cohort
from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.people.models import User
from workflows.permissions import Role

SignIn = Callable[[User], FlaskClient]


@pytest.fixture
def cohort(session: Session) -> Cohort:
    return a_planned_cohort(session)


@pytest.fixture
def client(session: Session, cohort: Cohort, sign_in: SignIn) -> FlaskClient:
    return sign_in(a_person(session, Role.NETWORK_ADMINISTRATOR))


def preview(client: FlaskClient, cohort: Cohort, content: bytes) -> TestResponse:
    return client.post(f"/cohorts/{cohort.id}/affiliates", data={"file": (BytesIO(content), "affiliates.csv")})


def rows_of(page: TestResponse) -> str:
    found = search(r'name="rows"[^>]* value="([^"]+)"', page.text)
    assert found is not None
    return unescape(found[1])


def count_enrollments(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Enrollment)) or 0


def test_preview_writes_nothing_and_confirmation_invites(session: Session, cohort: Cohort, client: FlaskClient) -> None:
    assert client.get(f"/cohorts/{cohort.id}/affiliates").status_code == 200
    page = preview(client, cohort, a_file(HARBOR, PRAIRIE))
    assert page.status_code == 200
    assert page.text.count("New: will be added and invited") == 2
    assert count_enrollments(session) == 0

    answer = {"rows": rows_of(page), "once": "one"}
    done = client.post(f"/cohorts/{cohort.id}/affiliates/confirm", data=answer, follow_redirects=True)
    assert "Done: 2 affiliates invited, 2 affiliates new in the network." in done.text
    client.post(f"/cohorts/{cohort.id}/affiliates/confirm", data=answer)  # the same form again
    assert count_enrollments(session) == 2


def test_same_file_again_changes_nothing_and_says_so(session: Session, cohort: Cohort, client: FlaskClient) -> None:
    for once in ("one", "two"):
        page = preview(client, cohort, a_file(HARBOR))
        answer = {"rows": rows_of(page), "once": once}
        done = client.post(f"/cohorts/{cohort.id}/affiliates/confirm", data=answer, follow_redirects=True)
    assert "Nothing changes" in page.text
    assert "Nothing changed: everyone in this file is invited already." in done.text
    assert count_enrollments(session) == 1


def test_broken_file_names_line_column_and_fix_and_offers_no_button(
    session: Session, cohort: Cohort, client: FlaskClient
) -> None:
    page = preview(client, cohort, a_file(HARBOR.replace("America/New_York", "Eastern"), PRAIRIE))
    assert page.status_code == 422
    assert "Write it like America/New_York or America/Chicago." in page.text
    assert "Invite them" not in page.text


def test_nothing_is_half_done_when_a_row_went_wrong_meanwhile(
    session: Session, cohort: Cohort, client: FlaskClient
) -> None:
    rows = rows_of(preview(client, cohort, a_file(HARBOR, PRAIRIE)))
    person = a_person(session, Role.COACH, email="director@prairie.example.org", is_active=False)
    session.commit()
    answer = client.post(f"/cohorts/{cohort.id}/affiliates/confirm", data={"rows": rows, "once": "one"})
    assert answer.status_code == 422
    assert f"{person.name} has an account that is deactivated." in answer.text
    assert count_enrollments(session) == 0


def test_changed_or_foreign_preview_is_refused(session: Session, cohort: Cohort, client: FlaskClient) -> None:
    rows = rows_of(preview(client, cohort, a_file(HARBOR)))
    other = a_planned_cohort(session)
    session.commit()
    for target, carried in ((cohort, rows[:-3] + "abc"), (other, rows)):
        answer = client.post(f"/cohorts/{target.id}/affiliates/confirm", data={"rows": carried})
        assert answer.status_code == 422
        assert "Choose the file again; nothing was imported." in answer.text
    assert count_enrollments(session) == 0


def test_without_a_file_the_field_says_so(cohort: Cohort, client: FlaskClient) -> None:
    answer = client.post(f"/cohorts/{cohort.id}/affiliates", data={})
    assert answer.status_code == 422
    assert "Choose a CSV file or an Excel workbook." in answer.text


def test_coach_may_not_invite(session: Session, cohort: Cohort, sign_in: SignIn) -> None:
    assert sign_in(a_person(session, Role.COACH)).get(f"/cohorts/{cohort.id}/affiliates").status_code == 403
