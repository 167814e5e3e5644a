"""A session as a calendar entry (iCalendar, RFC 5545) that knows its named time zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from workflows.training.models import TrainingSession


def session_calendar(training_session: TrainingSession, *, page_url: str, now: datetime) -> bytes:
    """One entry with VTIMEZONE. The UID stays and the SEQUENCE rises, so that a moved session moves in calendars."""
    zone = ZoneInfo(training_session.time_zone)
    event = Event()
    event.add("uid", f"training-session-{training_session.id}@accompany")
    event.add("sequence", training_session.version - 1)
    event.add("dtstamp", now)
    event.add("dtstart", training_session.starts_at.astimezone(zone))
    event.add("dtend", training_session.ends_at.astimezone(zone))
    event.add("summary", f"Session {training_session.number}: {training_session.title}")
    event.add("description", _description(training_session, page_url=page_url))
    if training_session.meeting_url:
        event.add("location", training_session.meeting_url)
    event.add("url", page_url)
    calendar = Calendar()
    calendar.add("prodid", "-//Accompany//Training//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    day = timedelta(days=1)
    calendar.add_missing_timezones(
        first_date=(training_session.starts_at - day).date(), last_date=(training_session.ends_at + day).date()
    )
    content: bytes = calendar.to_ical()
    return content


def _description(training_session: TrainingSession, *, page_url: str) -> str:
    parts = [training_session.objectives, f"Materials and recording: {page_url}"]
    if training_session.meeting_url:
        parts.insert(1, f"Join: {training_session.meeting_url}")
    return "\n\n".join(part for part in parts if part)
