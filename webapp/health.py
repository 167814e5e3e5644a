"""`GET /healthz`: whether database, queue and worker are up, for load balancers and `accompany doctor`."""

from datetime import datetime
from typing import Any

import redis
from flask import Flask, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from webapp.access import public
from workflows.clock import utc_now
from workflows.db import db

HEARTBEAT = "accompany:{queue}:heartbeat"
SILENT_AFTER = 30  # seconds without a heartbeat until the worker counts as down


def init_app(app: Flask) -> None:
    app.add_url_rule("/healthz", "healthz", healthz)


@public("machines ask whether the service is up; it tells nothing else")
def healthz() -> ResponseReturnValue:
    state = check_health()
    return state, 200 if state["status"] == "ok" else 503


def check_health() -> dict[str, Any]:
    """{"status": "ok" | "down", "database": {…}, "queue": {…}, "worker": {"state", "heartbeat_age_seconds"}}."""
    parts = {"database": _database(), **_queue_and_worker()}
    up = all(part["state"] == "ok" for part in parts.values())
    return {"status": "ok" if up else "down", **parts}


def _database() -> dict[str, Any]:
    try:
        db.session.execute(select(1))
    except SQLAlchemyError as error:
        db.session.rollback()
        return {"state": "down", "why": type(error).__name__}
    return {"state": "ok"}


def _queue_and_worker() -> dict[str, dict[str, Any]]:
    connection = current_app.extensions["accompany_queue"]
    if connection is None:
        return {"queue": {"state": "down", "why": "REDIS_URL is not set"}, "worker": {"state": "down"}}
    try:
        beat = connection.get(HEARTBEAT.format(queue=current_app.extensions["accompany"].queue_name))
    except redis.RedisError as error:
        return {"queue": {"state": "down", "why": type(error).__name__}, "worker": {"state": "unknown"}}
    return {"queue": {"state": "ok"}, "worker": _worker(beat)}


def _worker(beat: bytes | None) -> dict[str, Any]:
    if beat is None:
        return {"state": "down", "heartbeat_age_seconds": None}
    age = (utc_now() - datetime.fromisoformat(beat.decode())).total_seconds()
    return {"state": "ok" if age < SILENT_AFTER else "down", "heartbeat_age_seconds": round(age, 1)}
