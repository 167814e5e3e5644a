"""Which self-assessment an affiliate owes itself now, and until when."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from workflows.assessments.answers import Moment
from workflows.assessments.moments import opened_at, why_not_open
from workflows.assessments.queries import find_answered_and_start
from workflows.enrollments.models import Enrollment
from workflows.stages import Stage

ANSWERED_WITHIN = timedelta(days=30)
AT_LEAST = timedelta(days=14)  # who comes late into a running series is not late at once
NAMED_FOR = timedelta(days=90)  # later it still can be answered, but nobody is reminded


def find_due(session: Session, enrollment: Enrollment, *, now: datetime) -> tuple[Moment, datetime] | None:
    """The moment to answer now and its due time; None when nothing is open or it was submitted. One query.

    «Before» is due when the first session begins, with two weeks at least; the later ones, thirty days after they open.
    """
    moment = _current(enrollment, now=now)
    if moment is None:
        return None
    is_answered, first = find_answered_and_start(session, enrollment, moment)
    if is_answered:
        return None
    opened = opened_at(enrollment, moment)
    assert opened is not None  # a moment without its day is not current
    if moment is not Moment.BEFORE:
        return moment, opened + ANSWERED_WITHIN
    return moment, max(first or opened, opened + AT_LEAST)


def _current(enrollment: Enrollment, *, now: datetime) -> Moment | None:
    """The newest moment that is open and recent."""
    if enrollment.stage in (Stage.ENROLLED, Stage.TRAINING):
        return Moment.BEFORE if enrollment.confirmed_at is not None else None
    for moment in (Moment.TWELVE_MONTHS, Moment.AFTER):
        opened = opened_at(enrollment, moment)
        if opened is not None and opened + NAMED_FOR > now and why_not_open(enrollment, moment, now=now) is None:
            return moment
    return None
