"""Which self-assessment an affiliate owes itself now, and until when."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from workflows.assessments.answers import Moment
from workflows.assessments.moments import opened_at, why_not_open
from workflows.assessments.queries import find_first_start, list_submitted_moments
from workflows.enrollments.models import Enrollment
from workflows.stages import Stage

ANSWERED_WITHIN = timedelta(days=30)
NAMED_FOR = timedelta(days=90)  # later it still can be answered, but nobody is reminded


def find_due(session: Session, enrollment: Enrollment, *, now: datetime) -> tuple[Moment, datetime] | None:
    """The moment to answer now and its due time; None when nothing is open or it was submitted. Two queries at most.

    «Before» is due when the first session begins; the later ones, thirty days after they open.
    """
    moment = _current(enrollment, now=now)
    if moment is None or moment in list_submitted_moments(session, enrollment.id):
        return None
    if moment is Moment.BEFORE:
        due_at = find_first_start(session, enrollment.cohort_id)
    else:
        opened = opened_at(enrollment, moment)
        due_at = None if opened is None else opened + ANSWERED_WITHIN
    return None if due_at is None else (moment, due_at)


def _current(enrollment: Enrollment, *, now: datetime) -> Moment | None:
    """The newest moment that is open and recent."""
    if enrollment.stage in (Stage.ENROLLED, Stage.TRAINING):
        return Moment.BEFORE
    for moment in (Moment.TWELVE_MONTHS, Moment.AFTER):
        opened = opened_at(enrollment, moment)
        if opened is not None and opened + NAMED_FOR > now and why_not_open(enrollment, moment, now=now) is None:
            return moment
    return None
