"""Work of the clock: the self-assessments after the training and at twelve months open by themselves."""

from datetime import timedelta

from sqlalchemy.orm import Session

from workflows.assessments.answers import Moment
from workflows.assessments.moments import opened_at
from workflows.assessments.operations import start_assessment, why_not_answer
from workflows.assessments.queries import list_begun, list_lately_trained
from workflows.outbox import Effect, JobContext, announce
from workflows.permissions import PROGRAM

TOLD_WITHIN = timedelta(days=30)  # what opened longer ago is no news: nobody is written to about an old year
OPENS_BY_ITSELF = (Moment.AFTER, Moment.TWELVE_MONTHS)


def open_assessments(context: JobContext) -> Effect:
    """Begin each assessment whose moment has come and that nobody began, and announce it once."""

    since = context.now - TOLD_WITHIN

    def begin(session: Session) -> None:
        begun = list_begun(session, OPENS_BY_ITSELF)
        for enrollment in list_lately_trained(session, since=since):
            for moment in OPENS_BY_ITSELF:
                opened = opened_at(enrollment, moment)
                if (enrollment.id, moment) in begun or opened is None or opened < since:
                    continue
                if why_not_answer(enrollment, moment, actor=PROGRAM, now=context.now):
                    continue
                assessment = start_assessment(enrollment, moment, session=session, actor=PROGRAM, now=context.now)
                announce(
                    session,
                    "assessment_opened",
                    now=context.now,
                    enrollment_id=enrollment.id,
                    subject_id=assessment.id,
                    moment=moment.words.lower(),
                )

    return begin
