"""Keeps a handful of programs running: starts them, restarts one that dies, stops them in order."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

POLL_SECONDS = 0.05
SHORT_LIFE = 5.0  # seconds; who dies sooner failed at its start
LONGEST_PAUSE = 30.0  # seconds between two attempts
LARGEST_LOG = 5_000_000  # bytes; a larger one is set aside at the next start
CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class Program:
    """What to run; `grace` is how many seconds it may take to finish, `wave` when it is told to stop."""

    name: str
    command: tuple[str, ...]
    grace: float = 5.0
    wave: int = 0


class Child:
    """One program and its current process, if it has one."""

    def __init__(self, program: Program, *, environ: Mapping[str, str], log_dir: Path) -> None:
        self.program = program
        self.environ = dict(environ)
        self.log = log_dir / f"{program.name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0  # on the monotonic clock, as due_at
        self.due_at = 0.0
        self.failures = 0  # in a row, each right after a start

    def start(self) -> None:
        """Run the program in a session of its own: a terminal's Ctrl-C reaches only the supervisor."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own programs
                [sys.executable, "-I", "-S", str(CHILD), str(os.getpid()), *self.program.command],
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started_at = time.monotonic()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def tend(self, announce: Callable[[str], None]) -> None:
        """Restart the program if it ended: at once after a good run, later and later after a failed start."""
        now = time.monotonic()
        if self.is_running:
            if now - self.started_at > SHORT_LIFE:
                self.failures = 0
            return
        if self.process is not None:
            self._plan_restart(now, announce)
        elif now >= self.due_at:
            self.start()

    def _plan_restart(self, now: float, announce: Callable[[str], None]) -> None:
        status = self.process.returncode if self.process else 0
        self.process = None
        if now - self.started_at > SHORT_LIFE:
            announce(f"The {self.program.name} ended ({_ending(status)}) and is started again.")
            self.due_at = now
            return
        pause = min(0.25 * 2**self.failures, LONGEST_PAUSE)
        self.failures += 1
        self.due_at = now + pause
        announce(
            f"The {self.program.name} ended right after its start ({_ending(status)}); "
            f"trying again in {pause:g} s. It last said: {self.last_words()}"
        )

    def last_words(self) -> str:
        """The last line in the program's log, which usually names what is wrong."""
        try:
            with self.log.open("rb") as log:
                log.seek(max(0, self.log.stat().st_size - 4000))
                lines = [line.strip() for line in log.read().decode(errors="replace").splitlines()]
        except FileNotFoundError:
            lines = []
        return next((_words(line) for line in reversed(lines) if line), "nothing")

    def tell(self, number: signal.Signals) -> None:
        """Send a signal to the program if it still runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)


class Supervisor:
    """The children, in the order in which they were started."""

    def __init__(self, *, environ: Mapping[str, str], log_dir: Path, announce: Callable[[str], None]) -> None:
        log_dir.mkdir(parents=True, exist_ok=True)
        self.environ = environ
        self.log_dir = log_dir
        self.announce = announce
        self.children: list[Child] = []
        self.stop_asked = False

    def start(self, program: Program) -> Child:
        child = Child(program, environ=self.environ, log_dir=self.log_dir)
        self.children.append(child)
        child.start()
        return child

    def tend_once(self) -> None:
        """Look after each child, then rest for a moment."""
        for child in self.children:
            child.tend(self.announce)
        time.sleep(POLL_SECONDS)

    def tend_until_stopped(self) -> None:
        while not self.stop_asked:
            self.tend_once()

    def stop(self) -> None:
        """End all children, wave by wave: politely, then after their grace firmly, then by force."""
        for wave in sorted({child.program.wave for child in self.children}):
            members = [child for child in self.children if child.program.wave == wave]
            for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):
                for child in members:
                    child.tell(number)
                grace = max(child.program.grace for child in members)
                if _wait_for_end(members, seconds=grace):
                    break
                self.announce(f"Still waiting for: {', '.join(c.program.name for c in members if c.is_running)}.")

    @contextmanager
    def signals(self) -> Iterator[None]:
        """While this lasts, Ctrl-C, a closed terminal and a polite kill ask for a stop."""

        def ask(_number: int, _frame: FrameType | None) -> None:
            self.stop_asked = True

        kinds = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {kind: signal.signal(kind, ask) for kind in kinds}
        try:
            yield
        finally:
            for kind, handler in before.items():
                signal.signal(kind, handler)


def _wait_for_end(children: list[Child], *, seconds: float) -> bool:
    """Whether all of them ended within `seconds`."""
    give_up_at = time.monotonic() + seconds
    while any(child.is_running for child in children):
        if time.monotonic() > give_up_at:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _words(line: str) -> str:
    """What a line of a log says to people: the event of a JSON line, any other line as it is."""
    try:
        return str(json.loads(line)["event"])
    except (ValueError, KeyError, TypeError):
        return line


def _ending(status: int) -> str:
    return f"by signal {-status}" if status < 0 else f"with exit status {status}"
