"""What the worker's door holds every job to."""

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

import worker
from tests.scenes_documents import a_year, an_owed_run
from webapp.jobs import words
from workflows.db import db
from workflows.errors import DomainError
from workflows.events import EVENTS
from workflows.outbox import RETRY_AFTER, Effect, JobContext, JobRun, RunState
from workflows.people.models import Affiliate


@pytest.fixture
def run_id(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> int:
    """One owed run; the door opens on the test's own application."""
    monkeypatch.setattr(worker, "_app", lambda: app)
    run = an_owed_run(session, a_year(session, "Harbor"), "proposal", job="tested")
    session.commit()
    return run.id


def as_left(session: Session, run_id: int) -> JobRun:
    session.rollback()
    return session.get_one(JobRun, run_id, populate_existing=True)


def rename(session: Session) -> None:
    session.execute(update(Affiliate).values(name="Renamed"))


def test_effect_and_done_are_one(session: Session, run_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(worker.JOBS, "tested", lambda _context: rename)
    worker.perform(run_id)
    worker.perform(run_id)  # rung twice
    run = as_left(session, run_id)
    assert (run.state, run.attempt, run.progress_percent) == (RunState.DONE, 1, 100)
    assert session.scalars(select(Affiliate.name)).all() == ["Renamed"]


def test_attempt_that_another_took_over_changes_nothing(
    session: Session, run_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(context: JobContext) -> Effect:
        db.session.scalars(select(Affiliate)).all()  # it reads, so the door has a reading to end
        with db.engine.begin() as other:
            other.execute(update(JobRun).where(JobRun.id == run_id).values(attempt=JobRun.attempt + 1))
        return rename

    monkeypatch.setitem(worker.JOBS, "tested", slow)
    worker.perform(run_id)
    run = as_left(session, run_id)
    assert (run.state, run.attempt) == (RunState.RUNNING, 2)
    assert session.scalars(select(Affiliate.name)).all() == ["Harbor"]


def test_refusal_is_kept_in_its_own_words_and_tried_again(
    session: Session, run_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(context: JobContext) -> Effect:
        raise DomainError("There is no submitted proposal to make a document of.")

    monkeypatch.setitem(worker.JOBS, "tested", refuse)
    worker.perform(run_id)
    run = as_left(session, run_id)
    assert (run.state, run.error) == (RunState.OWED, "There is no submitted proposal to make a document of.")
    assert RETRY_AFTER[0] - 5 < (run.due_at - worker.utc_now()).total_seconds() <= RETRY_AFTER[0]


def test_bug_is_logged_and_told_without_its_inside(
    session: Session, run_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(context: JobContext) -> Effect:
        raise ZeroDivisionError("secret figure")

    monkeypatch.setitem(worker.JOBS, "tested", fail)
    worker.perform(run_id)
    assert as_left(session, run_id).error == (
        "Something unexpected happened (ZeroDivisionError). It is tried again by itself."
    )


def test_job_may_not_write_before_its_effect(session: Session, run_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def hasty(context: JobContext) -> Effect:
        db.session.scalars(select(Affiliate)).one().name = "Too early"
        db.session.flush()
        return rename

    monkeypatch.setitem(worker.JOBS, "tested", hasty)
    worker.perform(run_id)
    assert "GetMustNotWrite" in as_left(session, run_id).error
    assert session.scalars(select(Affiliate.name)).all() == ["Harbor"]


def test_every_event_and_every_slot_owes_a_job_that_the_door_knows() -> None:
    owed = {subscriber.job for event in EVENTS.values() for subscriber in event.subscribers}
    assert (owed | {row.job for row in worker.CRON}) - set(worker.JOBS) == set()


def test_every_job_has_a_name_for_people() -> None:
    assert set(worker.JOBS) - set(words.JOBS) == set()
