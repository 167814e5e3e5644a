"""Indirect costs that were typed as lines become one amount and come back as a line, to the cent."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import flask_migrate
import pytest
from alembic.script import ScriptDirectory

from config import ROOT, Settings
from tests.factories import NOW
from tests.scenes_proposals import a_complete_proposal, an_affiliate_that_writes
from webapp import create_app
from workflows.db import db, transaction
from workflows.proposals.budget.answers import IndirectAnswers, IndirectMode
from workflows.proposals.budget.operations import budget_of, save_budget

BEFORE = str(ScriptDirectory(str(ROOT / "migrations")).get_revision("0013").down_revision)
LINES = "SELECT position, category, description, quantity, amount FROM budget_lines ORDER BY position"
TOLD = "SELECT mode, rate, typed_amount, typed_note, amount FROM budget_indirects"


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """An application with a complete proposal that asks for 10 percent of its base, and the file of its database."""
    path = tmp_path / "kept.sqlite3"
    environment = {"ACCOMPANY_DATA_DIR": str(tmp_path), "ACCOMPANY_SECRET_KEY": settings.secret_key}
    app = create_app(Settings.from_environment({**environment, "DATABASE_URL": f"sqlite:///{path}"}))
    with app.app_context():
        flask_migrate.upgrade()
        with transaction() as session:
            scene = an_affiliate_that_writes(session)
            proposal, actor = a_complete_proposal(session, scene), scene.director.as_actor(NOW)
            budget = replace(budget_of(proposal), indirect=IndirectAnswers(IndirectMode.DE_MINIMIS, rate=Decimal(10)))
            version = proposal.section("budget").version  # type: ignore[union-attr]
            save_budget(proposal, answers=budget, expected_version=version, session=session, actor=actor, now=NOW)
        _let_go()
        yield path
        _let_go()


def test_indirect_costs_are_a_line_before_and_one_amount_after(kept: Path) -> None:
    flask_migrate.downgrade(revision=BEFORE)
    _let_go()
    lines = _run(kept, LINES)
    assert lines[-1] == (4, "IND", "Indirect costs", 10_000, 200_000)
    with sqlite3.connect(kept) as connection:
        connection.execute(
            "INSERT INTO budget_lines (proposal_id, position, category, description, quantity, unit_cost, amount) "
            "SELECT proposal_id, 5, 'IND', 'Audit', 20000, 5050, 10100 FROM budget_lines WHERE position = 1"
        )
    flask_migrate.upgrade(revision="0013")
    _let_go()
    assert _run(kept, LINES) == lines[:3]
    assert _run(kept, TOLD) == [("typed", None, 210_100, "Indirect costs; Audit", 210_100)]


def _run(path: Path, statement: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(statement).fetchall()


def _let_go() -> None:
    db.session.remove()
    db.engine.dispose()
