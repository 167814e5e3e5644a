"""The line of a full cohort: joining it, leaving it, and moving up by itself when a seat becomes free.

A seat is taken, promised to somebody who moved up, or free; the cohort counts all three under its own lock, and the
database refuses to promise one twice. Whoever decides about seats holds the cohort first and the enrollment second.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.advance import advance
from workflows.cohorts.models import Cohort
from workflows.db import lock
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import find_first_in_line
from workflows.outbox import announce
from workflows.permissions import Actor


def hold_seats(enrollment: Enrollment, *, session: Session) -> None:
    """Lock the cohort's seats and then the enrollment, with what is saved now."""
    lock(session, enrollment.cohort)
    lock(session, enrollment)


def join_waiting_list(enrollment: Enrollment, *, note: str = "", session: Session, actor: Actor, now: datetime) -> None:
    """The last place in the line; raises Refused while a seat is free, and when the list is full."""
    hold_seats(enrollment, session=session)
    advance(enrollment, "wait", session=session, actor=actor, now=now, note=note)
    enrollment.waitlisted_at = now
    enrollment.cohort.waiting += 1


def leave_line(enrollment: Enrollment) -> None:
    """Give up the place in the line, or the seat that is held; the seats are locked by the caller."""
    cohort = enrollment.cohort
    if enrollment.offered_at is not None:
        cohort.seats_offered -= 1
    elif enrollment.waitlisted_at is not None:
        cohort.waiting -= 1
    enrollment.waitlisted_at = enrollment.offered_at = None


def give_back_seat(enrollment: Enrollment, *, session: Session, now: datetime) -> None:
    """What a confirmed or waiting enrollment held becomes free, and the line moves up; the seats are locked."""
    if enrollment.confirmed_at is not None:
        enrollment.cohort.seats_taken -= 1
    leave_line(enrollment)
    move_up(enrollment.cohort, session=session, now=now)


def move_up(cohort: Cohort, *, session: Session, now: datetime) -> int:
    """Hold every free seat for the next in line, and tell staff to confirm; returns how many moved up."""
    lock(session, cohort)
    moved = 0
    while cohort.seats_free > 0 and (first := find_first_in_line(session, cohort.id)) is not None:
        lock(session, first)
        first.offered_at = now
        cohort.waiting -= 1
        cohort.seats_offered += 1
        announce(session, "seat_offered", now=now, enrollment_id=first.id, cohort=cohort.name)
        session.flush()  # the next question for the first in line must not find this one again
        moved += 1
    return moved
