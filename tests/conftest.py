"""What every test stands on: an application on its own empty database, and people who are signed in."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import copyfile, rmtree

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from sqlalchemy import event
from sqlalchemy.orm import Session

from config import Settings
from tests.databases import a_postgresql_database, empty_every_table, runs_on_postgresql
from tests.webapp.page_checks import CheckedClient
from webapp import create_app
from webapp.actors import SignedIn
from webapp.extensions import limiter
from workflows.db import Origin, db, originating
from workflows.people.models import User

hypothesis_settings.register_profile("unhurried", deadline=None)  # a busy machine is no broken rule
hypothesis_settings.load_profile("unhurried")


def settings_in(folder: Path, database_url: str | None = None) -> Settings:
    environment = {
        "ACCOMPANY_DATA_DIR": str(folder),
        "ACCOMPANY_SECRET_KEY": "only-in-tests-0123456789-abcdefghij-KLMNOPQ",
        "ACCOMPANY_BASE_URL": "http://localhost",
        "PATH": os.environ["PATH"],
    }
    return Settings.from_environment(environment | ({"DATABASE_URL": database_url} if database_url else {}))


def make_tables(settings: Settings) -> None:
    made = create_app(settings)
    with made.app_context(), originating(Origin(writes=True)):
        db.create_all()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table and no row, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("schema")
    make_tables(settings_in(folder))
    return folder / "accompany.sqlite3"


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL database with every table, made once; tests leave it empty."""
    with a_postgresql_database() as url:
        make_tables(settings_in(tmp_path_factory.mktemp("schema"), url))
        yield url


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of this process's installation; every test finds it empty."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def settings(data_dir: Path, request: pytest.FixtureRequest) -> Settings:
    """Settings of a throw-away installation, on SQLite unless the suite was asked to run on PostgreSQL."""
    for left in data_dir.iterdir():
        rmtree(left) if left.is_dir() else left.unlink()
    if runs_on_postgresql():
        return settings_in(data_dir, request.getfixturevalue("postgresql_url"))
    copyfile(request.getfixturevalue("empty_database"), data_dir / "accompany.sqlite3")
    return settings_in(data_dir)


def _begin_afresh() -> None:
    """The test's own context lends its `g` to every request: who asked before must not be remembered there."""
    for name in list(g):
        g.pop(name)


@cache
def _application(settings: Settings) -> tuple[Flask, dict[str, object]]:
    """Made once: routes, templates and statements are compiled for the first test that needs them, not for each.

    With the state of the one limiter, which another application of the same process takes over when it is made.
    """
    made = create_app(settings)
    made.config.update(
        TESTING=True,
        WTF_CSRF_ENABLED=False,
        RATELIMIT_ENABLED=False,
        SESSION_PROTECTION=None,
        PROPAGATE_EXCEPTIONS=False,
    )
    made.test_client_class = CheckedClient  # every page that any test gets is looked at
    made.before_request_funcs[None].insert(0, _begin_afresh)
    return made, dict(vars(limiter))


@contextmanager
def _running(settings: Settings) -> Iterator[Flask]:
    """The application as it was made, whatever the test before changed about it."""
    made, limits = _application(settings)
    config, extensions = dict(made.config), dict(made.extensions)
    vars(limiter).update(limits)
    limiter.reset()
    with made.app_context(), originating(Origin(writes=True)):
        yield made
        db.session.remove()
        if db.engine.dialect.name == "postgresql":
            empty_every_table()
        db.engine.dispose()
    for kept, before in ((made.config, config), (made.extensions, extensions)):
        kept.clear()
        kept.update(before)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application with every table and no row."""
    with _running(settings) as made:
        yield made


@pytest.fixture
def postgres_app(data_dir: Path, postgresql_url: str) -> Iterator[Flask]:
    """The application on PostgreSQL, for tests of several people at once; mark them `postgres`."""
    with _running(settings_in(data_dir, postgresql_url)) as made:
        yield made


@pytest.fixture
def session(app: Flask) -> Session:
    """A session that may write, for domain tests and for setting a scene."""
    return db.session()


@pytest.fixture
def sign_in(app: Flask, session: Session) -> Callable[[User], FlaskClient]:
    """A client signed in as the given person; commits the scene first, as the client sees only what is saved."""

    def as_person(user: User) -> FlaskClient:
        session.commit()
        return app.test_client(user=SignedIn(user))

    return as_person


class Statements(list[str]):
    """The SQL statements that ran inside the block, without BEGIN, COMMIT and the like."""


@pytest.fixture
def count_queries(app: Flask) -> Iterator[Statements]:
    """Every SELECT, INSERT, UPDATE and DELETE since the last `clear()`."""
    seen = Statements()

    def remember(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.split(None, 1)[0] in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}:
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", remember)
    yield seen
    event.remove(db.engine, "before_cursor_execute", remember)
