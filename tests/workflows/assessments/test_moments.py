"""Which moment is open when, and what comes after its time."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, an_affiliate, an_enrollment
from tests.scenes_assessments import scores_of, submitted
from tests.scenes_training import a_series
from workflows.assessments.answers import Moment
from workflows.assessments.due import find_due
from workflows.assessments.moments import is_late, opened_at, why_not_open
from workflows.stages import Stage

A_YEAR = timedelta(days=366)


def open_moments(session: Session, stage: Stage, *, now: datetime = NOW, **values: object) -> tuple[str, ...]:
    enrollment = an_enrollment(session, stage, **values)
    return tuple(moment.value for moment in Moment if why_not_open(enrollment, moment, now=now) is None)


def test_the_stage_and_its_dates_say_what_is_open(session: Session) -> None:
    found = {stage: open_moments(session, stage) for stage in Stage}
    nothing, begun, trained = (), ("before",), ("before", "looking_back", "after")
    closing = (*trained, "twelve_months")
    assert found == {
        **dict.fromkeys((Stage.INVITED, Stage.COMMITTED), nothing),
        **dict.fromkeys((Stage.DECLINED_INVITATION, Stage.DEFERRED, Stage.WITHDRAWN, Stage.TERMINATED), nothing),
        **dict.fromkeys((Stage.ENROLLED, Stage.TRAINING), begun),
        **dict.fromkeys((Stage.PROPOSING, Stage.IN_REVIEW, Stage.NOT_FUNDED, Stage.AWARDED, Stage.FUNDED), trained),
        **dict.fromkeys((Stage.IMPLEMENTING, Stage.SUSPENDED), trained),
        **dict.fromkeys((Stage.CLOSING, Stage.COMPLETED), closing),
    }
    assert open_moments(session, Stage.IMPLEMENTING, now=NOW + A_YEAR) == closing


def test_each_closed_moment_says_what_would_open_it(session: Session) -> None:
    training = an_enrollment(session, Stage.TRAINING, sessions_required=12, open_sessions=[5, 9])
    year = an_enrollment(session, Stage.IMPLEMENTING)
    gone = an_enrollment(session, Stage.WITHDRAWN, affiliate=an_affiliate(session, "Aspen Grove Partners"))
    invited = an_enrollment(session, Stage.INVITED)
    said = [
        str(why_not_open(enrollment, moment, now=NOW))
        for enrollment, moment in (
            (invited, Moment.BEFORE),
            (training, Moment.AFTER),
            (training, Moment.TWELVE_MONTHS),
            (year, Moment.TWELVE_MONTHS),
            (gone, Moment.BEFORE),
        )
    ]
    assert said == [
        "It opens as soon as the national office has confirmed your place.",
        "It opens as soon as your training is complete; 2 sessions are open.",
        "It opens twelve months after your training is complete, or when your year closes.",
        "It opens on 2 March 2027, or when your year closes, if that is earlier.",
        "The year of Aspen Grove Partners is not going on. What was answered stays to read.",
    ]


def test_a_training_that_ended_on_a_leap_day_has_its_year(session: Session) -> None:
    day = datetime(2028, 2, 29, 15, tzinfo=UTC)
    enrollment = an_enrollment(session, Stage.PROPOSING, training_completed_at=day)
    assert opened_at(enrollment, Moment.TWELVE_MONTHS) == datetime(2029, 2, 28, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stage", "now", "late"),
    [
        (Stage.TRAINING, NOW, []),
        (Stage.PROPOSING, NOW, ["before"]),
        (Stage.IMPLEMENTING, NOW + A_YEAR, ["before", "after"]),
        (Stage.CLOSING, NOW, ["before", "after"]),
    ],
)
def test_what_comes_after_the_next_moment_began_is_late(
    session: Session, stage: Stage, now: datetime, late: list[str]
) -> None:
    enrollment = an_enrollment(session, stage)
    assert [moment.value for moment in Moment if is_late(enrollment, moment, now=now)] == late


def test_a_self_assessment_is_due_thirty_days_after_it_opened_and_forgotten_after_ninety(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.PROPOSING)
    assert find_due(session, enrollment, now=NOW) == (Moment.AFTER, NOW + timedelta(days=30))
    assert find_due(session, enrollment, now=NOW + timedelta(days=91)) is None
    assert find_due(session, enrollment, now=NOW + A_YEAR) == (
        Moment.TWELVE_MONTHS,
        datetime(2027, 4, 1, 15, tzinfo=UTC),
    )


def test_before_is_due_with_the_first_session_and_never_at_once(session: Session) -> None:
    early, late = (an_enrollment(session, Stage.ENROLLED) for _ in range(2))
    for enrollment, starts in ((early, NOW + timedelta(days=20)), (late, NOW - timedelta(days=100))):
        series = a_series(session, enrollment.cohort, count=1)
        series[0].starts_at = starts
    session.flush()
    assert find_due(session, early, now=NOW) == (Moment.BEFORE, NOW + timedelta(days=20))
    assert find_due(session, late, now=NOW) == (Moment.BEFORE, NOW + timedelta(days=14))
    submitted(session, early, Moment.BEFORE, scores_of(2))
    assert find_due(session, early, now=NOW) is None
