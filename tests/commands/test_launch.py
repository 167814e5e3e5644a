"""`accompany up` starts everything, mends what breaks and leaves nothing behind, here over a tiny application."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from commands.kept import find_kept
from config import ROOT

HEALTH = '{"database": {"state": "ok"}, "queue": {"state": "ok"}, "worker": {"state": "down"}}'
STAND_INS = {
    "flask_migrate.py": "def upgrade(directory): pass\n",
    "webapp/__init__.py": (
        "from flask import Flask\n\n\ndef create_app(settings):\n    app = Flask('stand_in')\n"
        f"    app.add_url_rule('/healthz', view_func=lambda: ({HEALTH!r}, 503))\n    return app\n"
    ),
    "webapp/people/__init__.py": "",
    "webapp/people/links.py": "def first_administrator_link(app): return 'http://127.0.0.1/first'\n",
    "worker.py": "import time\n\n\ndef work(settings):\n    while True: time.sleep(0.1)\n\n\nschedule = work\n",
}


@dataclass(frozen=True)
class Launch:
    """A running `accompany up` and the files that hold what it said."""

    process: subprocess.Popen[bytes]
    data_dir: Path
    answer: Path
    progress: Path

    def children(self) -> dict[str, int]:
        """Process id by program name."""
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        ).stdout
        rows = [line.split(None, 1) for line in listed.splitlines() if "defunct" not in line]
        return {("queue" if "server" in args else args.split()[-1]): int(pid) for pid, args in rows}

    def health(self) -> str:
        line = http.client.HTTPConnection("127.0.0.1", find_kept(self.data_dir).port, timeout=2)
        try:
            line.request("GET", "/healthz")
            return line.getresponse().read().decode()
        except OSError:
            return ""
        finally:
            line.close()


def wait_until(condition: Callable[[], bool], *, seconds: float = 30.0) -> bool:
    give_up_at = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.05)
    return True


def clean_environment(stand_ins: Path) -> dict[str, str]:
    settings = ("ACCOMPANY_", "DATABASE_URL", "REDIS_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(settings)}
    # A proxy of the machine must not be asked for our own address.
    return kept | {"PYTHONPATH": f"{stand_ins}{os.pathsep}{ROOT}", "http_proxy": "http://127.0.0.1:1"}


@pytest.fixture
def launched(tmp_path: Path) -> Iterator[Launch]:
    for name, source in STAND_INS.items():
        path = tmp_path / "stand_ins" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    data_dir, answer, progress = (tmp_path / name for name in ("data", "answer", "progress"))
    command = [sys.executable, "-P", "-m", "commands", "up", "--empty", "--port", "0", "--data-dir", str(data_dir)]
    with answer.open("wb") as out, progress.open("wb") as err:
        process = subprocess.Popen(
            command, stdout=out, stderr=err, cwd=tmp_path, env=clean_environment(tmp_path / "stand_ins")
        )
    launch = Launch(process, data_dir, answer, progress)
    try:
        assert wait_until(lambda: "Ready in" in progress.read_text() or process.poll() is not None, seconds=90)
        yield launch
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_a_launch_says_where_it_is_mends_itself_and_stops_cleanly(launched: Launch) -> None:
    kept = find_kept(launched.data_dir)
    assert launched.answer.read_text() == (
        f"Accompany is ready at http://127.0.0.1:{kept.port}\n\n"
        "Make the first administrator here:\n  http://127.0.0.1/first\n\n"
    ), launched.progress.read_text()
    everything = {"queue", "web", "worker", "scheduler"}
    assert wait_until(lambda: set(launched.children()) == everything), launched.children()

    before = launched.children()
    for name in ("web", "queue", "worker"):
        os.kill(before[name], signal.SIGKILL)
    assert wait_until(lambda: set(launched.children()) == everything and launched.health() == HEALTH)
    after = launched.children()
    assert [name for name in before if before[name] == after[name]] == ["scheduler"]
    assert sorted(re.findall(r"The (\w+) ended", launched.progress.read_text())) == ["queue", "web", "worker"]

    launched.process.send_signal(signal.SIGINT)
    assert launched.process.wait(timeout=20) == 0
    assert [pid for pid in after.values() if Path(f"/proc/{pid}").exists()] == []
    assert "Traceback" not in launched.progress.read_text()
