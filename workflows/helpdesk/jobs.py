"""Work of the clock for the help desk: covers begin and end by the calendar."""

from sqlalchemy.orm import Session

from workflows.helpdesk.absence import keep_covers
from workflows.outbox import Effect, JobContext


def keep_help_covers(context: JobContext) -> Effect:
    """Hand tickets over on the first day of an absence, and back after the last."""

    def keep(session: Session) -> None:
        keep_covers(session=session, now=context.now)

    return keep
