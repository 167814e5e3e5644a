"""A database is prepared when it may need it, and left alone when it surely does not."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from commands import prepare


@pytest.fixture
def revisions(tmp_path: Path) -> Path:
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / "b_second.py").write_text("revision = 'b'\ndown_revision = 'a'\n")
    (folder / "a_first.py").write_text('revision: str = "a"\ndown_revision: str | None = None\n')
    return folder


def database(folder: Path, *found: str) -> str:
    path = folder / "accompany.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.executemany("INSERT INTO alembic_version VALUES (?)", [(number,) for number in found])
        connection.commit()
    return f"sqlite:///{path}"


def test_the_newest_revision_is_the_one_that_none_follows(revisions: Path) -> None:
    assert prepare.newest_revision(revisions) == "b"


def test_two_newest_revisions_are_for_alembic_to_judge(revisions: Path) -> None:
    (revisions / "c_other.py").write_text("revision = 'c'\ndown_revision = 'a'\n")
    assert prepare.newest_revision(revisions) is None


@pytest.mark.parametrize(("found", "is_current"), [(["b"], True), (["a"], False), ([], False)])
def test_only_the_newest_schema_is_left_alone(
    found: list[str], is_current: bool, revisions: Path, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(prepare, "newest_revision", lambda: "b")
    assert prepare.is_known_current(database(tmp_path, *found)) is is_current


@pytest.mark.parametrize("url", ["sqlite:////nowhere/accompany.sqlite3", "postgresql+psycopg://db/accompany"])
def test_what_cannot_be_told_at_once_is_left_to_alembic(url: str) -> None:
    assert prepare.is_known_current(url) is False


def test_a_file_that_is_no_database_is_left_to_alembic(tmp_path: Path) -> None:
    (tmp_path / "accompany.sqlite3").write_text("not a database, but long enough to be looked at" * 30)
    assert prepare.is_known_current(f"sqlite:///{tmp_path / 'accompany.sqlite3'}") is False
