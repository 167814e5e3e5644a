"""Brings the database to the newest schema and gives a new installation its first people."""

import contextlib
import importlib.util
import json
import re
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config import ROOT, Settings

if TYPE_CHECKING:  # launch imports this module, and Flask would cost it a quarter second
    from flask import Flask

MIGRATIONS = ROOT / "migrations"
SQLITE = "sqlite:///"


@click.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from webapp import create_app  # noqa: PLC0415 - loading the application takes a second

    with contextlib.redirect_stdout(sys.stderr):
        _upgrade(create_app(Settings.from_environment()))


@click.command(hidden=True)
def prepare() -> None:
    """What `accompany up` needs before it starts: prints one JSON object with `loaded` and `link`."""
    from webapp import create_app  # noqa: PLC0415 - loading the application takes a second

    settings = Settings.from_environment()
    with contextlib.redirect_stdout(sys.stderr):
        app = create_app(settings)
        _upgrade(app)
        loaded, link = False, None
        if settings.demo:
            if importlib.util.find_spec("commands.demo"):
                from commands import demo  # noqa: PLC0415

                loaded = demo.load(app, settings.demo_password)
        elif importlib.util.find_spec("webapp.people.links"):
            from webapp.people.links import first_administrator_link  # noqa: PLC0415

            link = first_administrator_link(app)
    click.echo(json.dumps({"loaded": loaded, "link": link}))


def _upgrade(app: "Flask") -> None:
    from flask_migrate import upgrade  # noqa: PLC0415 - brings Alembic along

    with app.app_context():
        upgrade(directory=str(MIGRATIONS))


REVISION, FOLLOWS = (
    re.compile(rf"^{name}\b[^=\n]*=\s*[\"']([^\"']+)", re.MULTILINE) for name in ("revision", "down_revision")
)


def newest_revision(folder: Path = MIGRATIONS / "versions") -> str | None:
    """The revision that no other follows, read without Alembic, which would cost a quarter second."""
    sources = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))]
    ours = {found for source in sources for found in REVISION.findall(source)}
    followed = {found for source in sources for found in FOLLOWS.findall(source)}
    newest = ours - followed
    return newest.pop() if len(newest) == 1 else None


def is_known_current(database_url: str) -> bool:
    """Whether an SQLite database surely has the newest schema; False means: ask Alembic."""
    if not database_url.startswith(SQLITE):
        return False
    path = Path(database_url.removeprefix(SQLITE))
    if not path.is_file():
        return False
    try:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.Error:
        return False
    return found == [(newest_revision(),)]
