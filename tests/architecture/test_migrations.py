"""The migrations: up, complete, down and up again, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import inspect

from config import Settings
from tests.databases import a_postgresql_database
from webapp import create_app
from workflows.db import db


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_app(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database without a single table."""
    environment = {"ACCOMPANY_DATA_DIR": str(tmp_path), "ACCOMPANY_SECRET_KEY": settings.secret_key}
    if request.param == "sqlite":
        yield create_app(
            Settings.from_environment({**environment, "DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3"})
        )
        return
    with a_postgresql_database() as url:
        app = create_app(Settings.from_environment({**environment, "DATABASE_URL": url}))
        yield app
        with app.app_context():
            db.engine.dispose()


def test_migrations_make_every_table_and_take_each_away_again(empty_app: Flask) -> None:
    with empty_app.app_context():
        flask_migrate.upgrade()
        flask_migrate.check()  # exits when the models have something that the migrations lack
        made = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
        assert made == set(db.metadata.tables)
        flask_migrate.downgrade(revision="base")
        db.engine.dispose()
        assert set(inspect(db.engine).get_table_names()) - {"alembic_version"} == set()
        flask_migrate.upgrade()
        db.engine.dispose()
