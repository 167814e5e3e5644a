"""The calendar feed: made, renewed and ended by its person, read by calendars that cannot sign in."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.scenes_training import a_training, a_user_of
from workflows.clock import utc_now
from workflows.people.models import User
from workflows.training.models import CalendarFeed, TrainingSession

SignIn = Callable[[User], FlaskClient]
ADDRESS = re.compile(r"http://localhost(/calendar/[A-Za-z0-9_-]{43}\.ics)")


def make_address(client: FlaskClient, once: str = "a") -> str:
    """The path of the secret address that the page shows this once."""
    page = client.post("/account/calendar/renew", data={"once": once})
    assert page.status_code == 200
    found = ADDRESS.search(page.text)
    assert found is not None
    return found[1]


def test_a_person_makes_an_address_and_a_calendar_reads_it(session: Session, app: Flask, sign_in: SignIn) -> None:
    scene = a_training(session)
    for one in scene.sessions:
        one.starts_at = utc_now().replace(microsecond=0) + timedelta(weeks=one.number)
    scene.sessions[0].time_zone = "America/Chicago"
    client = sign_in(a_user_of(session, scene.people["cy@prairie.example.org"]))
    assert "You have none yet." in client.get("/account/calendar").text
    path = make_address(client)
    assert path not in client.get("/account/calendar").text
    answer = app.test_client().get(path)
    calendar = Calendar.from_ical(answer.data)
    assert (answer.mimetype, len(calendar.events)) == ("text/calendar", 12)
    assert sorted(str(zone["tzid"]) for zone in calendar.timezones) == ["America/Chicago", "America/New_York"]
    assert answer.headers["Cache-Control"] == "private, max-age=300, must-revalidate"
    assert str(calendar.events[0]["url"]) == f"http://localhost/training/sessions/{scene.sessions[0].id}"


def test_an_unchanged_feed_is_told_in_a_few_bytes(session: Session, app: Flask, sign_in: SignIn) -> None:
    scene = a_training(session)
    scene.sample_session.starts_at = utc_now()
    path = make_address(sign_in(a_user_of(session, scene.people["cy@prairie.example.org"])))
    calendar = app.test_client()
    first = calendar.get(path)
    same = calendar.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    session.get_one(TrainingSession, scene.sample_session.id).title = "Privacy first"
    session.commit()
    changed = calendar.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert b"Privacy first" in changed.data


def test_a_renewed_and_an_ended_address_find_nothing(session: Session, app: Flask, sign_in: SignIn) -> None:
    scene = a_training(session)
    client = sign_in(scene.manager)
    old, calendar = make_address(client), app.test_client()
    new = make_address(client, "b")
    assert [calendar.get(path).status_code for path in (old, new)] == [404, 200]
    assert client.post("/account/calendar/end", data={"once": "c"}).status_code == 303
    assert calendar.get(new).status_code == 404
    assert calendar.get("/calendar/made-up.ics").status_code == 404
    session.expire_all()
    assert session.scalars(select(CalendarFeed)).all() == []


def test_whoever_has_no_role_any_more_has_an_empty_calendar(session: Session, app: Flask, sign_in: SignIn) -> None:
    scene = a_training(session)
    user = a_user_of(session, scene.people["cy@prairie.example.org"])
    path = make_address(sign_in(user))
    for role in user.roles:
        role.ended_at = utc_now()
    session.commit()
    assert Calendar.from_ical(app.test_client().get(path).data).events == []


def test_the_address_is_in_no_log_and_no_table(
    session: Session, app: Flask, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    scene = a_training(session)
    with caplog.at_level(logging.DEBUG):
        path = make_address(sign_in(scene.manager))
        app.test_client().get(path)
        app.test_client().get(path.replace(".ics", "x.ics"))
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    assert token not in caplog.text
    session.expire_all()
    assert session.scalars(select(CalendarFeed)).one().token_sha256 != token


def test_a_feed_takes_as_many_queries_for_thirty_sessions_as_for_one(
    session: Session, app: Flask, sign_in: SignIn, count_queries: Statements
) -> None:
    scene = a_training(session, sessions=1)
    scene.sessions[0].starts_at = now = utc_now()
    path, counts = make_address(sign_in(scene.manager)), []
    for more in (0, 29):
        for number in range(2, 2 + more):
            row = TrainingSession(
                cohort_id=scene.cohort.id, number=number, title="More", kind="lab", starts_at=now, minutes=90,
                time_zone="America/New_York",
            )  # fmt: skip
            session.add(row)
        session.commit()
        session.expire_all()
        g.pop("actor", None)  # the test's application context outlives the request
        count_queries.clear()
        answer = app.test_client().get(path)
        counts.append((len(Calendar.from_ical(answer.data).events), len(count_queries)))
    assert [events for events, _ in counts] == [1, 30]
    assert counts[0][1] == counts[1][1] <= 4


def test_guessing_addresses_is_slow(session: Session, app: Flask) -> None:
    statuses = [app.test_client().get(f"/calendar/guess-{number}.ics").status_code for number in range(32)]
    assert (statuses[:30], statuses[31]) == ([404] * 30, 429)
