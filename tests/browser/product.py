"""The product as `./accompany up` starts it, for a browser: its address, its mail, its first link."""

import email
import email.policy
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import ROOT

READY_WITHIN = 90.0  # seconds on a busy machine
STOPS_WITHIN = 30.0
LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Product:
    """A running installation; everything it keeps is below `folder`."""

    base_url: str
    first_link: str
    folder: Path

    def mail_to(self, address: str, *, about: str, within: float = 60.0) -> str:
        """The text of the newest message to `address` whose subject has `about`; waits for the worker to send it."""
        ends = time.monotonic() + within
        while time.monotonic() < ends:
            for path in sorted((self.folder / "mail").glob("*.eml"), key=lambda p: p.stat().st_mtime, reverse=True):
                message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                if address in str(message["To"]) and about.lower() in str(message["Subject"]).lower():
                    body = message.get_body()
                    assert body is not None
                    return str(body.get_content())
            time.sleep(0.2)
        raise AssertionError(f"no message about {about!r} arrived for {address}")

    def link_to(self, address: str, *, about: str) -> str:
        """The first link of that message."""
        found = LINK.search(self.mail_to(address, about=about))
        assert found is not None
        return found.group()


@contextmanager
def running(folder: Path, *, demo: bool = False, environment: Mapping[str, str] | None = None) -> Iterator[Product]:
    """Start everything with `up` on a free port, and stop it with Ctrl-C."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("ACCOMPANY_")}
    for name in ("DATABASE_URL", "REDIS_URL"):
        environ.pop(name, None)
    environ |= {"PYTHONPATH": str(ROOT), **(environment or {})}
    command = [sys.executable, "-m", "commands", "up", "--port", "0", "--data-dir", str(folder)]
    said = folder / "said.txt"
    folder.mkdir(parents=True, exist_ok=True)
    with said.open("w") as out, (folder / "told.txt").open("w") as err:
        process = subprocess.Popen(
            command if demo else [*command, "--empty"], cwd=ROOT, env=environ, stdout=out, stderr=err
        )
        try:
            yield _welcomed(process, said, folder)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=STOPS_WITHIN)


def _welcomed(process: "subprocess.Popen[bytes]", said: Path, folder: Path) -> Product:
    ends = time.monotonic() + READY_WITHIN
    while time.monotonic() < ends and process.poll() is None:
        links = LINK.findall(said.read_text())
        if links and said.read_text().endswith("\n"):
            return Product(base_url=links[0], first_link=links[-1], folder=folder)
        time.sleep(0.1)
    raise AssertionError(f"the product did not start: {(folder / 'told.txt').read_text()[-2000:]}")
