"""Calendar files (iCalendar, RFC 5545 and 5546), written in one place for sessions, check-ins and feeds."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vText

REFRESHED_EVERY = timedelta(hours=4)  # what a feed asks of the calendars that follow it


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody at an entry; `role` as RFC 5545 names it."""

    name: str
    email: str
    role: str = "REQ-PARTICIPANT"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar, in plain values. `uid` never changes; `sequence` rises when calendars must follow.

    The hour is written in the zone it was agreed in, so that it stays when that zone's rules change.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    summary: str
    description: str
    url: str
    location: str = ""
    is_cancelled: bool = False
    organizer: Party | None = None
    attendees: tuple[Party, ...] = ()
    reminder: timedelta | None = None  # before it starts


def write_calendar(
    entries: Sequence[Entry], *, method: str, now: datetime, product: str = "Accompany", name: str = ""
) -> bytes:
    """One file with the rules of every zone in it; with a `name` it is a feed that says when to look again."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Accompany//{product}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", REFRESHED_EVERY, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", REFRESHED_EVERY)
    for zone in _zones_of(entries):
        calendar.add_component(zone)
    for entry in entries:
        calendar.add_component(_event(entry, now=now))
    return bytes(calendar.to_ical())


def digest_of(entries: Iterable[Entry]) -> str:
    """The same for the same entries, whenever they are written: what a feed's ETag is made of."""
    return hashlib.sha256(repr(tuple(entries)).encode()).hexdigest()


def _zones_of(entries: Sequence[Entry]) -> Iterable[Timezone]:
    """Each zone once, with its rules from a year before the first to two years after the last entry in it."""
    for name in sorted({entry.time_zone for entry in entries}):
        years = [entry.starts_at.year for entry in entries if entry.time_zone == name]
        first = datetime(min(years) - 1, 1, 1)  # noqa: DTZ001  a calendar day
        last = datetime(max(years) + 2, 1, 1)  # noqa: DTZ001  a calendar day
        yield Timezone.from_tzid(name, first_date=first.date(), last_date=last.date())


def _event(entry: Entry, *, now: datetime) -> Event:
    zone = ZoneInfo(entry.time_zone)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("summary", entry.summary)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    if entry.location:
        event.add("location", entry.location)
    event.add("description", entry.description)
    event.add("url", entry.url)
    if entry.organizer is not None:
        event.add("organizer", _address(entry.organizer))
    for party in entry.attendees:
        event.add("attendee", _address(party))
    if entry.reminder is not None and not entry.is_cancelled:
        event.add_component(_alarm(entry.summary, entry.reminder))
    return event


def _alarm(text: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before)
    alarm.add("description", text)
    return alarm


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    address.params["CN"] = vText(party.name)
    address.params["ROLE"] = vText(party.role)
    return address
