"""Work of the clock for funding: project years begin on their day."""

from sqlalchemy.orm import Session

from workflows.advance import advance_if_ready
from workflows.funding.queries import list_years_to_begin
from workflows.outbox import Effect, JobContext
from workflows.permissions import PROGRAM


def begin_project_years(context: JobContext) -> Effect:
    """Move every funded enrollment whose first payment is approved and whose first day has come."""

    def begin(session: Session) -> None:
        for enrollment in list_years_to_begin(session, now=context.now):
            advance_if_ready(enrollment, "begin_project_year", session=session, actor=PROGRAM, now=context.now)

    return begin
