"""What the migration of awards does to conditions that were written as one text, and how it goes back."""

from pathlib import Path
from typing import Any

import flask_migrate
from sqlalchemy import Connection, text

from config import Settings
from webapp import create_app
from workflows.db import db

MOMENT = "2026-03-02 15:00:00"
TEXT = "Name a second signer.\n\n  Call each month.  "


def _put(connection: Connection, table: str, **values: Any) -> None:
    """A row of the old table; what is not given gets whatever its kind of column takes."""
    columns = connection.execute(text(f"PRAGMA table_info({table})")).mappings().all()
    row = {c["name"]: values.get(c["name"], _any(c["type"])) for c in columns if c["notnull"] or c["name"] in values}
    names = ", ".join(row)
    places = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), row)  # noqa: S608  our own names


def _any(kind: str) -> Any:
    if kind.startswith(("VARCHAR", "TEXT")):
        return "-"
    return {"DATE": "2026-03-02", "DATETIME": MOMENT, "JSON": "[]"}.get(kind, 1)


def test_each_line_becomes_a_condition_and_goes_back(settings: Settings, tmp_path: Path) -> None:
    environment = {"ACCOMPANY_DATA_DIR": str(tmp_path), "ACCOMPANY_SECRET_KEY": settings.secret_key}
    app = create_app(Settings.from_environment({**environment, "DATABASE_URL": f"sqlite:///{tmp_path}/old.sqlite3"}))
    with app.app_context():
        flask_migrate.upgrade(revision="0019")
        with db.engine.begin() as connection:
            connection.execute(text("PRAGMA ignore_check_constraints = ON"))
            for table in ("users", "frameworks", "cohorts"):
                _put(connection, table, id=1)
            for number, conditions in ((1, TEXT), (2, "")):
                _put(connection, "affiliates", id=number, code=f"A-{number}", name=f"Affiliate {number}")
                _put(connection, "enrollments", id=number, affiliate_id=number, cohort_id=1, stage="invited")
                _put(connection, "awards", id=number, number=f"ACC-{number}", enrollment_id=number, amount=100,
                     scheduled_amount=0, returned_amount=0, ends_on="2027-03-01", conditions=conditions)  # fmt: skip
            connection.execute(text("PRAGMA ignore_check_constraints = OFF"))
        flask_migrate.upgrade(revision="0020")
        with db.engine.connect() as connection:
            found = text("SELECT award_id, number, text, state, holds_payment FROM award_conditions ORDER BY id")
            assert [tuple(row) for row in connection.execute(found)] == [
                (1, 1, "Name a second signer.", "open", 0),
                (1, 2, "Call each month.", "open", 0),
            ]
        flask_migrate.downgrade(revision="0019")
        with db.engine.connect() as connection:
            back = connection.execute(text("SELECT conditions FROM awards ORDER BY id")).scalars().all()
        assert back == ["Name a second signer.\nCall each month.", ""]
        db.engine.dispose()
