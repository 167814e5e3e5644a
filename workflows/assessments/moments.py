"""Which moment of the self-assessment is open when: pure functions of the enrollment's stage and dates."""

from datetime import datetime

from workflows.assessments.answers import Moment
from workflows.enrollments.models import Enrollment
from workflows.errors import Reason
from workflows.stages import Stage

_LEFT = frozenset({Stage.DECLINED_INVITATION, Stage.DEFERRED, Stage.WITHDRAWN, Stage.TERMINATED})


def why_not_open(enrollment: Enrollment, moment: Moment, *, now: datetime) -> Reason | None:
    """Why nobody can answer for this moment now; None while it is open."""
    if enrollment.stage in _LEFT:
        return Reason(f"The year of {enrollment.affiliate.name} is not going on. What was answered stays to read.")
    opened = opened_at(enrollment, moment)
    if opened is not None and opened <= now:
        return None
    return _NOT_YET[moment](enrollment)


def opened_at(enrollment: Enrollment, moment: Moment) -> datetime | None:
    """When the moment opens or opened; None while its day is not known."""
    trained = enrollment.training_completed_at
    if moment is Moment.BEFORE:
        return enrollment.confirmed_at
    if moment is not Moment.TWELVE_MONTHS:
        return trained
    days = [day for day in (_a_year_after(trained), enrollment.reports_accepted_at) if day is not None]
    return min(days, default=None)


def is_late(enrollment: Enrollment, moment: Moment, *, now: datetime) -> bool:
    """Whether an answer given now comes after its time: still welcome, and marked.

    «Before» is late once the training is complete, «after» once the twelve months are over.
    """
    following = {Moment.BEFORE: Moment.AFTER, Moment.AFTER: Moment.TWELVE_MONTHS}.get(moment)
    if following is None:
        return False
    begun = opened_at(enrollment, following)
    return begun is not None and begun <= now


def _a_year_after(moment: datetime | None) -> datetime | None:
    """The same day of the next year; 28 February after a 29th."""
    if moment is None:
        return None
    is_leap_day = (moment.month, moment.day) == (2, 29)
    return moment.replace(year=moment.year + 1, day=28 if is_leap_day else moment.day)


def _before_confirmation(_enrollment: Enrollment) -> Reason:
    return Reason("It opens as soon as the national office has confirmed your place.")


def _before_completion(enrollment: Enrollment) -> Reason:
    unmet = len(enrollment.open_sessions)
    if not unmet:
        return Reason("It opens as soon as your training is complete.")
    are = "session is" if unmet == 1 else "sessions are"
    return Reason(f"It opens as soon as your training is complete; {unmet} {are} open.")


def _before_a_year(enrollment: Enrollment) -> Reason:
    opens = opened_at(enrollment, Moment.TWELVE_MONTHS)
    if opens is None:
        return Reason("It opens twelve months after your training is complete, or when your year closes.")
    return Reason(f"It opens on {opens.day} {opens:%B %Y}, or when your year closes, if that is earlier.")


_NOT_YET = {
    Moment.BEFORE: _before_confirmation,
    Moment.LOOKING_BACK: _before_completion,
    Moment.AFTER: _before_completion,
    Moment.TWELVE_MONTHS: _before_a_year,
}
