"""Work of the queue for reporting: the plan of a project year's reports."""

from sqlalchemy.orm import Session

from workflows.enrollments.queries import get_enrollment
from workflows.outbox import Effect, JobContext
from workflows.reporting.operations import ensure_reports


def plan_reports(context: JobContext) -> Effect:
    """Owe the year's reports as soon as it begins; a second run adds nothing."""

    def plan(session: Session) -> None:
        assert context.run.enrollment_id is not None
        ensure_reports(get_enrollment(session, context.run.enrollment_id), session=session)

    return plan
