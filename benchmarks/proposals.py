"""The form of a proposal against the bare page, small and large, in one run on PostgreSQL: ratios and query counts.

    ACCOMPANY_TEST_POSTGRES=postgresql://127.0.0.1:5432/postgres .venv/bin/python -m benchmarks.proposals

Small is what the form asks for: one goal, three lines. Large is thirty goals and a hundred lines. Queries must be the
same for both. Times are medians of warm, in-process requests, taken in turns with the bare page.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from benchmarks.baseline import make_bare_app
from benchmarks.run import MOST_QUERIES, Measured, count_statements, make_app, measure
from tests.databases import a_postgresql_database
from tests.scenes_proposals import a_complete_proposal, an_affiliate_that_writes
from webapp.actors import SignedIn
from workflows.clock import utc_now
from workflows.db import Origin, db, originating
from workflows.people.models import User
from workflows.proposals.budget.answers import BUDGET_CATEGORIES
from workflows.proposals.budget.models import BudgetLine
from workflows.proposals.goals.models import Goal
from workflows.proposals.models import Proposal

Kind = TypeVar("Kind", Goal, BudgetLine)
LARGE = {"goals": 30, "lines": 100}
DIRECT = [code for code in BUDGET_CATEGORIES if code != "IND"]
BUDGETS = {"section": 2.0, "goals": 6.0, "goal": 3.0, "budget": 6.0, "check": 10.0, "read": 6.0, "autosave": 3.0}


@dataclass(frozen=True, slots=True)
class Form:
    """One proposal that is being written, and who writes it."""

    writer: User
    proposal_id: int
    goal_id: int


def make_form(session: Session, *, large: bool) -> Form:
    """A complete draft; the large one has its rows many times."""
    scene = an_affiliate_that_writes(session, proposals_due_at=utc_now().replace(year=utc_now().year + 1))
    proposal = a_complete_proposal(session, scene)
    if large:
        _enlarge(proposal)
    session.flush()  # the addresses below name the keys
    return Form(scene.data_lead, proposal.id, proposal.goals[0].id)


def _enlarge(proposal: Proposal) -> None:
    goal, line = proposal.goals[0], proposal.budget_lines[0]
    proposal.goals.extend(_copied(goal, Goal, position=number) for number in range(2, LARGE["goals"] + 1))
    have = len(proposal.budget_lines)
    proposal.budget_lines.extend(
        _copied(
            line,
            BudgetLine,
            position=number,
            category=DIRECT[number % len(DIRECT)],
            amount=Decimal(10),
            quantity=Decimal(1),
        )
        for number in range(have + 1, LARGE["lines"] + 1)
    )


def _copied(row: Kind, kind: type[Kind], **other: object) -> Kind:
    skipped = {"id", "proposal_id", "version", "key"}
    values = {column.key: getattr(row, column.key) for column in kind.__table__.columns if column.key not in skipped}
    return kind(**values | other)


def requests_of(form: Form, client: FlaskClient) -> dict[str, Callable[[int], object]]:
    """What a writer opens, and one save."""
    at = f"/proposals/{form.proposal_id}"

    def autosave(number: int) -> object:
        with db.session() as session:
            row = session.get_one(Proposal, form.proposal_id).section("staffing")
            version = row.version if row else 1
        answers = {"staffing": f"Half a post, version {number}", "version": str(version)}
        return client.post(f"{at}/sections/staffing", data=answers, headers={"Accept": "application/json"})

    return {
        "section": lambda _n: client.get(f"{at}/sections/story"),
        "goals": lambda _n: client.get(f"{at}/sections/goals"),
        "goal": lambda _n: client.get(f"/proposals/goals/{form.goal_id}"),
        "budget": lambda _n: client.get(f"{at}/sections/budget"),
        "check": lambda _n: client.get(f"{at}/submit"),
        "read": lambda _n: client.get(at),
        "autosave": autosave,
    }


def measure_form(*, large: bool, bare: Callable[[], object], folder: Path) -> dict[str, Measured]:
    """Every request about one proposal, in a database of its own."""
    with a_postgresql_database() as url:
        app = make_app(url, folder)
        with app.app_context(), originating(Origin(writes=True)):
            db.create_all()
            form = make_form(db.session(), large=large)
            db.session.commit()
            asked = requests_of(form, _client(app, form.writer))
            try:
                return {name: measure(ask, bare, count_statements(app)) for name, ask in asked.items()}
            finally:
                db.session.remove()
                db.engine.dispose()


def _client(app: Flask, writer: User) -> FlaskClient:
    from flask_login import FlaskLoginClient  # noqa: PLC0415  a client for signed-in requests

    app.test_client_class = FlaskLoginClient
    return app.test_client(user=SignedIn(writer))  # type: ignore[arg-type]


def table(small: dict[str, Measured], large: dict[str, Measured]) -> str:
    lines = ["| request | × bare | × bare, large | budget | queries | kB, large |", "|---|---|---|---|---|---|"]
    for name, budget in BUDGETS.items():
        a, b = small[name], large[name]
        queries = f"{a.queries}" if a.queries == b.queries else f"{a.queries} → {b.queries}"
        over = "" if b.ratio <= budget and b.queries <= MOST_QUERIES else " (missed)"
        lines.append(f"| {name} | {a.ratio:.2f} | {b.ratio:.2f} | ≤ {budget}{over} | {queries} | {b.size / 1000:.0f} |")
    return "\n".join(lines)


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    with a_postgresql_database() as url, TemporaryDirectory() as folder:
        with originating(Origin(writes=True)):
            bare_app = make_bare_app(url.replace("postgresql://", "postgresql+psycopg://"), rows=5000)
        bare_client = bare_app.test_client()
        with bare_client.session_transaction() as session:
            session.update(_user_id="1", _fresh=True)
        small, large = (
            measure_form(large=is_large, bare=lambda: bare_client.get("/rows"), folder=Path(folder))
            for is_large in (False, True)
        )
        bare_app.extensions["bare_engine"].dispose()
    print(table(small, large))  # noqa: T201  the answer of this program


if __name__ == "__main__":
    main()
