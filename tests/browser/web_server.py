"""The web server alone, on a database with an affiliate that writes; it can be killed and started again."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser
from sqlalchemy.orm import Session

from commands.queue_server import free_port
from config import ROOT, Settings
from tests.browser.people import Person
from tests.browser.product import Product
from tests.browser.story import NAMES, PASSWORD, ZONE, Story
from tests.factories import a_cohort, a_person, an_affiliate, an_enrollment
from webapp import create_app
from workflows.clock import utc_now
from workflows.db import Origin, db, originating, transaction
from workflows.people.passwords import set_password
from workflows.permissions import Role
from workflows.stages import Stage

READY_WITHIN = 60.0  # seconds on a busy machine


@dataclass
class WebServer:
    """One process of the web server; `base_url` and the database outlive it."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "ACCOMPANY_DATA_DIR": str(self.folder),
            "ACCOMPANY_SECRET_KEY": "only-in-tests-0123456789-abcdefghij-KLMNOPQ",
            "ACCOMPANY_BASE_URL": self.base_url,
            "ACCOMPANY_HOST": "127.0.0.1",
            "ACCOMPANY_PORT": str(self.port),
        }

    def starts(self) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        with (self.folder / "web.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "commands", "web"],
                cwd=ROOT,
                env={**kept, "PYTHONPATH": str(ROOT), "TZ": "UTC", **self.environment},
                stdout=log,
                stderr=log,
            )
        ends = time.monotonic() + READY_WITHIN
        while not self._answers():
            assert time.monotonic() < ends, (self.folder / "web.log").read_text()[-2000:]
            assert self.process.poll() is None, (self.folder / "web.log").read_text()[-2000:]
            time.sleep(0.1)

    def _answers(self) -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            opener.open(f"{self.base_url}/sign-in", timeout=2).close()
        except (urllib.error.URLError, OSError):
            return False
        return True

    def is_killed(self) -> None:
        """At once, without a word, as when the power goes."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


Scene = Callable[[Session], None]


@contextmanager
def a_web_server(folder: Path, scene: Scene | None = None) -> Iterator[WebServer]:
    """On a database with that scene; without one, with Harbor that writes."""
    folder.mkdir(parents=True, exist_ok=True)
    server = WebServer(folder)
    _fill(server, scene or _harbor_writes)
    server.starts()
    try:
        yield server
    finally:
        server.is_killed()


@contextmanager
def writing(browser: Browser, folder: Path) -> Iterator[tuple[WebServer, Story]]:
    """Harbor in the stage proposing, with its director Ana and its data lead Bo."""
    with a_web_server(folder / "installation") as server:
        downloads = folder / "downloads"
        downloads.mkdir()
        product = Product(base_url=server.base_url, first_link="", folder=server.folder)
        story = Story(product=product, browser=browser, downloads=downloads, today=datetime.now(ZONE).date())
        story.year_path = "/enrollments/1"
        yield server, story
        for person in story.people.values():
            person.leaves()


def comes(story: Story, short: str) -> Person:
    """Who is called that, signed in."""
    person = story.person(short)
    person.signs_in()
    if "/two-step" in person.page.url:
        person.sets_up_two_steps()
    return person


def _fill(server: WebServer, scene: Scene) -> None:
    app = create_app(Settings.from_environment({**server.environment, "PATH": os.environ["PATH"]}))
    with app.app_context(), originating(Origin(writes=True)):
        db.create_all()
        with transaction() as session:
            scene(session)
        db.session.remove()
        db.engine.dispose()


def _harbor_writes(session: Session) -> None:
    harbor = an_affiliate(session, name="Harbor Immigrant Services")
    today: date = datetime.now(ZONE).date()
    cohort = a_cohort(
        session,
        name="Pilot cohort",
        starts_on=today - timedelta(days=90),
        ends_on=today + timedelta(days=364),
        proposals_due_at=utc_now() + timedelta(days=30),
    )
    an_enrollment(session, Stage.PROPOSING, affiliate=harbor, cohort=cohort, sessions_required=2, open_sessions=[])
    for short, role in (("ana", Role.AFFILIATE_DIRECTOR), ("bo", Role.AFFILIATE_DATA_LEAD)):
        email = f"{short}@harbor.example.org"
        person = a_person(session, role, affiliate=harbor, email=email, name=NAMES[email])
        set_password(person, PASSWORD, session=session)
