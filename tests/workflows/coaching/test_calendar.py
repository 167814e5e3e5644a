"""The calendar file of a check-in, read back as a calendar would."""

from datetime import UTC, datetime

from icalendar import Calendar
from sqlalchemy.orm import Session

from tests.scenes_year import LATER, YearScene, a_check_in, a_year, acting, an_appointment
from workflows.coaching.calendar import calendar_file
from workflows.coaching.models import CheckIn
from workflows.coaching.operations import cancel_check_in, move_check_in

URL = "https://accompany.example.org/coaching/check-ins/1"


def read_back(check_in: CheckIn, scene: YearScene) -> Calendar:
    content = calendar_file(check_in, [scene.director], url=URL, now=LATER)
    return Calendar.from_ical(content)


def test_the_file_invites_the_affiliate_at_the_agreed_hour_in_its_zone(session: Session) -> None:
    scene = a_year(session, "Harbor")
    calendar = read_back(a_check_in(session, scene), scene)
    event = calendar.events[0]
    assert str(calendar["method"]) == "REQUEST"
    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["America/New_York"]
    assert event.start.isoformat() == "2026-07-20T14:00:00-04:00"
    assert event.end.isoformat() == "2026-07-20T14:45:00-04:00"
    assert str(event["summary"]) == "Check-in: Harbor and Daniel Okafor"
    assert str(event["organizer"]) == f"mailto:{scene.coach.email}"
    assert str(event["attendee"]) == f"mailto:{scene.director.email}"
    assert (str(event["status"]), int(event["sequence"])) == ("CONFIRMED", 0)
    assert str(event["description"]) == f"How did the class begin?\n\n{URL}"


def test_the_zone_carries_both_of_its_offsets(session: Session) -> None:
    scene = a_year(session)
    zone = read_back(a_check_in(session, scene), scene).timezones[0]
    offsets = {part.get("tzoffsetto").to_ical() for part in zone.subcomponents}
    assert offsets == {"-0400", "-0500"}


def test_a_move_keeps_the_entry_and_raises_its_sequence(session: Session) -> None:
    scene = a_year(session)
    check_in = a_check_in(session, scene)
    before = read_back(check_in, scene).events[0]
    for day in (21, 22):
        at = datetime(2026, 7, day, 9, 0)  # noqa: DTZ001  a wall clock
        move_check_in(
            check_in,
            an_appointment(at, time_zone="America/Chicago"),
            expected_version=check_in.version,
            session=session,
            actor=acting(scene.coach),
            now=LATER,
        )
        session.flush()
    after = read_back(check_in, scene).events[0]
    assert str(after["uid"]) == str(before["uid"])
    assert int(after["sequence"]) == 2
    assert check_in.starts_at == datetime(2026, 7, 22, 14, 0, tzinfo=UTC)
    assert after.start.isoformat() == "2026-07-22T09:00:00-05:00"


def test_a_cancelled_check_in_takes_itself_out_of_calendars(session: Session) -> None:
    scene = a_year(session)
    check_in = a_check_in(session, scene)
    uid = str(read_back(check_in, scene).events[0]["uid"])
    cancel_check_in(check_in, reason="The coach is ill.", session=session, actor=acting(scene.coach), now=LATER)
    calendar = read_back(check_in, scene)
    event = calendar.events[0]
    assert str(calendar["method"]) == "CANCEL"
    assert (str(event["uid"]), str(event["status"]), int(event["sequence"])) == (uid, "CANCELLED", 1)
