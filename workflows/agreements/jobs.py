"""Work of the queue and of the clock for agreements about data."""

from sqlalchemy.orm import Session

from workflows.agreements.operations import draft_data_agreement, follow_terms, why_not_draft
from workflows.enrollments.models import Enrollment
from workflows.outbox import Effect, JobContext
from workflows.permissions import PROGRAM


def draft_agreement(context: JobContext) -> Effect:
    """Draft the agreement of an enrollment that was confirmed; nothing where it left meanwhile. Safe to repeat."""

    def draft(session: Session) -> None:
        enrollment = session.get_one(Enrollment, context.run.enrollment_id)
        if not why_not_draft(enrollment, actor=PROGRAM):
            draft_data_agreement(enrollment, session=session, actor=PROGRAM, now=context.now)

    return draft


def follow_data_agreements(context: JobContext) -> Effect:
    """Warn of agreements that end soon, and end those whose last day is over."""

    def follow(session: Session) -> None:
        follow_terms(session, now=context.now)

    return follow
