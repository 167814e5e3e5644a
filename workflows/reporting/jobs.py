"""Work of the queue for reporting: the plan of a project year's reports."""

from sqlalchemy.orm import Session

from workflows.enrollments.queries import get_enrollment
from workflows.outbox import Effect, JobContext
from workflows.reporting.operations import ensure_reports, follow_calendar


def plan_reports(context: JobContext) -> Effect:
    """Owe the year's reports as soon as it begins; for the kind `calendar`, move them to where the award has them.

    A second run changes nothing.
    """

    def plan(session: Session) -> None:
        assert context.run.enrollment_id is not None
        enrollment = get_enrollment(session, context.run.enrollment_id)
        follow = follow_calendar if context.run.arguments.get("kind") == "calendar" else ensure_reports
        follow(enrollment, session=session)

    return plan
