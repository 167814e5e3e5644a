"""What is forgotten, and what is kept for ever."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_documents import a_year, an_owed_run, context_of
from workflows.db import SpentToken
from workflows.files import FileStore
from workflows.notifications.models import Delivery
from workflows.outbox import JobRun, OutboxEvent, RunState
from workflows.outbox_upkeep import forget_old_rows


def test_old_tokens_and_done_work_are_forgotten_and_events_are_kept(session: Session, tmp_path: Path) -> None:
    year = a_year(session)
    long_ago = NOW - timedelta(days=91)
    session.add(OutboxEvent(name="training_started", at=long_ago, details={}, expanded_at=long_ago))
    session.add_all([SpentToken(token="old", spent_at=NOW - timedelta(days=31)), SpentToken(token="new", spent_at=NOW)])
    old = an_owed_run(session, year, "proposal", state=RunState.DONE, finished_at=long_ago)
    session.add(Delivery(run_id=old.id, user_id=year.director.id, kind="decision", sent_at=long_ago))
    kept = [
        an_owed_run(session, year, "proposal", state=RunState.DONE, finished_at=NOW),
        an_owed_run(session, year, "proposal", state=RunState.FAILED, finished_at=long_ago),
        an_owed_run(session, year, "proposal"),
    ]
    forget_old_rows(context_of(kept[-1], FileStore(f"file://{tmp_path}")))(session)
    assert session.scalars(select(SpentToken.token)).all() == ["new"]
    assert session.scalars(select(JobRun.id).order_by(JobRun.id)).all() == [run.id for run in kept]
    assert session.scalars(select(Delivery)).all() == []
    assert session.scalars(select(OutboxEvent.name)).all() == ["training_started"]
