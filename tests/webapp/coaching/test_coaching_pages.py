"""Coaching in the browser: who sees what, and that a private note reaches its coach alone."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import a_person
from tests.scenes_year import LATER, YearScene, a_check_in, a_year, acting
from workflows.coaching.models import ActionItem, ActionSide, CheckIn, CheckInState, PrivateNote
from workflows.coaching.operations import CheckInNotes, WrittenAction, hold_check_in, save_notes
from workflows.outbox import JobRun, OutboxEvent
from workflows.people.models import User
from workflows.permissions import Role

SignIn = Callable[[User], FlaskClient]
SECRET = "PRIVATE-zanzibar: the director sounds tired"


@pytest.fixture(autouse=True)
def _at_a_fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.coaching.routes.utc_now", lambda: datetime(2026, 7, 24, 15, 0, tzinfo=UTC))


def held(session: Session, scene: YearScene) -> CheckIn:
    check_in = a_check_in(session, scene, at=datetime(2026, 7, 8, 14, 0))  # noqa: DTZ001  a wall clock
    session.flush()
    action = WrittenAction("Ask the library", ActionSide.AFFILIATE, date(2026, 7, 15))
    notes = CheckInNotes("The class", "Two found work.", "It runs full.", "Late buses.", 50, SECRET, (action,))
    actor = acting(scene.coach)
    save_notes(check_in, notes, expected_version=check_in.version, session=session, actor=actor, now=LATER)
    hold_check_in(check_in, session=session, actor=actor, now=LATER)
    session.flush()
    return check_in


def notes_of(page: str, **values: str) -> dict[str, str]:
    """The notes form as it was shown, with other values where given."""
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version is not None
    blank = {"focus": "", "wins": "", "shared_note": "", "early_signal": "", "minutes": "45", "private_text": ""}
    return {**blank, "version": version[1], **values}


def test_the_coach_plans_in_the_affiliate_s_time_and_everyone_finds_the_calendar_file(
    session: Session, sign_in: SignIn
) -> None:
    scene = a_year(session)
    client = sign_in(scene.coach)
    page = f"/coaching/of/{scene.enrollment.id}/schedule"
    assert client.get(page).status_code == 200
    given = {"day": "2026-07-28", "time": "10:00", "time_zone": "America/Chicago", "minutes": "30", "mode": "phone"}
    answer = client.post(page, data={**given, "place": "555-0100", "agenda": "The class", "once": "one"})
    assert answer.status_code == 303
    assert client.post(page, data={**given, "once": "one"}).status_code == 303  # the same form again: once
    [check_in] = session.scalars(select(CheckIn))
    assert check_in.starts_at == datetime(2026, 7, 28, 15, 0, tzinfo=UTC)
    file = sign_in(scene.director).get(f"/coaching/check-ins/{check_in.id}/check-in.ics")
    assert file.mimetype == "text/calendar"
    assert Calendar.from_ical(file.data).events[0].start.isoformat() == "2026-07-28T10:00:00-05:00"


def test_notes_are_saved_while_they_are_written_and_held_with_the_button(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    check_in = a_check_in(session, scene)
    client = sign_in(scene.coach)
    page = f"/coaching/check-ins/{check_in.id}/notes"
    row = {"actions-0-text": "Ask the library", "actions-0-side": "affiliate", "actions-0-due_on": "2026-08-07"}
    given = notes_of(client.get(page).text, shared_note="It runs", private_text=SECRET, **row)
    saved = client.post(f"{page}/save", data=given, headers={"Accept": "application/json"})
    assert saved.status_code == 200
    assert saved.json["saved_at"] == "10:00 am CDT"
    stale = client.post(f"{page}/save", data=given, headers={"Accept": "application/json"})
    assert stale.status_code == 409
    version = {"version": str(saved.json["version"])}
    done = client.post(page, data={**given, **version, "shared_note": "It runs full.", "hold": "yes", "once": "two"})
    assert done.status_code == 303
    session.expire_all()
    assert (check_in.state, check_in.shared_note) == (CheckInState.HELD, "It runs full.")
    assert [a.text for a in session.scalars(select(ActionItem))] == ["Ask the library"]
    assert [n.text for n in session.scalars(select(PrivateNote))] == [SECRET]


def test_an_action_without_a_day_and_minutes_out_of_range_are_said_at_their_fields(
    session: Session, sign_in: SignIn
) -> None:
    scene = a_year(session)
    check_in = a_check_in(session, scene)
    client = sign_in(scene.coach)
    page = f"/coaching/check-ins/{check_in.id}/notes"
    row = {"actions-0-text": "Ask the library", "actions-0-side": "affiliate", "actions-0-due_on": ""}
    given = notes_of(client.get(page).text, minutes="2", **row)
    answer = client.post(page, data=given)
    assert answer.status_code == 422
    assert "By which day? Choose one." in answer.text
    assert "Between 5 and 480 minutes." in answer.text
    saved = client.post(f"{page}/save", data=given, headers={"Accept": "application/json"})
    assert saved.status_code == 422
    assert session.scalar(select(func.count(ActionItem.id))) == 0


def test_holding_without_a_shared_note_keeps_what_was_typed(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    check_in = a_check_in(session, scene)
    client = sign_in(scene.coach)
    page = f"/coaching/check-ins/{check_in.id}/notes"
    answer = client.post(page, data=notes_of(client.get(page).text, wins="A first win", hold="yes"))
    assert answer.status_code == 422
    assert "Write a shared note first" in answer.text
    assert "A first win" in answer.text
    session.expire_all()
    assert (check_in.state, check_in.wins) == (CheckInState.SCHEDULED, "")


def test_a_private_note_is_on_no_page_of_anyone_but_the_coach(session: Session, sign_in: SignIn) -> None:
    scene, other = a_year(session), a_year(session)
    check_in = held(session, scene)
    ahead = a_check_in(session, scene)
    session.flush()
    affiliate = scene.enrollment.affiliate
    everyone = [scene.manager, other.coach, other.director] + [
        a_person(session, role, affiliate=None if role.is_national else affiliate)
        for role in Role
        if role is not Role.PROGRAM_MANAGER
    ]
    pages = [
        "/coaching/",
        f"/coaching/of/{scene.enrollment.id}",
        *(f"/coaching/check-ins/{c.id}{rest}" for c in (check_in, ahead) for rest in ("", "/check-in.ics", "/notes")),
        f"/coaching/check-ins/{ahead.id}/move",
        f"/coaching/check-ins/{ahead.id}/cancel",
        f"/reports/of/{scene.enrollment.id}",
        *(f"/reports/{scene.first.id}{rest}" for rest in ("", "/write", "/certify")),
        f"/enrollments/{scene.enrollment.id}",
    ]
    for person in everyone:
        client = sign_in(person)
        told = [page for page in pages if "zanzibar" in client.get(page).text]
        assert (person.name, told) == (person.name, [])
        saved = client.post(
            f"/coaching/check-ins/{check_in.id}/notes/save",
            data={"version": str(check_in.version), "minutes": "45"},
            headers={"Accept": "application/json"},
        )
        assert (saved.status_code in (403, 404), "zanzibar" in saved.text) == (True, False)
    coach = sign_in(scene.coach)
    assert [page for page in pages if "zanzibar" in coach.get(page).text] == [
        f"/coaching/check-ins/{check_in.id}/notes"
    ]
    told = [str((event.details, event.note)) for event in session.scalars(select(OutboxEvent))]
    assert [text for text in told if "zanzibar" in text] == []


def test_shared_pages_never_touch_the_table_of_private_notes(
    session: Session, sign_in: SignIn, count_queries: Statements
) -> None:
    scene = a_year(session)
    check_in = held(session, scene)
    client = sign_in(scene.coach)
    count_queries.clear()
    for page in ("/coaching/", f"/coaching/of/{scene.enrollment.id}", f"/coaching/check-ins/{check_in.id}"):
        assert client.get(page).status_code == 200
    assert [sql for sql in count_queries if "private_notes" in sql] == []


def test_who_may_open_what(session: Session, sign_in: SignIn) -> None:
    scene, other = a_year(session), a_year(session)
    check_in = a_check_in(session, scene)
    session.flush()
    base = f"/coaching/check-ins/{check_in.id}"
    pages = (base, f"{base}/move", f"{base}/notes", f"/coaching/of/{scene.enrollment.id}")
    finance = a_person(session, Role.FINANCE_OFFICER)
    seen = [
        [sign_in(person).get(page).status_code for page in pages]
        for person in (scene.coach, scene.director, scene.manager, other.coach, other.director, finance)
    ]
    assert seen == [
        [200, 200, 200, 200],
        [200, 200, 403, 200],
        [200, 403, 403, 200],
        [404, 404, 404, 404],
        [404, 404, 404, 404],
        [404, 404, 404, 403],
    ]


def test_an_action_is_done_with_one_button(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    action = held(session, scene).actions[0]
    client = sign_in(scene.staff)
    page = client.get(f"/coaching/of/{scene.enrollment.id}")
    assert ("Ask the library" in page.text, "Overdue" in page.text) == (True, True)
    assert client.post(f"/coaching/actions/{action.id}/done", data={"once": "one"}).status_code == 303
    assert "Nothing is open" in client.get(f"/coaching/of/{scene.enrollment.id}").text
    assert sign_in(scene.manager).post(f"/coaching/actions/{action.id}/done").status_code == 403


def test_calling_off_tells_the_reason_and_needs_one(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    check_in = a_check_in(session, scene)
    client = sign_in(scene.director)
    page = f"/coaching/check-ins/{check_in.id}/cancel"
    assert client.post(page, data={"note": ""}).status_code == 422
    assert client.post(page, data={"note": "Our office is closed.", "once": "one"}).status_code == 303
    assert "Our office is closed." in client.get(f"/coaching/check-ins/{check_in.id}").text
    assert "It cannot be called off now:" in client.get(page).text


def test_a_stale_move_shows_the_conflict(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    check_in = a_check_in(session, scene)
    client = sign_in(scene.coach)
    given = {"day": "2026-07-28", "time": "10:00", "time_zone": "America/Chicago", "minutes": "30", "mode": "phone"}
    page = f"/coaching/check-ins/{check_in.id}/move"
    assert client.post(page, data={**given, "version": "99", "once": "one"}).status_code == 409
    assert client.post(page, data={**given, "version": str(check_in.version), "once": "two"}).status_code == 303


def test_the_coach_asks_for_a_summary_in_word(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session)
    check_in = held(session, scene)
    page = f"/coaching/check-ins/{check_in.id}"
    assert "Ask for a summary in Word" in sign_in(scene.coach).get(page).text
    assert sign_in(scene.coach).post(f"{page}/summary", data={"once": "one"}).status_code == 303
    [run] = session.scalars(select(JobRun))
    assert (run.job, run.subject_id, run.arguments["kind"]) == ("make_document", check_in.id, "check_in_summary")


def test_the_caseload_says_why_in_words(session: Session, sign_in: SignIn) -> None:
    scene = a_year(session, "Harbor")
    held(session, scene)
    page = sign_in(scene.coach).get("/coaching/")
    assert "1 action overdue" in page.text
    assert "No check-in planned" in page.text
    assert "Coaches and their load" not in page.text
    assert "Coaches and their load" in sign_in(scene.manager).get("/coaching/").text


@pytest.mark.parametrize("many", [1, 30])
def test_the_caseload_takes_the_same_few_queries(
    session: Session, sign_in: SignIn, count_queries: Statements, many: int
) -> None:
    first = a_year(session)
    held(session, first)
    for _ in range(many - 1):
        held(session, a_year(session, coach=first.coach, manager=first.manager))
    for client in (sign_in(first.coach), sign_in(first.manager)):
        session.expunge_all()
        count_queries.clear()
        assert client.get("/coaching/").status_code == 200
        assert len(count_queries) == 7


@pytest.mark.parametrize("many", [1, 30])
def test_an_affiliate_s_check_ins_take_the_same_few_queries(
    session: Session, sign_in: SignIn, count_queries: Statements, many: int
) -> None:
    scene = a_year(session)
    for _ in range(many):
        held(session, scene)
    client = sign_in(scene.director)
    session.expunge_all()
    count_queries.clear()
    assert client.get(f"/coaching/of/{scene.enrollment.id}").status_code == 200
    assert len(count_queries) <= 12
    assert len(count_queries) == 7
