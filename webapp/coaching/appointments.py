"""What the form of an appointment starts with, and what it gives to the operation."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from forms.coaching import AppointmentAnswers, AppointmentForm
from webapp.filters import short_date, zone_name
from workflows.coaching.models import ActionItem, CheckIn, CheckInMode
from workflows.coaching.operations import Appointment
from workflows.enrollments.models import Enrollment


def zones_of(enrollment: Enrollment) -> list[tuple[str, str]]:
    """The clocks to choose from: the affiliate's first, the coach's if it is another one."""
    whose = {enrollment.affiliate.time_zone: f"{enrollment.affiliate.name}"}
    if enrollment.coach is not None:
        whose.setdefault(enrollment.coach.time_zone, enrollment.coach.name)
    return [(zone, f"{name}: {zone_name(zone)}") for zone, name in whose.items()]


def agenda_from(actions: Sequence[ActionItem]) -> str:
    """The open actions as the first lines of an agenda."""
    lines = [f"- {action.text} (by {short_date(action.due_on)})" for action in actions]
    return "\n".join(["How did these go?", *lines]) if lines else ""


def new_appointment(enrollment: Enrollment, actions: Sequence[ActionItem], *, now: datetime) -> AppointmentForm:
    day = now.astimezone(ZoneInfo(enrollment.affiliate.time_zone)).date() + timedelta(days=7)
    return AppointmentForm.for_zones(zones_of(enrollment), day=day, agenda=agenda_from(actions))


def appointment_of(check_in: CheckIn) -> AppointmentForm:
    """The form filled with the check-in as it is, in the zone that it was agreed in."""
    local = check_in.starts_at.astimezone(ZoneInfo(check_in.time_zone))
    zones = dict(zones_of(check_in.enrollment))
    zones.setdefault(check_in.time_zone, zone_name(check_in.time_zone))
    return AppointmentForm.for_zones(
        list(zones.items()),
        version=str(check_in.version),
        day=local.date(),
        time=local.time(),
        time_zone=check_in.time_zone,
        minutes=check_in.minutes,
        mode=check_in.mode.value,
        place=check_in.place,
        agenda=check_in.agenda,
    )


def as_appointment(given: AppointmentAnswers) -> Appointment:
    return Appointment(
        at=given.at,
        time_zone=given.time_zone,
        minutes=given.minutes,
        mode=CheckInMode(given.mode),
        place=given.place,
        agenda=given.agenda,
    )
