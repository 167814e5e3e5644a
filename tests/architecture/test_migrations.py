"""The migrations: up, complete, down and up again, on both databases."""

import os
from collections.abc import Iterator
from uuid import uuid4

import flask_migrate
import psycopg
import pytest
from flask import Flask
from sqlalchemy import inspect

from config import Settings
from webapp import create_app
from workflows.db import db


def _app(settings: Settings) -> Flask:
    return create_app(settings)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_app(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Flask]:
    """The application on a database without a single table."""
    if request.param == "sqlite":
        yield _app(settings)
        return
    server = os.environ.get("ACCOMPANY_TEST_POSTGRES", "postgresql://127.0.0.1:5432/postgres")
    name = f"accompany_migrations_{uuid4().hex[:12]}"
    try:
        admin = psycopg.connect(server, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        if os.environ.get("ACCOMPANY_REQUIRE_LEGS") == "1":
            raise
        pytest.skip("no PostgreSQL server is reachable")
    with admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            base = server.rsplit("/", 1)[0]
            environment = {
                "ACCOMPANY_DATA_DIR": str(settings.data_dir),
                "ACCOMPANY_SECRET_KEY": settings.secret_key,
                "DATABASE_URL": f"{base}/{name}",
            }
            app = _app(Settings.from_environment(environment))
            yield app
            with app.app_context():
                db.engine.dispose()
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


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
