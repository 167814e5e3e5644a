"""One launch on one data directory: queue, database, web, worker and scheduler, in this order."""

import contextlib
import fcntl
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from pathlib import Path

import click

from commands import prepare, queue_server
from commands.kept import Kept, keep_changed
from commands.supervisor import CHILD, POLL_SECONDS, Child, Program, Supervisor
from config import Settings, SettingsError, reachable_host

READY_WITHIN = 90.0  # seconds until the first answer of the web server
QUEUE_READY_WITHIN = 10.0  # seconds; a large append-only file takes a while to read
START_ATTEMPTS = 3  # before a launch is given up
OURS = (sys.executable, "-P", "-m", "commands")
WEB = Program("web", (*OURS, "web"))
WORKER = Program("worker", (*OURS, "worker"), grace=8.0)  # time for the job in hand
SCHEDULER = Program("scheduler", (*OURS, "scheduler"))


class StopAskedError(Exception):
    """Somebody pressed Ctrl-C before everything had started."""


def say(sentence: str) -> None:
    """Progress, for people: standard error."""
    click.echo(sentence, err=True)


@contextlib.contextmanager
def only_one_launch(folder: Path) -> Iterator[None]:
    """Hold the data directory; SettingsError when another launch holds it."""
    with (folder / "launch.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            sentence = f"Accompany already runs on {folder}: stop it first, or choose another --data-dir."
            raise SettingsError(sentence) from error
        yield


def run(
    settings: Settings,
    *,
    environ: MutableMapping[str, str],
    kept: Kept,
    welcome: Callable[[str | None], None],
) -> None:
    """Start everything, call `welcome` with the first administrator's link or None, and tend until stopped.

    Raises SettingsError when something does not start. Whatever happens, nothing is left running.
    """
    supervisor = Supervisor(environ=environ, log_dir=settings.data_dir / "logs", announce=say)
    with supervisor.signals():
        try:
            if settings.redis_url is None:
                kept = start_queue(supervisor, environ, settings=settings, kept=kept)
            link = prepare_database(supervisor, settings=settings, kept=kept)
            wait_for_web(supervisor, supervisor.start(WEB), settings=settings)
            for program in (WORKER, SCHEDULER):  # after the web server: loading all at once would slow it
                supervisor.start(program)
            welcome(link)
            supervisor.tend_until_stopped()
        except StopAskedError:
            pass
        finally:
            say("Stopping.")
            supervisor.stop()


def start_queue(supervisor: Supervisor, environ: MutableMapping[str, str], *, settings: Settings, kept: Kept) -> Kept:
    """Start the embedded queue and write its address into `environ`; `kept` with its port."""
    server = queue_server.find_server()
    port = queue_server.port_for_queue(kept.queue_port, kept.queue_password)
    program = queue_server.queue_program(server, data_dir=settings.data_dir, port=port, password=kept.queue_password)
    kept = keep_changed(kept, settings.data_dir, queue_port=port)
    environ["REDIS_URL"] = kept.queue_url or ""
    child = supervisor.start(program)
    wait(
        supervisor,
        until=lambda: queue_server.is_answering(port, kept.queue_password),
        child=child,
        seconds=QUEUE_READY_WITHIN,
    )
    return kept


def prepare_database(supervisor: Supervisor, *, settings: Settings, kept: Kept) -> str | None:
    """Migrate and fill the database in a process of its own; the first administrator's link, if one is due.

    Skipped when the launch before left nothing to do: it saves a second at every later start.
    """
    if kept.settled and prepare.is_known_current(settings.database_url):
        return None
    say("Preparing the database.")
    outcome = _outcome_of_preparing(supervisor)
    loaded, link = bool(outcome["loaded"]), outcome["link"]
    has_demo = kept.demo_loaded or loaded
    keep_changed(kept, settings.data_dir, demo_loaded=has_demo, settled=has_demo if settings.demo else link is None)
    return str(link) if link else None


def _outcome_of_preparing(supervisor: Supervisor) -> Mapping[str, object]:
    """What `prepare` printed; its progress goes to a log, whose end is quoted when it fails."""
    log = supervisor.log_dir / "prepare.log"
    command = [sys.executable, "-I", "-S", str(CHILD), str(os.getpid()), *OURS, "prepare"]
    with log.open("wb") as progress:
        process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            env=dict(supervisor.environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=progress,
            start_new_session=True,
        )
    while process.poll() is None:
        if supervisor.stop_asked:
            process.terminate()
        time.sleep(POLL_SECONDS)
    answer, _ = process.communicate()
    if supervisor.stop_asked:
        raise StopAskedError
    if process.returncode:
        lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
        raise SettingsError(f"The database is not ready: {lines[-1] if lines else 'no reason given'} (see {log})")
    outcome: Mapping[str, object] = json.loads(answer)
    return outcome


def wait_for_web(supervisor: Supervisor, web: Child, *, settings: Settings) -> None:
    """Return when pages can be served: `/healthz` is well, or nothing but the worker is missing.

    The worker loads pandas and the document libraries first, and nobody needs to wait for that.
    """

    def is_ready() -> bool:
        # Not urllib: it would ask a proxy named in the environment for our own loopback address.
        line = http.client.HTTPConnection(reachable_host(settings.host).strip("[]"), settings.port, timeout=2.0)
        try:
            line.request("GET", "/healthz")
            answer = line.getresponse()
            return answer.status == 200 or _only_lacks_a_worker(answer.read())
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    wait(supervisor, until=is_ready, child=web, seconds=READY_WITHIN)


def _only_lacks_a_worker(health: bytes) -> bool:
    try:
        parts = json.loads(health)
        return all(parts[name]["state"] == "ok" for name in ("database", "queue"))
    except (ValueError, KeyError, TypeError):
        return False


def wait(supervisor: Supervisor, *, until: Callable[[], bool], child: Child, seconds: float) -> None:
    """Tend everything until the condition holds.

    Raises StopAskedError on Ctrl-C, and SettingsError when `child` keeps failing or takes too long.
    """
    give_up_at = time.monotonic() + seconds
    while not until():
        if supervisor.stop_asked:
            raise StopAskedError
        if child.failures >= START_ATTEMPTS or time.monotonic() > give_up_at:
            raise SettingsError(f"The {child.program.name} does not start: {child.last_words()} (see {child.log})")
        supervisor.tend_once()
