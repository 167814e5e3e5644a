"""A session as calendars read it, and the feed that holds what a person takes part in."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person, an_affiliate, an_enrollment
from tests.scenes_training import a_series, a_training, a_user_of
from tests.scenes_year import a_check_in, a_year
from workflows.calendar_entries import Entry, Party, digest_of, write_calendar
from workflows.coaching.calendar import list_check_ins_in_feed
from workflows.errors import NotFound
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage
from workflows.training.calendar import (
    end_feed,
    find_feed,
    get_feed_owner,
    list_sessions_in_feed,
    renew_feed,
    session_calendar,
    session_entry,
)
from workflows.training.models import TrainingSession
from workflows.training.planning import cancel_session, shift_sessions

PAGE = "https://accompany.example.org/training/sessions/8"


def read(one: TrainingSession) -> Calendar:
    office = Party("Accompany", "accompany@example.org", "CHAIR")
    return Calendar.from_ical(session_calendar(one, page_url=PAGE, now=NOW, organizer=office))


def test_an_entry_names_its_zone_and_keeps_its_identity(session: Session) -> None:
    scene = a_training(session)
    one = scene.sample_session
    one.title, one.meeting_url = "Privacy; consent, agreements " * 5, "https://meet.example.org/8"
    calendar = read(one)
    event = calendar.events[0]
    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["America/New_York"]
    assert (str(calendar["method"]), str(event["status"]), int(event["sequence"])) == ("PUBLISH", "CONFIRMED", 0)
    assert str(event["uid"]) == f"training-session-{one.id}@accompany"
    assert event["dtstart"].params["TZID"] == "America/New_York"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (one.starts_at, one.ends_at)
    assert str(event["summary"]) == f"Session 8: {one.title}"
    assert str(event["organizer"]) == "mailto:accompany@example.org"
    assert event.walk("VALARM")[0].decoded("trigger") == timedelta(minutes=-15)
    lines = session_calendar(one, page_url=PAGE, now=NOW).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert any(rb"\;" in line for line in lines)


def test_a_moved_session_is_the_same_entry_and_a_cancelled_one_takes_itself_out(session: Session) -> None:
    scene = a_training(session)
    one, told = scene.sample_session, {"session": session, "actor": scene.actor, "now": NOW}
    uid = str(read(one).events[0]["uid"])
    shift_sessions(one, days=7, with_later=False, expected_version=1, **told)
    moved = read(one).events[0]
    assert (str(moved["uid"]), int(moved["sequence"])) == (uid, 1)
    assert moved.start.isoformat() == "2026-03-11T14:00:00-04:00"  # the clocks changed; the hour on the wall did not
    cancel_session(one, reason="The speaker is ill.", **told)
    calendar = read(one)
    gone = calendar.events[0]
    assert (str(calendar["method"]), str(gone["status"])) == ("CANCEL", "CANCELLED")
    assert (str(gone["uid"]), int(gone["sequence"]), gone.walk("VALARM")) == (uid, 2, [])
    assert str(gone["description"]).startswith("Cancelled: The speaker is ill.")


def entry(zone: str, month: int, sequence: int = 0) -> Entry:
    starts_at = datetime(2026, month, 4, 19, 0, tzinfo=UTC)
    ends_at = starts_at + timedelta(hours=1)
    return Entry(f"{zone}-{month}@x", sequence, starts_at, ends_at, zone, "A session", "Words", PAGE)


def test_a_feed_holds_the_rules_of_every_zone_once_and_says_when_to_look_again() -> None:
    zones = ("America/New_York", "America/Phoenix", "Pacific/Honolulu", "Pacific/Guam")
    entries = [entry(zone, month) for month in (1, 7) for zone in zones]
    calendar = Calendar.from_ical(write_calendar(entries, method="PUBLISH", now=NOW, name="Accompany"))
    assert sorted(str(zone["tzid"]) for zone in calendar.timezones) == sorted(zones)
    assert [event.start for event in calendar.events] == [one.starts_at for one in entries]
    assert (str(calendar["x-wr-calname"]), calendar["refresh-interval"].dt) == ("Accompany", timedelta(hours=4))
    assert Calendar.from_ical(write_calendar([], method="PUBLISH", now=NOW, name="Accompany")).events == []


def test_the_digest_follows_the_entries_and_not_the_moment_of_writing() -> None:
    assert digest_of([entry("America/New_York", 1)]) == digest_of([entry("America/New_York", 1)])
    assert digest_of([entry("America/New_York", 1)]) != digest_of([entry("America/New_York", 1, sequence=1)])


def numbers_of(session: Session, user: User) -> list[tuple[int, int]]:
    """(cohort, session's number) of what is in the person's feed."""
    found = list_sessions_in_feed(session, user.as_actor(NOW), now=NOW)
    return [(one.cohort_id, one.number) for one in found]


def test_everyone_follows_the_sessions_they_take_part_in(session: Session) -> None:
    scene = a_training(session, sessions=3)
    other = a_cohort(session)
    a_series(session, other, count=2)
    ours, theirs = [(scene.cohort.id, n) for n in (1, 2, 3)], [(other.id, n) for n in (1, 2)]
    coach = a_person(session, Role.COACH)
    mesa = an_affiliate(session, "Mesa")
    an_enrollment(session, Stage.TRAINING, cohort=other, affiliate=mesa, coach_id=coach.id)
    told = {"session": session, "actor": scene.actor, "now": NOW}
    cancel_session(scene.sessions[1], reason="Ill", **told)
    session.flush()
    assert numbers_of(session, a_user_of(session, scene.people["cy@prairie.example.org"])) == ours
    assert numbers_of(session, coach) == theirs
    assert sorted(numbers_of(session, scene.manager)) == sorted(ours + theirs)
    assert numbers_of(session, a_person(session, Role.FINANCE_OFFICER)) == []
    scene.enrollments["Prairie"].stage = Stage.WITHDRAWN
    session.flush()
    left = scene.enrollments["Prairie"].affiliate
    assert numbers_of(session, a_person(session, Role.AFFILIATE_STAFF, affiliate=left)) == []
    scene.sessions[0].starts_at = NOW - timedelta(days=500)
    session.flush()
    assert len(numbers_of(session, a_person(session, Role.AFFILIATE_STAFF, affiliate=mesa))) == 2
    assert (scene.cohort.id, 1) not in numbers_of(session, scene.manager)


def test_check_ins_are_in_the_calendars_of_those_who_hold_them(session: Session) -> None:
    scene = a_year(session)
    check_in = a_check_in(session, scene)
    stranger = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session))
    manager = a_person(session, Role.PROGRAM_MANAGER)
    found = {
        who.id: [one.id for one in list_check_ins_in_feed(session, who.as_actor(NOW), now=NOW)]
        for who in (scene.coach, scene.director, stranger, manager)
    }
    assert found == {scene.coach.id: [check_in.id], scene.director.id: [check_in.id], stranger.id: [], manager.id: []}


def test_a_secret_address_is_kept_as_its_digest_and_ends_with_the_next_one(session: Session) -> None:
    scene = a_training(session)
    cy = a_user_of(session, scene.people["cy@prairie.example.org"])
    tokens = []
    for _ in range(2):
        tokens.append(renew_feed(cy, session=session, now=NOW))
        session.flush()
    feed = find_feed(session, cy.id)
    assert feed is not None
    assert feed.token_sha256 not in tokens
    assert get_feed_owner(session, tokens[1]).id == cy.id
    cy.is_active = False
    session.flush()
    for token in (tokens[0], tokens[1], "made-up"):
        with pytest.raises(NotFound):
            get_feed_owner(session, token)
    cy.is_active = True
    for _ in range(2):
        end_feed(cy, session=session)
        session.flush()
    with pytest.raises(NotFound):
        get_feed_owner(session, tokens[1])


def test_an_entry_says_where_to_join_and_where_the_rest_is(session: Session) -> None:
    scene = a_training(session)
    scene.sample_session.meeting_url = "https://meet.example.org/8"
    made = session_entry(scene.sample_session, page_url=PAGE)
    assert made.location == "https://meet.example.org/8"
    assert made.description == (
        "Compute a rate; compare groups with care.\n\nJoin: https://meet.example.org/8\n\n"
        f"Materials and recording: {PAGE}"
    )
