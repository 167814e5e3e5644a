"""What migrations do to rows that are there already."""

from pathlib import Path

import flask_migrate
import pytest
from sqlalchemy import text

from config import Settings
from webapp import create_app
from workflows.db import db

BEFORE_EDITIONS = (
    "INSERT INTO frameworks (id, code, edition, name, source) VALUES (1, 'integration-domains', '1', 'Ten', '-')",
    "INSERT INTO frameworks (id, code, edition, name, source) VALUES (2, 'own', '1', 'Own', '-')",
    *(
        "INSERT INTO indicators (id, framework_id, position, code, name, domain, domain_group, domain_2019, definition,"
        " calculation, numerator, denominator, unit, data_source, fields, disaggregations, frequency, direction, level,"
        f" note) VALUES ({number}, {framework}, {number}, '{code}', '-', '-', '-', '-', '-', 'percent', 'a', 'b', '%',"
        " '-', '', '', '-', 'higher', '-', '')"
        for number, framework, code in ((1, 1, "HEA-05"), (2, 1, "EMP-01"), (3, 2, "HEA-05"))
    ),
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
            for statement in BEFORE_EDITIONS:
                connection.execute(text(statement))
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            frameworks = connection.execute(text("SELECT state, version FROM frameworks ORDER BY id")).all()
            indicators = connection.execute(
                text("SELECT topics, retired_why, version FROM indicators ORDER BY id")
            ).all()
        db.engine.dispose()
    assert [tuple(row) for row in frameworks] == [("published", 1), ("published", 1)]
    assert [tuple(row) for row in indicators] == [("health;mental health", "", 1), ("", "", 1), ("", "", 1)]
