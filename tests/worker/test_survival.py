"""Owed documents are made exactly once, whoever is killed and whatever the queue forgets."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

import worker
from config import Settings
from tests.databases import empty_every_table
from tests.factories import NOW
from tests.scenes_documents import a_year
from tests.worker.installation import Installation, an_installation, kill
from tests.worker.program import RING_AGAIN_AFTER
from workflows import outbox
from workflows.db import Origin, db, originating
from workflows.documents.models import Document
from workflows.files import FileStore
from workflows.outbox import JobRun, announce

pytestmark = pytest.mark.redis

ONCE_EACH = ["award_letter", "grant_agreement", "proposal"]
DATABASES = ["settings", pytest.param("postgresql_settings", marks=pytest.mark.postgres)]


@pytest.fixture
def postgresql_settings(tmp_path: Path, postgresql_url: str) -> Settings:
    return Settings.from_environment(
        {
            "ACCOMPANY_DATA_DIR": str(tmp_path),
            "ACCOMPANY_SECRET_KEY": "only-in-tests-0123456789-abcdefghij-KLMNOPQ",
            "ACCOMPANY_BASE_URL": "http://localhost",
            "DATABASE_URL": postgresql_url,
        }
    )


@pytest.fixture
def installation(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    """Two things happened and were committed, and the web process died before it could ring."""
    database: Settings = request.getfixturevalue(request.param)
    with an_installation(tmp_path, database) as made, made.app.app_context():
        with originating(Origin(writes=True)):
            session = db.session()
            year = a_year(session)
            subjects = {"proposal_submitted": year.proposal.id, "proposal_approved": year.award.id}
            for name, subject_id in subjects.items():
                announce(session, name, now=NOW, enrollment_id=year.enrollment.id, subject_id=subject_id,
                         number=2, amount="$25,000")  # fmt: skip
            session.commit()
        monkeypatch.setattr(worker, "_app", lambda: made.app)
        monkeypatch.setattr(outbox, "RING_AGAIN_AFTER", RING_AGAIN_AFTER)
        yield made
        db.session.remove()
        if db.engine.dialect.name == "postgresql":
            empty_every_table()
        db.engine.dispose()


def documents_made(installation: Installation) -> list[str]:
    """The kinds of all documents, each of which can be read back whole."""
    store: FileStore = installation.app.extensions["accompany_files"]
    made = db.session.scalars(select(Document).order_by(Document.kind)).all()
    assert [document.size for document in made] == [len(store.read(document.file_sha256)) for document in made]
    return [document.kind for document in made]


@pytest.mark.parametrize("installation", DATABASES, indirect=True)
def test_worker_killed_in_the_middle_of_a_document(installation: Installation) -> None:
    (installation.folder / "hold").touch()
    first = installation.start("work")
    installation.wait_until(installation.held, meanwhile=worker.tick)
    kill(first.pid, *installation.held())
    (installation.folder / "hold").unlink()
    installation.start("work")
    installation.wait_until(installation.all_done, meanwhile=worker.tick)
    assert documents_made(installation) == ONCE_EACH
    assert sorted(run.attempt for run in installation.runs()) == [*[1] * (len(ONCE_EACH) - 1), 2]


@pytest.mark.parametrize("installation", DATABASES, indirect=True)
def test_queue_wiped_while_two_schedulers_ring(installation: Installation) -> None:
    installation.start("schedule")
    installation.start("schedule")
    installation.wait_until(lambda: installation.queue.llen("rq:queue:accompany"))
    installation.queue.flushall()
    installation.start("work")
    installation.wait_until(installation.all_done)
    assert documents_made(installation) == ONCE_EACH
    assert [run.attempt for run in installation.runs()] == [1] * len(ONCE_EACH)
    clock = db.session.scalars(select(JobRun.job).where(JobRun.key.startswith("cron-")).order_by(JobRun.job)).all()
    assert clock == sorted(row.job for row in worker.CRON)


@pytest.mark.parametrize("installation", DATABASES, indirect=True)
def test_orphan_that_goes_on_too_late_changes_nothing(installation: Installation) -> None:
    """The worker is gone, its job lives and is slow: another attempt takes over, and the late one is dropped."""
    (installation.folder / "hold").touch()
    first = installation.start("work")
    installation.wait_until(installation.held, meanwhile=worker.tick)
    kill(first.pid)
    (installation.folder / "hold").unlink()
    installation.start("work")
    installation.wait_until(installation.all_done, meanwhile=worker.tick)
    (installation.folder / "go-on").touch()
    log = installation.folder / "processes.log"
    installation.wait_until(lambda: "run superseded" in log.read_text())
    assert documents_made(installation) == ONCE_EACH
    assert sorted(run.attempt for run in installation.runs()) == [*[1] * (len(ONCE_EACH) - 1), 2]


@pytest.mark.parametrize("installation", ["settings"], indirect=True)
def test_work_that_kills_every_worker_is_given_up(installation: Installation) -> None:
    worker.tick()
    with originating(Origin(writes=True)):
        [run, *_] = installation.runs()
        run.due_at = NOW
        db.session.flush()
        leased = [outbox.lease_run(db.session(), run.id, now=NOW + 2 * n * outbox.LEASE) for n in range(4)]
        assert leased == [run] * 4
        db.session.commit()
    worker.tick()
    [run, *_] = installation.runs()
    assert (run.state, run.attempt, run.error) == (outbox.RunState.FAILED, 4, outbox.KILLED)
