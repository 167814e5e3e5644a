"""`accompany pictures`: the README's pictures, taken of the demo world in a real browser."""

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import click

from config import ROOT, SettingsError

FOLDER = ROOT / "docs" / "pictures"
READY_WITHIN = 120  # seconds
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
ADDRESS = re.compile(r"ready at (\S+)")


class Shot(NamedTuple):
    """One picture: file · who · where · which links to press first · width in pixels."""

    name: str
    who: str
    path: str
    press: tuple[str, ...]
    width: int


SHOTS = (
    Shot("affiliate-home-1280", "data@harbor.example.org", "/", (), 1280),
    Shot("affiliate-home-390", "data@harbor.example.org", "/", (), 390),
    Shot("national-home-1280", "manager@national.example.org", "/", (), 1280),
    Shot("goal-1280", "director@cascade.example.org", "/proposals/", ("Goals and indicators", "Edit goal 1"), 1280),
    Shot("coach-home-1280", "coach@national.example.org", "/", (), 1280),
    Shot("training-1280", "data@harbor.example.org", "/training/", (), 1280),
    Shot("session-1280", "data@harbor.example.org", "/training/", ("8. Privacy",), 1280),
)


@click.command()
def pictures() -> None:
    """Take the pictures of docs/pictures anew."""
    if not find_spec("playwright"):
        raise SettingsError("The browser's driver is not installed: run ./accompany test once in this checkout.")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SettingsError("Chromium was not found: install it with the system's package manager.")
    password = secrets.token_urlsafe(12)
    with tempfile.TemporaryDirectory() as folder, demo_world(Path(folder), password) as address:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for taken in take_all(chromium, address, password):
            click.echo(taken.relative_to(ROOT))


@contextmanager
def demo_world(folder: Path, password: str) -> Iterator[str]:
    """The address of a demo world that is started for the pictures and stopped afterwards."""
    command = [sys.executable, "-m", "commands", "up", "--port", "0", "--data-dir", str(folder)]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("ACCOMPANY_")}
    environ |= {"ACCOMPANY_DEMO_PASSWORD": password, "PYTHONPATH": str(ROOT)}
    said = folder / "said.txt"
    with said.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=out, stderr=subprocess.DEVNULL)  # noqa: S603 - ours
    try:
        yield _address(said, process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def _address(said: Path, process: "subprocess.Popen[bytes]") -> str:
    ends = time.monotonic() + READY_WITHIN
    while time.monotonic() < ends and process.poll() is None:
        if found := ADDRESS.search(said.read_text()):
            return found[1]
        time.sleep(0.2)
    raise SettingsError("The demo world did not start: run ./accompany up to see why.")


def take_all(chromium: str, address: str, password: str) -> Iterator[Path]:
    """Sign in as each person of SHOTS and take the picture."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only in the test environment

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=QUIET)
        for shot in SHOTS:
            page = browser.new_context(viewport={"width": shot.width, "height": 900}).new_page()
            page.goto(f"{address}/sign-in")
            page.fill("[name=email]", shot.who)
            page.fill("[name=password]", password)
            page.get_by_role("button", name="Sign in").click()
            page.goto(address + shot.path)
            for link in shot.press:
                page.get_by_role("link", name=link).first.click()
            path = FOLDER / f"{shot.name}.png"
            page.screenshot(path=path, full_page=shot.width < 600)
            page.context.close()
            yield path
        browser.close()
