"""Ring the queue after a commit that owes work. A lost ring is harmless: the relay looks every few seconds."""

import logging

import redis
from flask import Flask, Response, current_app
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import event
from sqlalchemy.orm import Session

from config import Settings
from workflows.db import db
from workflows.outbox import JobRun, OutboxEvent

log = logging.getLogger(__name__)
PATIENCE = 1  # seconds that a page waits for the queue's door


def connect(settings: Settings) -> redis.Redis | None:
    if settings.redis_url is None:
        return None
    return redis.Redis.from_url(
        settings.redis_url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE, health_check_interval=30
    )


def init_app(app: Flask) -> None:
    app.extensions["accompany_queue"] = connect(app.extensions["accompany"])
    app.after_request(_ring_if_owed)


@event.listens_for(Session, "after_flush")
def _remember_what_is_owed(session: Session, _context: object) -> None:
    if any(isinstance(row, OutboxEvent | JobRun) for row in session.new):
        session.info["owes"] = True


def _ring_if_owed(response: Response) -> Response:
    if db.session().info.pop("owes", False):
        ring()
    return response


def ring() -> None:
    """Ask a worker to relay what is owed; says so in the log when nobody is at the door."""
    connection = current_app.extensions["accompany_queue"]
    if connection is None:
        return
    settings: Settings = current_app.extensions["accompany"]
    try:
        queue = Queue(settings.queue_name, connection=connection, serializer=JSONSerializer)
        queue.enqueue("worker.relay", result_ttl=0, failure_ttl=3600)
    except redis.RedisError as error:
        log.warning("the queue did not answer; the relay will find what is owed", extra={"error": type(error).__name__})
