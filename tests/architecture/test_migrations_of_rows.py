"""What migrations do to rows that are there already."""

from pathlib import Path

import flask_migrate
import pytest
from sqlalchemy import text

from config import Settings
from webapp import create_app
from workflows.db import db

FRAMEWORK = "INSERT INTO frameworks (id, code, edition, name, source) VALUES (:id, :code, '1', 'Ten', '-')"
INDICATOR = (
    "INSERT INTO indicators (id, framework_id, position, code, name, domain, domain_group, domain_2019, definition,"
    " calculation, numerator, denominator, unit, data_source, fields, disaggregations, frequency, direction, level,"
    " note) VALUES (:id, :framework, :id, :code, '-', '-', '-', '-', '-', 'percent', 'a', 'b', '%',"
    " '-', '', '', '-', 'higher', '-', '')"
)
BEFORE_EDITIONS = (
    (FRAMEWORK, {"id": 1, "code": "integration-domains"}),
    (FRAMEWORK, {"id": 2, "code": "own"}),
    (INDICATOR, {"id": 1, "framework": 1, "code": "HEA-05"}),
    (INDICATOR, {"id": 2, "framework": 1, "code": "EMP-01"}),
    (INDICATOR, {"id": 3, "framework": 2, "code": "HEA-05"}),
)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/old.sqlite3"


def test_frameworks_from_before_there_were_editions_are_published_and_the_library_gets_its_topics(
    settings: Settings, tmp_path: Path, database_url: str
) -> None:
    environment = {
        "ACCOMPANY_DATA_DIR": str(tmp_path),
        "ACCOMPANY_SECRET_KEY": settings.secret_key,
        "DATABASE_URL": database_url,
    }
    with create_app(Settings.from_environment(environment)).app_context():
        flask_migrate.upgrade(revision="0009")
        with db.engine.begin() as connection:
            for statement, values in BEFORE_EDITIONS:
                connection.execute(text(statement), values)
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            frameworks = connection.execute(text("SELECT state, version FROM frameworks ORDER BY id")).all()
            indicators = connection.execute(
                text("SELECT topics, retired_why, version FROM indicators ORDER BY id")
            ).all()
        db.engine.dispose()
    assert [tuple(row) for row in frameworks] == [("published", 1), ("published", 1)]
    assert [tuple(row) for row in indicators] == [("health;mental health", "", 1), ("", "", 1), ("", "", 1)]
