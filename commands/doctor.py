"""`accompany doctor`: one plain line for each thing the product needs, and whether it works."""

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from typing import NamedTuple

import click

from commands.outages import first_line, outages
from commands.prepare import newest_revision
from config import Settings, SettingsError
from workflows.clock import utc_now

LEAST_FREE = 1_000_000_000  # bytes
REACH_WITHIN = 5  # seconds


class DownError(Exception):
    """Something the product needs does not work: one sentence."""


@click.command()
def doctor() -> None:
    """Say what works and what does not; exit with 1 when something is down."""
    findings = list(examine(now=utc_now()))
    for is_well, line in findings:
        click.echo(f"{'ok  ' if is_well else 'DOWN'}  {line}")
    sys.exit(0 if all(is_well for is_well, _ in findings) else 1)


def examine(*, now: datetime) -> Iterator[tuple[bool, str]]:
    """Each check's outcome and line, in the order of `CHECKS`; without settings nothing else can be asked."""
    yield True, f"python      {platform.python_version()} on {platform.system()} {platform.machine()}"
    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        yield False, f"settings    {error}"
        return
    yield True, f"settings    {'demo mode' if settings.demo else 'real use'}, data in {settings.data_dir}"
    for check in CHECKS:
        try:
            yield True, f"{check.name:<12}{check.look(settings, now)}"
        except (DownError, OSError, ValueError, ImportError) as error:
            yield False, f"{check.name:<12}{first_line(error)}"
        except outages() as error:
            yield False, f"{check.name:<12}{first_line(error)}"


def look_at_database(settings: Settings, _now: datetime) -> str:
    """Raises DownError when the schema is not the newest."""
    import sqlalchemy as sa  # noqa: PLC0415 - half a second that `--help` need not pay

    within = "connect_timeout" if settings.database_url.startswith("postgresql") else "timeout"
    engine = sa.create_engine(settings.database_url, connect_args={within: REACH_WITHIN})
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                raise DownError("reachable, but empty: run `accompany migrate`.")
            found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    finally:
        engine.dispose()
    if found != newest_revision():
        raise DownError(f"reachable, but at schema {found}: run `accompany migrate`.")
    return f"reachable, newest schema ({engine.dialect.name})"


def look_at_queue(settings: Settings, _now: datetime) -> str:
    """Raises DownError without an address, redis.RedisError without an answer."""
    import redis  # noqa: PLC0415 - as above

    with closing(redis.Redis.from_url(_queue_url(settings), socket_timeout=REACH_WITHIN)) as connection:
        facts = connection.info("server")
    return f"reachable, {facts.get('server_name', 'redis')} {facts.get('redis_version', '')}".rstrip()


def look_at_worker(settings: Settings, now: datetime) -> str:
    """Raises DownError when no worker of our queue spoke up lately."""
    import redis  # noqa: PLC0415 - as above

    from webapp.health import HEARTBEAT, SILENT_AFTER  # noqa: PLC0415 - as above

    with closing(redis.Redis.from_url(_queue_url(settings), socket_timeout=REACH_WITHIN)) as connection:
        beat = connection.get(HEARTBEAT.format(queue=settings.queue_name))
    if beat is None:
        raise DownError("none is running: start one with `accompany worker`.")
    age = (now - datetime.fromisoformat(beat.decode())).total_seconds()
    if age > SILENT_AFTER:
        raise DownError(f"last heard of {age:.0f} s ago.")
    return f"last heard of {max(age, 0):.0f} s ago"


def look_at_files(settings: Settings, _now: datetime) -> str:
    """Writes, reads and removes one small file."""
    import fsspec  # noqa: PLC0415 - as above

    store, root = fsspec.core.url_to_fs(settings.files_url, **settings.files_options)
    probe = f"{root}/.accompany-doctor"
    store.makedirs(root, exist_ok=True)
    store.pipe_file(probe, b"well")
    is_kept = store.cat_file(probe) == b"well"
    store.rm_file(probe)
    if not is_kept:
        raise DownError("a file came back different.")
    return f"writable, {settings.files_url}"


def look_at_disk(settings: Settings, _now: datetime) -> str:
    """Raises DownError when little space is left for the data directory."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free
    if free < LEAST_FREE:
        raise DownError(f"only {free / 1e9:.1f} GB free for {settings.data_dir}.")
    return f"{free / 1e9:.1f} GB free"


def _queue_url(settings: Settings) -> str:
    if settings.redis_url is None:
        raise DownError("no address: set REDIS_URL, or start `accompany up`.")
    return settings.redis_url


class Check(NamedTuple):
    """One thing to look at; `look` returns what is well or raises what is not."""

    name: str
    look: Callable[[Settings, datetime], str]


CHECKS = (
    Check("database", look_at_database),
    Check("queue", look_at_queue),
    Check("worker", look_at_worker),
    Check("file store", look_at_files),
    Check("disk", look_at_disk),
)
