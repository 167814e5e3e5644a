"""A question's page for each side, its list and CSV, and hours with their report."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from tests.scenes_library import ZONE, a_ticket, an_answer, some_time
from workflows.clock import local_date, utc_now
from workflows.helpdesk.models import HourlyRate, Ticket, TicketState, TimeEntry, WorkFunction
from workflows.helpdesk.operations import add_note
from workflows.library.models import Resource
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]


@dataclass
class Desk:
    asker: User
    coach: User
    ticket: Ticket

    @property
    def path(self) -> str:
        return f"/help/{self.ticket.id}"


def today_here() -> date:
    """The day on the clock of everybody in these tests."""
    return local_date(utc_now(), ZONE)


@pytest.fixture
def desk(session: Session) -> Desk:
    harbor = an_affiliate(session, "Harbor")
    coach = a_person(session, Role.COACH, name="Amara Diallo")
    an_enrollment(session, Stage.IMPLEMENTING, affiliate=harbor, coach=coach)
    asker = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor, name="Dana Ortiz")
    ticket = a_ticket(session, asker, now=utc_now())
    add_note(ticket, text="Secret note", session=session, actor=coach.as_actor(NOW), now=NOW)
    return Desk(asker, coach, ticket)


def test_an_answer_with_its_minutes_reaches_the_asker(session: Session, sign_in: SignIn, desk: Desk) -> None:
    client = sign_in(desk.coach)
    sent = {"text": "Take the first.", "minutes": "15", "function": "inquiries"}
    assert client.post(f"{desk.path}/answer", data=sent).status_code == 303
    entry = session.scalars(select(TimeEntry)).one()
    assert (entry.minutes, entry.function, entry.affiliate_id, entry.ticket_id) == (
        15, WorkFunction.INQUIRIES, desk.ticket.affiliate_id, desk.ticket.id,
    )  # fmt: skip
    page = client.get(desk.path).text
    assert 'value="15"' in page  # remembered for the next answer
    assert '<option selected value="inquiries">' in page
    read = sign_in(desk.asker).get(desk.path).text
    assert "Take the first." in read
    assert "Minutes" not in read


def test_without_minutes_nothing_is_written_down_and_asking_back_waits(
    session: Session, sign_in: SignIn, desk: Desk
) -> None:
    client = sign_in(desk.coach)
    client.post(f"{desk.path}/answer", data={"text": "Which report?", "function": "inquiries", "ask_back": "yes"})
    session.expire_all()
    assert (desk.ticket.state, session.scalars(select(TimeEntry)).all()) == (TicketState.WAITING, [])
    assert "Waits for you" in sign_in(desk.asker).get("/").text


def test_internal_notes_are_on_no_page_and_in_no_file_of_the_affiliate(
    session: Session, sign_in: SignIn, desk: Desk
) -> None:
    an_answer(session, desk.ticket, desk.coach, now=utc_now())
    asking, coaching = sign_in(desk.asker), sign_in(desk.coach)
    paths = (desk.path, "/help/", "/help/questions.csv?state=all", "/", "/help/?q=Secret")
    assert [path for path in paths if "Secret note" in asking.get(path).text] == []
    assert "Internal notes" not in asking.get(desk.path).text
    assert "Secret note" in coaching.get(desk.path).text
    assert "Secret note" not in coaching.get("/help/questions.csv?state=all").text
    assert asking.post(f"{desk.path}/notes", data={"note": "x"}).status_code == 403


def test_both_sides_go_on_until_it_is_solved_and_open_it_again(session: Session, sign_in: SignIn, desk: Desk) -> None:
    an_answer(session, desk.ticket, desk.coach, now=utc_now())
    client = sign_in(desk.asker)
    assert "That solved it" in client.get(desk.path).text
    assert client.post(f"{desk.path}/reply", data={"text": "Not yet."}).status_code == 303
    assert client.post(f"{desk.path}/solve", data={"once": "s"}).status_code == 303
    page = client.get(desk.path).text
    assert "Open it again" in page
    assert "Send the answer" not in page
    refused = client.post(f"{desk.path}/reply", data={"text": "More."})
    assert refused.status_code == 422
    assert "now it is solved" in refused.text
    assert client.post(f"{desk.path}/reopen", data={"text": "It came back."}).status_code == 303
    session.expire_all()
    assert desk.ticket.state is TicketState.NEW


def test_handing_on_and_a_draft_from_the_answer(session: Session, sign_in: SignIn, desk: Desk) -> None:
    finance = a_person(session, Role.FINANCE_OFFICER, name="Theo Lindqvist")
    message = an_answer(session, desk.ticket, desk.coach, "Hello Dana, take the first.", now=utc_now())
    client = sign_in(desk.coach)
    drafted = client.post(f"/help/messages/{message.id}/resource", data={"once": "d"})
    resource = session.scalars(select(Resource)).one()
    assert (drafted.location, resource.body) == (f"/library/resources/{resource.id}/edit", "Hello …, take the first.")
    sent = {"to": str(finance.id), "note": "About money.", "version": str(desk.ticket.version)}
    assert "Theo Lindqvist" in client.get(f"{desk.path}/hand-on").text
    session.expire_all()
    sent["version"] = str(desk.ticket.version)
    assert client.post(f"{desk.path}/hand-on", data=sent).status_code == 303
    session.expire_all()
    assert desk.ticket.owner_id == finance.id
    assert client.post(f"{desk.path}/hand-on", data=sent | {"to": str(desk.coach.id)}).status_code == 409


def test_home_shows_what_waits_with_the_late_ones_flagged(session: Session, sign_in: SignIn, desk: Desk) -> None:
    a_ticket(session, desk.asker, subject="An old one", now=NOW)  # months before the clock of the page
    page = sign_in(desk.coach).get("/").text
    assert "Questions that wait for you" in page
    assert page.index("An old one") < page.index("Which column holds the class start?")
    assert _is_late(page)


def _is_late(page: str) -> bool:
    return 'status-late">' in page[page.index("An old one") :]


def test_the_list_is_narrowed_exported_and_asks_as_often_for_thirty(
    session: Session, sign_in: SignIn, desk: Desk, count_queries: Statements
) -> None:
    manager = a_person(session, Role.PROGRAM_MANAGER)  # held, so that the session remembers who asks
    client = sign_in(manager)
    client.get("/library/")  # and their roles
    counts = []
    for more in (0, 24):
        for number in range(more):
            a_ticket(session, desk.asker, subject=f"=Question {number}", now=utc_now())
        session.commit()
        count_queries.clear()
        assert client.get("/help/?sort=asked&direction=desc").status_code == 200
        counts.append(len(count_queries))
    assert counts[0] == counts[1]
    export = client.get("/help/questions.csv?q=Question+1")
    assert export.text.count("\n") == 13  # the heading, question 1, 10 to 19, and 21
    assert "'=Question 1" in export.text
    assert "=Question 2<" not in client.get("/help/?q=Question+1").text
    mine = sign_in(desk.coach).get("/help/?owner=me").text
    assert "1–25 of 25" in mine


def test_hours_are_written_changed_and_removed_by_whoever_worked(session: Session, sign_in: SignIn, desk: Desk) -> None:
    client = sign_in(desk.coach)
    today = today_here().isoformat()
    sent = {"worked_on": today, "minutes": "40", "function": "training", "affiliate": "0", "note": "Clinic"}
    assert client.post("/help/hours", data=sent).status_code == 303
    entry = session.scalars(select(TimeEntry)).one()
    path = f"/help/hours/{entry.id}"
    assert client.post(path, data=sent | {"minutes": "45", "version": "1"}).status_code == 303
    assert client.post(path, data=sent | {"minutes": "50", "version": "1"}).status_code == 409
    assert "45 min" in client.get("/help/hours").text
    stranger = sign_in(a_person(session, Role.COACH))
    assert stranger.get(path).status_code == 404
    session.expire_all()
    assert client.post(f"{path}/remove", data={"version": entry.version}).status_code == 303
    assert "Nothing yet" in client.get("/help/hours").text


def test_the_report_shows_totals_that_the_csv_adds_up_to(session: Session, sign_in: SignIn, desk: Desk) -> None:
    now = utc_now()
    month = today_here().replace(day=1)
    session.add(HourlyRate(function=WorkFunction.INQUIRIES, starts_on=month, amount=Decimal("61.37")))
    for minutes, affiliate_id in ((25, desk.ticket.affiliate_id), (50, None), (61, None)):
        some_time(session, desk.coach, worked_on=today_here(), minutes=minutes, affiliate_id=affiliate_id, now=now)
    client = sign_in(a_person(session, Role.AUDITOR))
    page = client.get("/help/hours/report").text
    assert "2 h 16 min" in page
    assert "$139.10" in page  # 25.57 and 113.53, each rounded once
    rows = [line.split(",") for line in client.get("/help/hours/report.csv").text.splitlines()[1:]]
    assert sum(int(row[3]) for row in rows) == 136
    assert sum(Decimal(row[5]) for row in rows) == Decimal("139.10")
    assert sign_in(desk.coach).get("/help/hours/report").status_code == 403


def test_rates_are_set_by_the_administrator_alone(session: Session, sign_in: SignIn) -> None:
    sent = {"function": "research", "amount": "61.37", "from_month": "2026-03-15"}
    manager = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    assert "Set a rate" not in manager.get("/help/rates").text
    assert manager.post("/help/rates", data=sent).status_code == 403
    admin = sign_in(a_person(session, Role.NETWORK_ADMINISTRATOR))
    assert admin.post("/help/rates", data=sent | {"amount": "-1"}).status_code == 422
    assert admin.post("/help/rates", data=sent).status_code == 303
    assert "$61.37" in manager.get("/help/rates").text


def test_response_times_say_of_how_many(session: Session, sign_in: SignIn, desk: Desk) -> None:
    an_answer(session, desk.ticket, desk.coach, now=utc_now())
    page = sign_in(a_person(session, Role.PROGRAM_MANAGER)).get("/help/response-times").text
    assert "1 of 1" in page
    assert "0.0 hours" in page


def test_an_absence_is_settled_in_the_browser(session: Session, sign_in: SignIn, desk: Desk) -> None:
    manager = a_person(session, Role.PROGRAM_MANAGER, name="Marisol Vega")
    client = sign_in(manager)
    today = today_here().isoformat()
    sent = {"person": str(desk.coach.id), "starts_on": "2020-01-01", "ends_on": today, "covered_by": str(manager.id)}
    assert client.post("/help/away", data=sent).status_code == 422
    assert client.post("/help/away", data=sent | {"starts_on": today}).status_code == 303
    session.expire_all()
    assert (desk.ticket.owner_id, desk.ticket.covered_for_id) == (manager.id, desk.coach.id)
    assert "Under way" in client.get("/help/away").text
    assert sign_in(desk.asker).get("/help/away").status_code == 403
