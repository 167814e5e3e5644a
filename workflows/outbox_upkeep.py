"""Rows of the outbox that have served: spent tokens and finished work are forgotten, events never."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows.db import SpentToken
from workflows.notifications.models import Delivery
from workflows.outbox import Effect, JobContext, JobRun, RunState

TOKENS_FOR = timedelta(days=30)  # a form left open for longer asks again
RUNS_FOR = timedelta(days=90)


def forget_old_rows(context: JobContext) -> Effect:
    """Delete spent tokens after 30 days and done runs, with the traces of their messages, after 90 days."""
    now = context.now

    def forget(session: Session) -> None:
        done = select(JobRun.id).where(JobRun.state == RunState.DONE, JobRun.finished_at < now - RUNS_FOR)
        session.execute(delete(SpentToken).where(SpentToken.spent_at < now - TOKENS_FOR))
        session.execute(delete(Delivery).where(Delivery.run_id.in_(done)))
        session.execute(delete(JobRun).where(JobRun.state == RunState.DONE, JobRun.finished_at < now - RUNS_FOR))

    return forget
