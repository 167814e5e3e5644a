"""A check-in as a calendar file that Outlook, Google and Apple calendars follow when it moves."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from workflows.coaching.models import CheckIn, CheckInState
from workflows.people.models import User


def calendar_file(check_in: CheckIn, attendees: Iterable[User], *, url: str, now: datetime) -> bytes:
    """The file (RFC 5545, 5546): REQUEST for a planned or held check-in, CANCEL for one that was called off.

    UID never changes and SEQUENCE rises with each move, so a calendar replaces its entry. The hour is kept in the
    zone it was agreed in, with that zone's rules. The coach organizes; `attendees` are the affiliate's people.
    """
    is_off = check_in.state is CheckInState.CANCELLED
    calendar = Calendar()
    calendar.add("prodid", "-//Accompany//Check-ins//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_off else "REQUEST")
    calendar.add_component(_zone_of(check_in))
    calendar.add_component(_event(check_in, attendees, url=url, now=now, status="CANCELLED" if is_off else "CONFIRMED"))
    return bytes(calendar.to_ical())


def _zone_of(check_in: CheckIn) -> Timezone:
    year = check_in.starts_at.year
    return Timezone.from_tzid(check_in.time_zone, first_date=date(year - 1, 1, 1), last_date=date(year + 2, 1, 1))


def _event(check_in: CheckIn, attendees: Iterable[User], *, url: str, now: datetime, status: str) -> Event:
    zone = ZoneInfo(check_in.time_zone)
    event = Event()
    event.add("uid", check_in.calendar_uid)
    event.add("sequence", check_in.calendar_sequence)
    event.add("dtstamp", now)
    event.add("dtstart", check_in.starts_at.astimezone(zone))
    event.add("dtend", check_in.ends_at.astimezone(zone))
    event.add("summary", f"Check-in: {check_in.enrollment.affiliate.name} and {check_in.coach.name}")
    event.add("status", status)
    event.add("location", check_in.place or check_in.mode.words)
    event.add("description", "\n\n".join(filter(None, (check_in.agenda, url))))
    event.add("url", url)
    event.add("organizer", _address(check_in.coach, role="CHAIR"))
    for person in attendees:
        event.add("attendee", _address(person, role="REQ-PARTICIPANT"))
    return event


def _address(person: User, *, role: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["CN"] = vText(person.name)
    address.params["ROLE"] = vText(role)
    return address
