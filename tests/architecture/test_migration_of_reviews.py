"""What the migration of reviews does to seats that are there already."""

from pathlib import Path
from typing import Any

import flask_migrate
from sqlalchemy import Connection, text

from config import Settings
from webapp import create_app
from workflows.db import db

BEFORE = "0017"
MOMENT = "2026-03-02 15:00:00"
SEATS = (
    {"id": 1, "reviewer_id": 1, "state": "final", "conflict": "No conflict.", "declared_at": MOMENT, "total": 750_000},
    {"id": 2, "reviewer_id": 2, "state": "recused", "conflict": "A cousin.", "declared_at": None, "total": None},
    {"id": 3, "reviewer_id": 3, "state": "assigned", "conflict": "", "declared_at": None, "total": None},
)
OUTLINE: dict[str, dict[str, Any]] = {
    "users": {"email": "a@harbor.example.org", "name": "Ana"},
    "affiliates": {},
    "frameworks": {},
    "cohorts": {"seats": 10, "seats_offered": 0, "waiting": 0, "committed_amount": 0, "ends_on": "2027-03-02"},
    "enrollments": {
        "cohort_id": 1,
        "affiliate_id": 1,
        "stage": "in_review",
        **dict.fromkeys(("committed_at", "confirmed_at", "training_completed_at", "proposal_submitted_at"), MOMENT),
    },
    "proposals": {"enrollment_id": 1, "framework_id": 1},
    "proposal_snapshots": {"proposal_id": 1, "number": 2, "submitted_by_id": 1},
}


def _put(connection: Connection, table: str, **values: Any) -> None:
    """A row of the old table; what is not given gets whatever its kind of column takes."""
    columns = connection.execute(text(f"PRAGMA table_info({table})")).mappings().all()
    row = {c["name"]: values.get(c["name"], _any(c["type"])) for c in columns if c["notnull"] or c["name"] in values}
    names = ", ".join(row)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{n}' for n in row)})"), row)  # noqa: S608  our own names


def _any(kind: str) -> Any:
    if kind.startswith(("VARCHAR", "TEXT")):
        return "-"
    return {"DATE": "2026-03-02", "DATETIME": MOMENT, "JSON": "[]"}.get(kind, 1)


def _fill(connection: Connection) -> None:
    connection.execute(text("PRAGMA ignore_check_constraints = ON"))
    for table, values in OUTLINE.items():
        _put(connection, table, **{"id": 1, **values})
    for number in (2, 3):
        _put(connection, "users", id=number, email=f"{number}@harbor.example.org")
    for seat in SEATS:
        finalized_at = MOMENT if seat["state"] == "final" else None
        _put(
            connection, "reviews", **seat, rubric="2026-1", proposal_id=1, finalized_at=finalized_at, strengths="Calm."
        )
    _put(connection, "scores", id=1, review_id=1, criterion="C1", anchor_percent=25, justification="Old figures.")
    connection.execute(text("PRAGMA ignore_check_constraints = OFF"))


def test_seats_from_before_keep_what_was_declared_and_filed(settings: Settings, tmp_path: Path) -> None:
    environment = {
        "ACCOMPANY_DATA_DIR": str(tmp_path),
        "ACCOMPANY_SECRET_KEY": settings.secret_key,
        "DATABASE_URL": f"sqlite:///{tmp_path}/old.sqlite3",
    }
    with create_app(Settings.from_environment(environment)).app_context():
        flask_migrate.upgrade(revision=BEFORE)
        with db.engine.begin() as connection:
            _fill(connection)
        flask_migrate.upgrade(revision="0018")
        with db.engine.connect() as connection:
            found = {
                query: [tuple(row) for row in connection.execute(text(query))]
                for query in (
                    "SELECT rubric_version FROM cohorts",
                    "SELECT recused_ids FROM enrollments",
                    "SELECT id, recused_at IS NOT NULL, is_tie_break FROM reviews ORDER BY id",
                    "SELECT review_id, kind, wording, is_later FROM declarations ORDER BY id",
                    "SELECT review_id, number, snapshot_number, total, scores FROM filings",
                )
            }
        db.engine.dispose()
    scores = '[{"criterion": "C1", "anchor_percent": 25, "justification": "Old figures.", "points": "3.75"}]'
    assert list(found.values()) == [
        [("2026-1",)],
        [("[2]",)],
        [(1, 0, 0), (2, 1, 0), (3, 0, 0)],
        [(1, "none", "No conflict.", 0), (2, "other", "A cousin.", 0)],
        [(1, 1, 2, 750_000, scores)],
    ]
