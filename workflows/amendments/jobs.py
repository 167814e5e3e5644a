"""Work of the clock for amendments: approved changes take effect on their day."""

from sqlalchemy.orm import Session

from workflows.amendments.deciding import bring_into_effect
from workflows.amendments.queries import list_to_take_effect
from workflows.outbox import Effect, JobContext


def put_amendments_in_effect(context: JobContext) -> Effect:
    """Change the plan of every award with an approved amendment whose day has come."""

    def apply(session: Session) -> None:
        for amendment in list_to_take_effect(session, now=context.now):
            bring_into_effect(amendment, session=session, now=context.now)

    return apply
