"""The supervisor restarts what dies, stops what runs and leaves nothing behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commands.supervisor import Program, Supervisor
from config import ROOT

LIVES = "import time\nwhile True: time.sleep(0.05)"
STUBBORN = "import signal\nsignal.signal(15, signal.SIG_IGN)\nprint('deaf', flush=True)\n" + LIVES
FAILS = "raise SystemExit('the port is taken')"


def python(name: str, source: str, *, grace: float = 2.0, wave: int = 0) -> Program:
    return Program(name, (sys.executable, "-S", "-c", source), grace=grace, wave=wave)


def wait_until(condition: Callable[[], bool], *, seconds: float = 10.0) -> bool:
    give_up_at = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.02)
    return True


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")  # an orphan that waits to be reaped has ended
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    supervisor = Supervisor(environ=os.environ, log_dir=tmp_path / "logs", announce=said.append)
    try:
        yield supervisor
    finally:
        supervisor.stop()


def test_a_killed_program_is_started_again(supervisor: Supervisor, said: list[str]) -> None:
    child = supervisor.start(python("worker", LIVES))
    first = child.process.pid
    child.started_at -= 60  # as if it had run for a minute
    os.kill(first, signal.SIGKILL)

    def is_back() -> bool:
        supervisor.tend_once()
        return child.is_running and child.process.pid != first

    assert wait_until(is_back)
    assert said == ["The worker ended (by signal 9) and is started again."]


def test_a_program_that_fails_at_its_start_is_tried_later_and_later(supervisor: Supervisor, said: list[str]) -> None:
    child = supervisor.start(python("web", FAILS))

    def failed_twice() -> bool:
        supervisor.tend_once()
        return child.failures == 2

    assert wait_until(failed_twice)
    assert said == [
        f"The web ended right after its start (with exit status 1); trying again in {pause} s. "
        "It last said: the port is taken"
        for pause in ("0.25", "0.5")
    ]


def test_stopping_ends_all_programs_wave_by_wave(supervisor: Supervisor) -> None:
    ended = "import signal, sys, time\ndef end(*_): print(time.monotonic(), flush=True); sys.exit()\n"
    source = ended + "signal.signal(15, end)\nprint('ready', flush=True)\nwhile True: time.sleep(0.02)"
    queue = supervisor.start(python("queue", source, wave=1))
    worker = supervisor.start(python("worker", source))
    assert wait_until(lambda: "ready" in queue.last_words() and "ready" in worker.last_words())
    supervisor.stop()
    assert (queue.is_running, worker.is_running) == (False, False)
    assert float(worker.last_words()) < float(queue.last_words())


def test_a_program_that_ignores_the_request_is_ended_by_force(supervisor: Supervisor, said: list[str]) -> None:
    child = supervisor.start(python("worker", STUBBORN, grace=0.2))
    assert wait_until(lambda: child.last_words() == "deaf")
    supervisor.stop()
    assert child.process.returncode == -signal.SIGKILL
    assert said == ["Still waiting for: worker."] * 2


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_no_program_outlives_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    source = (
        "import os, sys, pathlib\nfrom commands.supervisor import Program, Supervisor\n"
        f"s = Supervisor(environ=os.environ, log_dir=pathlib.Path({str(tmp_path)!r}), announce=print)\n"
        f"c = s.start(Program('web', (sys.executable, '-S', '-c', {LIVES!r})))\n"
        "print(c.process.pid, flush=True)\ns.tend_until_stopped()"
    )
    parent = subprocess.Popen([sys.executable, "-c", source], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    child = 0
    try:
        child = int(parent.stdout.readline())
        time.sleep(0.3)  # until the child has asked Linux for it
        assert is_alive(child)
        parent.kill()
        parent.wait()
        assert wait_until(lambda: not is_alive(child))
    finally:
        parent.kill()
        parent.communicate()
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL) if child else None


def test_a_json_log_line_is_quoted_by_its_event(supervisor: Supervisor) -> None:
    child = supervisor.start(python("web", """print('{"level": "error", "event": "the disk is full"}')"""))
    assert wait_until(lambda: child.last_words() != "nothing")
    assert child.last_words() == "the disk is full"


def test_a_large_log_is_set_aside_at_the_next_start(supervisor: Supervisor, monkeypatch) -> None:
    monkeypatch.setattr("commands.supervisor.LARGEST_LOG", 10)
    (supervisor.log_dir / "web.log").write_text("an earlier run's long story")
    child = supervisor.start(python("web", LIVES))
    assert child.log.read_text() == ""
    assert (supervisor.log_dir / "web.log.1").read_text() == "an earlier run's long story"
