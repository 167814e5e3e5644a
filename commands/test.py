"""`accompany test`: style, types, layers and the whole test suite, in the environment of the product."""

import contextlib
import getpass
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import click

from commands import queue_server
from commands.supervisor import Supervisor
from config import ROOT, TRUE_WORDS, SettingsError

QUEUE_READY_WITHIN = 10.0  # seconds
BESIDE_PYTHON = Path(sys.executable).parent
# SQLite, then PostgreSQL: every rule, and every page as everybody; what a page says does not depend on the database.
ON_BOTH_DATABASES = ("tests/workflows", "tests/webapp/test_every_route.py", "-m", "not browser and not office")
SETTINGS_OF_A_LAUNCH = ("DATABASE_URL", "REDIS_URL")  # and ACCOMPANY_*: none may reach a test


class Check(NamedTuple):
    """One look at the sources; its output is shown as it is."""

    name: str
    command: tuple[str, ...]


CHECKS = (
    Check("style", (sys.executable, "-m", "ruff", "check", ".")),
    Check("format", (sys.executable, "-m", "ruff", "format", "--check", ".")),
    Check("types", (sys.executable, "-m", "mypy")),
    Check("layers", (str(BESIDE_PYTHON / "lint-imports"),)),
)


class Leg(NamedTuple):
    """A part of the suite that needs more than Python; `find` says where that is, or None.

    What it finds is given to the tests in the environment variable `variable`.
    """

    name: str
    variable: str
    find: Callable[[], str | None]
    remedy: str


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[PYTEST ARGUMENTS]")
def test(arguments: tuple[str, ...]) -> None:
    """Check style, types and layers, then run the whole test suite."""
    if not find_spec("pytest"):
        raise SettingsError("The test libraries are not installed: run ./accompany test in a checkout.")
    with queue_for_tests() as queue_url:
        environ = tests_environment(os.environ, queue_url=queue_url)
        for leg in LEGS:
            click.echo(f"{leg.name:<12}{'runs' if environ.get(leg.variable) else f'left out: {leg.remedy}'}")
        require_legs(environ)
        failed = [check.name for check in CHECKS if not passes(check, environ)]
        if failed:
            click.echo(f"Failed before the tests: {', '.join(failed)}.")
        codes = [run_tests(arguments, environ)]
        if not arguments and environ.get("ACCOMPANY_TEST_POSTGRES"):
            click.echo("-- the same rules and pages on PostgreSQL")
            codes.append(run_tests(ON_BOTH_DATABASES, environ | {"ACCOMPANY_TEST_ON": "postgresql"}))
    sys.exit(max(*codes, 1 if failed else 0))


def run_tests(arguments: tuple[str, ...], environ: Mapping[str, str]) -> int:
    """pytest's exit status."""
    return subprocess.run(pytest_command(arguments), cwd=ROOT, env=environ, check=False).returncode  # noqa: S603 - ours


def passes(check: Check, environ: Mapping[str, str]) -> bool:
    """Whether `check` finds nothing; says its name first, so that its output can be told apart."""
    click.echo(f"-- {check.name}")
    return subprocess.run(check.command, cwd=ROOT, env=environ, check=False).returncode == 0  # noqa: S603 - ours


def pytest_command(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """The whole suite on all cores; a chosen part in one process, which starts faster."""
    is_chosen = bool(arguments) and arguments != ON_BOTH_DATABASES
    spread = () if is_chosen or (os.cpu_count() or 1) < 2 else ("-n", "auto", "--dist", "loadfile")
    return (sys.executable, "-m", "pytest", *spread, *arguments)


def tests_environment(environ: Mapping[str, str], *, queue_url: str) -> dict[str, str]:
    """`environ` without the settings of a launch, and with what each leg found."""
    kept = {
        name: value
        for name, value in environ.items()
        if name not in SETTINGS_OF_A_LAUNCH
        and (not name.startswith("ACCOMPANY_") or name.startswith(("ACCOMPANY_TEST_", "ACCOMPANY_REQUIRE_")))
    }
    kept.setdefault("ACCOMPANY_TEST_REDIS", queue_url)
    for leg in LEGS:
        found = kept.get(leg.variable) or leg.find()
        if found:
            kept[leg.variable] = found
    return kept


def require_legs(environ: Mapping[str, str]) -> None:
    """Raises SettingsError in CI (`ACCOMPANY_REQUIRE_LEGS=1`) when a leg would be left out."""
    missing = [f"{leg.name} ({leg.remedy})" for leg in LEGS if not environ.get(leg.variable)]
    if missing and environ.get("ACCOMPANY_REQUIRE_LEGS", "").lower() in TRUE_WORDS:
        raise SettingsError(f"ACCOMPANY_REQUIRE_LEGS asks for every part of the suite, and these cannot run: "
                            f"{', '.join(missing)}.")  # fmt: skip


@contextlib.contextmanager
def queue_for_tests() -> Iterator[str]:
    """The address of an empty queue server that ends with the tests; empty where the system has none."""
    with tempfile.TemporaryDirectory(prefix="accompany-test-") as folder:
        supervisor = Supervisor(environ=os.environ, log_dir=Path(folder), announce=lambda _sentence: None)
        try:
            yield _start_queue(supervisor, Path(folder))
        finally:
            supervisor.stop()


def _start_queue(supervisor: Supervisor, folder: Path) -> str:
    try:
        server = queue_server.find_server()
    except SettingsError:
        return ""
    port, password = queue_server.free_port(), secrets.token_urlsafe(16)
    supervisor.start(queue_server.queue_program(server, data_dir=folder, port=port, password=password))
    give_up_at = time.monotonic() + QUEUE_READY_WITHIN
    while not queue_server.is_answering(port, password):
        if time.monotonic() > give_up_at:
            return ""
        supervisor.tend_once()
    return f"redis://:{password}@{queue_server.LOOPBACK}:{port}/0"


def find_postgres() -> str | None:
    """A PostgreSQL on this machine that lets the current user in without a password."""
    import psycopg  # noqa: PLC0415 - only this command asks

    address = f"postgresql://{getpass.getuser()}@127.0.0.1:5432/postgres"
    try:
        psycopg.connect(address, connect_timeout=3).close()
    except psycopg.Error:
        return None
    return address.replace("postgresql://", "postgresql+psycopg://")


def find_program(*names: str) -> str | None:
    """The first of `names` that is on PATH."""
    return next((found for name in names if (found := shutil.which(name))), None)


LEGS = (
    Leg("PostgreSQL", "ACCOMPANY_TEST_POSTGRES", find_postgres, "set ACCOMPANY_TEST_POSTGRES to its address"),
    Leg("Redis", "ACCOMPANY_TEST_REDIS", lambda: None, "install valkey or redis"),
    Leg(
        "Chromium",
        "ACCOMPANY_TEST_CHROMIUM",
        lambda: find_program("chromium", "chromium-browser", "google-chrome"),
        "install chromium",
    ),
    Leg(
        "LibreOffice",
        "ACCOMPANY_TEST_OFFICE",
        lambda: find_program("soffice", "libreoffice"),
        "install libreoffice-writer",
    ),
)
