"""The proof of the whole: a year from an empty installation to completion, walked by its people in a browser.

Each step stands on the ones before it; when one fails, the rest of that installation's year is skipped.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from subprocess import DEVNULL, Popen

import pytest
from playwright.sync_api import Browser

from commands.queue_server import find_server, free_port, queue_program
from tests.browser.acts import (
    coaching,
    comforts,
    deciding,
    enrolling,
    measuring,
    proposing,
    reporting,
    sharing,
    training,
)
from tests.browser.product import running
from tests.browser.story import ZONE, Story
from tests.databases import a_postgresql_database

pytestmark = pytest.mark.browser

STEPS: tuple[Callable[[Story], None], ...] = (
    *enrolling.ACT,
    comforts.a_keyboard_is_enough,
    *training.ACT,
    *proposing.WRITING,
    comforts.an_expired_session_keeps_the_text,
    *proposing.SUBMITTING,
    *deciding.ACT,
    *coaching.ACT,
    *sharing.ACT,
    *measuring.ACT,
    *reporting.ACT,
    comforts.the_office_looks_around,
    comforts.closed_doors_are_polite,
    comforts.health_is_told,
)


@contextmanager
def _a_queue_server(folder: Path) -> Iterator[tuple[str, Popen[bytes]]]:
    """The address of a queue server of our own, and its process."""
    folder.mkdir()
    port, password = free_port(), "only-in-tests-0123456789"
    program = queue_program(find_server(), data_dir=folder, port=port, password=password)
    process = Popen(program.command, stdout=DEVNULL, stderr=DEVNULL)
    try:
        yield f"redis://:{password}@127.0.0.1:{port}/0", process
    finally:
        process.kill()
        process.wait()


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("of its own", id="sqlite"),
        pytest.param("servers", id="postgresql", marks=[pytest.mark.postgres, pytest.mark.redis]),
    ],
)
def story(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    """An empty installation with nobody in it: on SQLite and its own queue, or on PostgreSQL and a queue server."""
    folder = tmp_path_factory.mktemp("year")
    downloads = folder / "downloads"
    downloads.mkdir()
    with ExitStack() as stack:
        environment: dict[str, str] = {}
        queue = None
        if request.param == "servers":
            environment["DATABASE_URL"] = stack.enter_context(a_postgresql_database())
            environment["REDIS_URL"], queue = stack.enter_context(_a_queue_server(folder / "queue"))
        product = stack.enter_context(running(folder / "installation", environment=environment))
        told = Story(
            product=product,
            browser=browser,
            downloads=downloads,
            today=datetime.now(ZONE).date(),
            database_url=environment.get("DATABASE_URL"),
            stop_queue=queue.kill if queue else None,
        )
        yield told
        for person in told.people.values():
            person.leaves()


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_the_year(story: Story, step: Callable[[Story], None]) -> None:
    if story.ended_at:
        pytest.skip(f"the year ended at {story.ended_at}")
    story.ended_at = step.__name__
    step(story)
    story.ended_at = ""
