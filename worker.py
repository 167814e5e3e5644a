"""The queue's door: worker, relay, scheduler and the tables of jobs and of the clock."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from redis import Redis, RedisError
from rq import Queue, Worker
from rq.serializers import JSONSerializer

from config import Settings
from webapp import create_app
from webapp.health import HEARTBEAT
from workflows.affiliates.jobs import follow_account, follow_assessment, follow_commitment, refresh_tiers
from workflows.agreements.jobs import draft_agreement, follow_data_agreements
from workflows.amendments.jobs import put_amendments_in_effect
from workflows.assessments.jobs import open_assessments
from workflows.clock import utc_now
from workflows.db import Origin, db, originating, transaction
from workflows.documents.jobs import make_document, sweep_files, withdraw_document
from workflows.documents.preview import preview_template
from workflows.errors import DomainError
from workflows.funding.jobs import begin_project_years
from workflows.helpdesk.jobs import keep_help_covers
from workflows.logs import log_as_json_lines
from workflows.measurement.jobs import compute_extract, forget_reduced_file
from workflows.notifications.jobs import send_message
from workflows.notifications.mail import make_mailer
from workflows.outbox import (
    Job,
    JobContext,
    JobRun,
    expand_events,
    fail_run,
    finish_run,
    give_up_silent_runs,
    is_mine,
    lease_run,
    list_runs_to_ring,
    owe,
    report_progress,
)
from workflows.outbox_upkeep import forget_old_rows
from workflows.proposals.partners.jobs import write_to_partner
from workflows.reporting.jobs import plan_reports

log = logging.getLogger(__name__)

JOBS: dict[str, Job] = {
    "make_document": make_document,
    "withdraw_document": withdraw_document,
    "preview_template": preview_template,
    "send_message": send_message,
    "write_to_partner": write_to_partner,
    "follow_commitment": follow_commitment,
    "follow_account": follow_account,
    "follow_assessment": follow_assessment,
    "refresh_tiers": refresh_tiers,
    "compute_extract": compute_extract,
    "forget_reduced_file": forget_reduced_file,
    "begin_project_years": begin_project_years,
    "draft_agreement": draft_agreement,
    "follow_data_agreements": follow_data_agreements,
    "put_amendments_in_effect": put_amendments_in_effect,
    "open_assessments": open_assessments,
    "plan_reports": plan_reports,
    "keep_help_covers": keep_help_covers,
    "sweep_files": sweep_files,
    "forget_old_rows": forget_old_rows,
}


@dataclass(frozen=True, slots=True)
class CronRow:
    """A job of the clock: due once in every slot, however many schedulers run."""

    job: str
    slot: Callable[[datetime], str]


CRON: tuple[CronRow, ...] = (
    CronRow("begin_project_years", lambda now: f"{now:%Y-%m-%dT%H}"),
    CronRow("follow_data_agreements", lambda now: f"{now:%Y-%m-%dT%H}"),
    CronRow("put_amendments_in_effect", lambda now: f"{now:%Y-%m-%dT%H}"),
    CronRow("open_assessments", lambda now: f"{now:%Y-%m-%d}"),
    CronRow("refresh_tiers", lambda now: f"{now:%Y-%m-%dT%H}"),
    CronRow("keep_help_covers", lambda now: f"{now:%Y-%m-%dT%H}"),
    CronRow("sweep_files", lambda now: f"{now:%Y-%m-%d}"),
    CronRow("forget_old_rows", lambda now: f"{now:%Y-%m-%d}"),
)

HEARTBEAT_EVERY = 5  # seconds
RELAY_EVERY = 5  # seconds: a lost ring delays work by no more
JOB_TIMEOUT = 600  # seconds
FORGOTTEN_AFTER = 3600  # seconds that the queue keeps a failed call; the database keeps the truth


class Superseded(Exception):
    """Another attempt took this run over; what this one made is dropped."""


@cache
def _app() -> Flask:
    return create_app(Settings.from_environment())


def relay() -> int:
    """Expand what happened into what is owed and ring for what is due; returns how many runs were rung."""
    app = _app()
    with app.app_context(), originating(Origin(writes=True)):
        settings: Settings = app.extensions["accompany"]
        now = utc_now()
        with transaction() as session:
            while expand_events(session, now=now):
                session.flush()  # the next page of events must not see these again
            give_up_silent_runs(session, now=now)
            runs = list(list_runs_to_ring(session, now=now))
            for run in runs:
                run.rung_at = now
        _ring_for(runs, app.extensions["accompany_queue"], settings, now=now)
        return len(runs)


def _ring_for(runs: list[JobRun], connection: Redis | None, settings: Settings, *, now: datetime) -> None:
    if connection is None or not runs:
        return
    queue = Queue(settings.queue_name, connection=connection, serializer=JSONSerializer)
    for run in runs:
        queue.enqueue(
            "worker.perform",
            run.id,
            job_id=f"run-{run.id}-{int(now.timestamp() * 1000)}",
            job_timeout=JOB_TIMEOUT,
            result_ttl=0,
            failure_ttl=FORGOTTEN_AFTER,
        )


def perform(run_id: int) -> None:
    """Do one owed run: lease it, work, then apply its effect and «done» in one transaction.

    Safe to call any number of times: a run that is done, or that another attempt holds, is left alone.
    """
    app = _app()
    with app.app_context(), originating(Origin(request_id=f"run-{run_id}", writes=True)):
        with transaction() as session:
            run = lease_run(session, run_id, now=utc_now())
        if run is None:
            return
        db.session.expunge(run)  # it must go on saying which attempt we are, whatever the database says later
        try:
            _work(run, app)
        except Superseded:
            log.info("run superseded", extra={"run": run_id})
        except DomainError as refusal:
            _fail(run, sentence=str(refusal))
        except Exception as error:
            log.exception("run failed", extra={"run": run_id, "job": run.job})
            _fail(run, sentence=f"Something unexpected happened ({type(error).__name__}). It is tried again by itself.")


def _work(run: JobRun, app: Flask) -> None:
    settings: Settings = app.extensions["accompany"]
    serializer = URLSafeTimedSerializer(settings.secret_key)

    def report(percent: int, text: str) -> None:
        db.session.rollback()  # progress is told in a transaction of its own
        with transaction() as session:
            report_progress(session, run, percent=percent, text=text, now=utc_now())

    def sign(purpose: str, content: Mapping[str, Any]) -> str:
        return str(serializer.dumps(dict(content), salt=purpose))

    with originating(Origin(request_id=f"run-{run.id}")):
        effect = JOBS[run.job](
            JobContext(
                run=run,
                now=utc_now(),
                files=app.extensions["accompany_files"],
                mailer=make_mailer(smtp_url=settings.smtp_url, sender=settings.mail_from, folder=settings.mail_dir),
                base_url=settings.base_url,
                sign=sign,
                report=report,
            )
        )
        db.session.rollback()  # the reading ends before the writing begins
    with transaction() as session:
        if not is_mine(session, run):
            raise Superseded
        effect(session)
        finish_run(session, run, now=utc_now())
    log.info("run done", extra={"run": run.id, "job": run.job, "attempt": run.attempt})


def _fail(run: JobRun, *, sentence: str) -> None:
    db.session.rollback()
    with transaction() as session:
        fail_run(session, run, sentence=sentence, now=utc_now())


def work(settings: Settings) -> None:
    """Serve the queue until told to stop. The heavy libraries are loaded once, before the first job forks."""
    log_as_json_lines(settings.log_level)
    app = _app()
    connection = app.extensions["accompany_queue"]
    if connection is None:
        raise SystemExit("REDIS_URL is not set: the worker has no queue to serve.")
    _preload()
    with _beating(connection, settings):
        queue = Queue(settings.queue_name, connection=_patient(settings), serializer=JSONSerializer)
        worker = Worker(
            [queue],
            connection=_patient(settings),
            serializer=JSONSerializer,
            worker_ttl=30,
            maintenance_interval=10,
            job_monitoring_interval=5,
        )
        worker.work(logging_level="WARNING")


def _preload() -> None:
    """docxtpl, pandas and matplotlib cost seconds to import; a forked job finds them in place."""
    import docxtpl  # noqa: F401, PLC0415
    import matplotlib.figure  # noqa: F401, PLC0415
    import pandas  # noqa: F401, PLC0415


def _patient(settings: Settings) -> Redis:
    assert settings.redis_url is not None
    return Redis.from_url(settings.redis_url)


@contextmanager
def _beating(connection: Redis, settings: Settings) -> Iterator[None]:
    """Say every few seconds that this worker lives."""
    stopped = threading.Event()

    def beat() -> None:
        while not stopped.wait(HEARTBEAT_EVERY):
            _beat(connection, settings)

    _beat(connection, settings)
    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()


def _beat(connection: Redis, settings: Settings) -> None:
    try:
        connection.set(HEARTBEAT.format(queue=settings.queue_name), utc_now().isoformat(), ex=300)
    except RedisError as error:
        log.warning("no heartbeat: the queue did not answer", extra={"error": type(error).__name__})


def schedule(settings: Settings) -> None:
    """Relay what is owed every few seconds, and owe what the clock asks for."""
    log_as_json_lines(settings.log_level)
    while True:
        tick()
        time.sleep(RELAY_EVERY)


def tick() -> None:
    """One round of the scheduler; a failing round is logged and the next one tries again."""
    try:
        owe_by_the_clock(now=utc_now())
        relay()
    except Exception as error:
        log.exception("the scheduler's round failed", extra={"error": type(error).__name__})


def owe_by_the_clock(*, now: datetime) -> None:
    """Owe every row of CRON once in its slot."""
    with _app().app_context(), originating(Origin(request_id="clock", writes=True)), transaction() as session:
        for row in CRON:
            owe(session, row.job, key=f"cron-{row.job}-{row.slot(now)}", now=now)
