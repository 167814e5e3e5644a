"""What a self-assessment says about an affiliate reaches its suggested tier as soon as it is submitted."""

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, an_enrollment
from tests.scenes_assessments import scores_of, submitted
from workflows.affiliates.queries import get_capacity
from workflows.assessments.answers import Moment
from workflows.outbox import JobRun, expand_events
from workflows.stages import Stage


@pytest.mark.parametrize("score", [1, 3])
def test_a_submitted_assessment_owes_a_fresh_suggestion(session: Session, score: int) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    assert get_capacity(session, enrollment.affiliate).assessment_mean is None
    submitted(session, enrollment, Moment.BEFORE, scores_of(score))
    expand_events(session, now=NOW)
    session.flush()
    owed = session.scalars(select(JobRun.enrollment_id).where(JobRun.job == "follow_assessment")).all()
    assert (owed, get_capacity(session, enrollment.affiliate).assessment_mean) == ([enrollment.id], Decimal(score))
