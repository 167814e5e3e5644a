"""An installation for tests of the queue: its own queue server, database and data folder, and real processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from redis import Redis
from redis.exceptions import ConnectionError as NoConnection
from sqlalchemy import select

from commands.queue_server import find_server, free_port, queue_program
from config import ROOT, Settings
from webapp import create_app
from workflows.db import db
from workflows.outbox import JobRun, RunState

PATIENCE = 90  # seconds for one step on a very busy machine
PASSWORD = "only-in-tests-0123456789"


@dataclass
class Installation:
    """What one test works with; processes are ended with it."""

    environment: dict[str, str]
    queue: Redis
    app: Flask
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, role: str) -> subprocess.Popen[bytes]:
        """A worker (`work`) or a scheduler (`schedule`)."""
        with (self.folder / "processes.log").open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.worker.program", role],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=output,
            )
        self.processes.append(process)
        return process

    def held(self) -> list[int]:
        """The processes that wait in the middle of a document."""
        return [int(path.name.removeprefix("held-")) for path in self.folder.glob("held-*")]

    def runs(self) -> list[JobRun]:
        db.session.rollback()
        owed = select(JobRun).where(JobRun.job == "make_document").order_by(JobRun.id)
        return list(db.session.scalars(owed.execution_options(populate_existing=True)))

    def all_done(self) -> bool:
        runs = self.runs()
        return bool(runs) and all(run.state is RunState.DONE for run in runs)

    def wait_until(self, true: Callable[[], object], *, meanwhile: Callable[[], object] = lambda: None) -> None:
        give_up_at = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > give_up_at:
                told = (self.folder / "processes.log").read_text()[-3000:]
                raise AssertionError(f"waited {PATIENCE} seconds in vain; the processes said: {told}")
            meanwhile()
            time.sleep(0.1)


def kill(*process_ids: int) -> None:
    """As a power cut would: no signal handler runs."""
    for process_id in process_ids:
        os.kill(process_id, signal.SIGKILL)


@contextmanager
def an_installation(folder: Path, settings: Settings) -> Iterator[Installation]:
    """A queue server of its own beside the given database, and the application that uses both."""
    port = free_port()
    program = queue_program(find_server(), data_dir=folder, port=port, password=PASSWORD)
    server = subprocess.Popen(program.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    environment = {
        "PATH": os.environ["PATH"],
        "ACCOMPANY_DATA_DIR": str(folder),
        "ACCOMPANY_SECRET_KEY": settings.secret_key,
        "ACCOMPANY_BASE_URL": settings.base_url,
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": f"redis://:{PASSWORD}@127.0.0.1:{port}/0",
    }
    queue = Redis.from_url(environment["REDIS_URL"])
    made = Installation(environment, queue, create_app(Settings.from_environment(environment)), folder)
    try:
        made.wait_until(lambda: _answers(queue))
        yield made
    finally:
        (folder / "go-on").touch()
        for process in [*made.processes, server]:
            process.kill()
            process.wait()
        queue.close()


def _answers(queue: Redis) -> bool:
    try:
        return bool(queue.ping())
    except NoConnection:
        return False
