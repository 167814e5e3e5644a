"""The one tick of the ethics checklist became a tick for each line, and drafts keep what they said."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import flask_migrate
import pytest

from config import Settings
from tests.scenes_proposals import a_complete_proposal, a_draft, an_affiliate_that_writes
from webapp import create_app
from workflows.db import Origin, db, originating
from workflows.proposals.answers import ETHICS

THIS = "0012"
EVERY = [option.key for option in ETHICS]


@pytest.fixture
def path(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """A migrated database with a whole proposal and one that is hardly begun."""
    path = tmp_path / "migrated.sqlite3"
    environment = {"ACCOMPANY_DATA_DIR": str(tmp_path), "ACCOMPANY_SECRET_KEY": settings.secret_key}
    app = create_app(Settings.from_environment({**environment, "DATABASE_URL": f"sqlite:///{path}"}))
    with app.app_context(), originating(Origin(writes=True)):
        flask_migrate.upgrade()
        a_complete_proposal(db.session(), an_affiliate_that_writes(db.session()))
        a_draft(db.session(), an_affiliate_that_writes(db.session()))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
        yield path
        db.engine.dispose()


def checklists(path: Path) -> list[object]:
    """What each proposal says of the checklist, as it lies in the database; an empty section says nothing."""
    db.engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT answers FROM proposal_sections WHERE name = 'privacy' ORDER BY id").fetchall()
    return [json.loads(answers).get("ethics", "nothing") for (answers,) in rows]


def test_a_whole_checklist_is_one_tick_before_and_every_tick_after(path: Path) -> None:
    assert checklists(path) == [EVERY, "nothing"]
    flask_migrate.downgrade(revision=THIS)
    flask_migrate.downgrade(revision="-1")
    assert checklists(path) == [True, "nothing"]
    flask_migrate.upgrade()
    assert checklists(path) == [EVERY, "nothing"]
