"""Asking for help from any page: what goes along, and what never does."""

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import a_person, an_affiliate, an_enrollment
from tests.scenes_library import a_resource
from workflows.enrollments.models import Enrollment
from workflows.helpdesk.models import Ticket
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]
QUESTION = {"subject": "Which column?", "text": "I found two.", "urgency": "urgent"}


@pytest.fixture
def year(session: Session) -> Enrollment:
    return an_enrollment(session, Stage.TRAINING, affiliate=an_affiliate(session, "Harbor"))


@pytest.fixture
def asker(session: Session, year: Enrollment) -> User:
    return a_person(session, Role.AFFILIATE_STAFF, affiliate=year.affiliate, time_zone="America/Denver")


def help_link(page: str) -> str:
    found = re.search(r'<a class="me-help" href="([^"]+)"', page)
    assert found is not None
    return unescape(found[1])


def test_the_link_of_a_page_carries_its_place_and_the_question_keeps_it(
    session: Session, sign_in: SignIn, year: Enrollment, asker: User
) -> None:
    client = sign_in(asker)
    link = help_link(client.get(f"/enrollments/{year.id}?kind=training&note=typed").text)
    assert "typed" not in link
    page = client.get(link).text
    assert "Where you ask from" in page
    sent = {name: unescape(value) for name, value in re.findall(r'name="(page|page_title)"[^>]*value="([^"]*)"', page)}
    assert sent["page"] == f"/enrollments/{year.id}"
    assert client.post("/help/ask", data=QUESTION | sent).status_code == 303
    ticket = session.scalars(select(Ticket)).one()
    assert (ticket.page, ticket.page_title, ticket.enrollment_id, ticket.affiliate_id) == (
        f"/enrollments/{year.id}", sent["page_title"], year.id, year.affiliate_id,
    )  # fmt: skip
    assert (ticket.asker_role, ticket.time_zone) == ("Affiliate staff", "America/Denver")
    assert "Harbor" in ticket.page_title


@pytest.mark.parametrize(
    "page",
    [
        "/join/secret-token",
        "/reset-password/secret-token",
        "/nowhere/secret-token",
        "https://evil.example.org/secret-token",
        "javascript:secret-token",
        "//secret-token",
        "/enrollments/999999",
        "/static/secret-token",
        "/enrollments/{foreign}",
        "/enrollments/1/secret-token\x00",
        "x" * 5000,
        "",
    ],
)
def test_a_place_that_is_no_page_of_theirs_leaves_nothing_behind(
    session: Session, sign_in: SignIn, asker: User, page: str
) -> None:
    foreign = an_enrollment(session, Stage.TRAINING, affiliate=an_affiliate(session, "Prairie"))
    client = sign_in(asker)
    sent = {"page": page.format(foreign=foreign.id).replace("\x00", ""), "page_title": "Prairie secret-token"}
    shown = client.get("/help/ask", query_string={"page": sent["page"], "title": sent["page_title"]}).text
    assert "secret-token" not in shown
    assert client.post("/help/ask", data=QUESTION | sent).status_code == 303
    ticket = session.scalars(select(Ticket)).one()
    assert (ticket.page, ticket.page_title) == ("", "")
    assert ticket.enrollment.affiliate.name == "Harbor"


def test_the_query_of_an_address_is_cut_off(session: Session, sign_in: SignIn, year: Enrollment, asker: User) -> None:
    client = sign_in(asker)
    sent = {"page": f"/enrollments/{year.id}?token=secret#typed", "page_title": "My  year"}
    client.post("/help/ask", data=QUESTION | sent)
    ticket = session.scalars(select(Ticket)).one()
    assert (ticket.page, ticket.page_title) == (f"/enrollments/{year.id}", "My year")


def test_every_page_for_somebody_signed_in_has_the_link_and_others_have_none(
    session: Session, sign_in: SignIn, year: Enrollment, asker: User
) -> None:
    client = sign_in(asker)
    for path in ("/", "/library/", f"/coaching/of/{year.id}", "/account", "/nowhere", "/help/"):
        assert help_link(client.get(path).text).startswith("/help/ask"), path
    auditor = sign_in(a_person(session, Role.AUDITOR))
    assert "me-help" not in auditor.get("/").text
    assert auditor.get("/help/ask").status_code == 403


def test_what_looks_like_a_client_s_number_is_asked_about_and_nothing_is_lost(
    session: Session, sign_in: SignIn, asker: User
) -> None:
    client = sign_in(asker)
    sent = QUESTION | {"text": "A123456789 is missing, call 207-555-0134", "once": "one"}
    warned = client.post("/help/ask", data=sent)
    assert warned.status_code == 422
    assert "There seems to be an A-number and a telephone number in your text." in warned.text
    assert "A123456789 is missing" in warned.text
    assert session.scalars(select(Ticket)).all() == []
    assert client.post("/help/ask", data=sent | {"acknowledged": "y", "once": "two"}).status_code == 303
    assert len(session.scalars(select(Ticket)).all()) == 1


def test_the_same_form_twice_asks_once(session: Session, sign_in: SignIn, asker: User) -> None:
    client = sign_in(asker)
    for _ in range(2):
        client.post("/help/ask", data=QUESTION | {"once": "the same"})
    assert len(session.scalars(select(Ticket)).all()) == 1


def test_a_table_of_clients_is_not_taken(session: Session, sign_in: SignIn, asker: User) -> None:
    client = sign_in(asker)
    answer = client.post("/help/ask", data=QUESTION | {"file": (BytesIO(b"name\n"), "clients.csv")})
    assert answer.status_code == 422
    assert "Files like this cannot be kept here." in answer.text
    assert session.scalars(select(Ticket)).all() == []


def test_what_may_answer_it_already_is_offered(session: Session, sign_in: SignIn, asker: User) -> None:
    a_resource(session, "Small numbers")
    assert "Perhaps it is answered already" in sign_in(asker).get("/help/ask?words=small").text
