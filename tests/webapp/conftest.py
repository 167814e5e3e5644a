"""The whole product to walk through, built once for each module that does."""

from collections.abc import Iterator

import pytest

from tests.conftest import make_tables, settings_in
from tests.databases import a_postgresql_database, runs_on_postgresql
from tests.webapp.walking import Walk, walking


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    folder = tmp_path_factory.mktemp("walk")
    if not runs_on_postgresql():
        settings = settings_in(folder)
        make_tables(settings)
        with walking(settings) as walk:
            yield walk
        return
    with a_postgresql_database() as url:
        settings = settings_in(folder, url)
        make_tables(settings)
        with walking(settings) as walk:
            yield walk


@pytest.fixture(autouse=True)
def _as_it_was(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test of the walk changed is as it was before."""
    yield
    if "walk" in request.fixturenames:
        request.getfixturevalue("walk").begin_again()
