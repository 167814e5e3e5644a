"""Walking the whole product: an application with everything in it, its rows, and forms filled as a person would."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import insert, select, text

from config import Settings
from tests.scenes_everything import Address, Everything, everything
from tests.scenes_measurement import CLEAN
from tests.scenes_training import REPORT
from tests.webapp.page_checks import CheckedClient
from webapp import create_app
from webapp.access import SEEN_WITH, Access
from webapp.actors import SignedIn
from workflows.clock import utc_now
from workflows.db import Origin, db, originating
from workflows.errors import NotFound
from workflows.people.models import User
from workflows.permissions import VISITOR, can

Rows = dict[str, list[Any]]
VISITOR_NAME = "visitor"
FILES = {"measurement.upload": CLEAN.read_bytes(), "training.upload": REPORT}
TYPED = {
    "date": "2026-09-30",
    "time": "10:30",
    "number": "1",
    "email": "new@harbor.example.org",
    "url": "https://x.example.org",
}
"""What is typed into an empty field, by the type of its input."""


@dataclass
class Walk:
    """The application, who is in it, and how it looked before anybody asked for anything."""

    app: Flask
    scene: Everything
    rows: Rows

    def client(self, who: str) -> FlaskClient:
        if who == VISITOR_NAME:
            return self.app.test_client()
        with self.app.app_context():
            return self.app.test_client(user=SignedIn(db.session.get_one(User, self.scene.people[who])))

    def expected(self, who: str, address: Address) -> int | None:
        """404 or 403 where permission, scope and SEEN_WITH say so; 302 for visitors; None where the view decides."""
        access: Access = self.app.view_functions[address.endpoint].access  # type: ignore[attr-defined]
        if access.permission is None:
            return None
        with self.app.app_context():
            actor = VISITOR
            if who != VISITOR_NAME:
                actor = db.session.get_one(User, self.scene.people[who]).as_actor(utc_now())
            if actor is VISITOR:
                return 302
            if access.load is None:
                return None if can(actor, access.permission) else 403
            try:
                subject = access.load(db.session, **address.values)
            except NotFound:
                return 404
            if not any(can(actor, permission, subject) for permission in SEEN_WITH[type(subject)]):
                return 404
            return None if can(actor, access.permission, subject) else 403

    def everything_kept(self) -> Rows:
        with self.app.app_context():
            return read_rows()

    def begin_again(self) -> None:
        with self.app.app_context():
            restore(self.rows)


@contextmanager
def walking(settings: Settings) -> Iterator[Walk]:
    """The scene in an application whose requests stand alone, as in production: nothing is loaded before they begin."""
    app = create_app(settings)
    app.config.update(
        TESTING=True,
        WTF_CSRF_ENABLED=False,
        RATELIMIT_ENABLED=False,
        SESSION_PROTECTION=None,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.test_client_class = CheckedClient
    with app.app_context(), originating(Origin(writes=True)):
        scene = everything(db.session())
        db.session.commit()
        rows = read_rows()
        db.session.remove()
    yield Walk(app, scene, rows)
    with app.app_context():
        db.engine.dispose()


def read_rows() -> Rows:
    with db.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in db.metadata.sorted_tables
        }


def restore(rows: Rows) -> None:
    """Every table as it was, without the databases' checks of the order."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.connect() as connection:
        if is_sqlite:
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            if not is_sqlite:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table in db.metadata.sorted_tables:
                connection.execute(table.delete())
                if rows[table.name]:
                    names = [column.name for column in table.columns]
                    connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows[table.name]])
        if is_sqlite:
            connection.connection.execute("PRAGMA foreign_keys=ON")


def forms_on(page: str) -> list[Any]:
    """The POST forms of a page besides signing out."""
    return [
        form
        for form in html.document_fromstring(page).iter("form")
        if (form.get("method") or "").lower() == "post" and form.get("action") != "/sign-out"
    ]


def filled(form: Any, endpoint: str) -> dict[str, Any]:
    """What a browser would send once a person has answered every question that is still open."""
    given: dict[str, Any] = {}
    for node in form.iter("input", "select", "textarea"):
        name, kind = node.get("name"), node.get("type", "text")
        if not name or name in given:
            continue
        if node.tag == "select":
            values = [option.get("value", "") for option in node.iter("option")]
            chosen = [o.get("value", "") for o in node.iter("option") if o.get("selected") is not None]
            given[name] = next((value for value in (*chosen, *values) if value), "")
        elif node.tag == "textarea":
            given[name] = (node.text or "").strip() or "In a few plain words."
        elif kind == "file":
            given[name] = (BytesIO(FILES.get(endpoint, b"name\n")), "report.csv")
        else:
            given[name] = node.get("value") or TYPED.get(kind, "In a few words")
    return given
