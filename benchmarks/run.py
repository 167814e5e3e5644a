"""Our pages against the bare one, in one run on PostgreSQL: ratios, query counts and page weights.

    ACCOMPANY_TEST_POSTGRES=postgresql://127.0.0.1:5432/postgres .venv/bin/python -m benchmarks.run

Times are medians of warm, in-process requests, taken in turns with the bare page so that a busy machine slows both.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text

from benchmarks.baseline import make_bare_app
from benchmarks.world import Scene, build_world
from config import Settings
from tests.databases import a_postgresql_database
from webapp import create_app
from webapp.actors import SignedIn
from workflows.db import Origin, db, originating

ROUNDS = 30
SIZES = (500, 5000)
BUDGETS = {"list": 2.0, "detail": 1.6, "home": 1.6, "portfolio": 3.0, "submit": 1.7, "transition": 1.7}
MOST_QUERIES, MOST_BYTES, MOST_GROWTH = 12, 60_000, 1.15


@dataclass(frozen=True, slots=True)
class Measured:
    """One kind of request: median seconds, the bare page's median beside it, queries, bytes."""

    seconds: float
    bare_seconds: float
    queries: int
    size: int

    @property
    def ratio(self) -> float:
        return self.seconds / self.bare_seconds


def measure(ask: Callable[[int], object], bare: Callable[[], object], counter: list[str]) -> Measured:
    """Ask in turns with the bare page; `ask(n)` does the n-th request and returns its response."""
    ours, theirs, size = [], [], 0
    for number in range(ROUNDS):
        begin = time.perf_counter()
        bare()
        theirs.append(time.perf_counter() - begin)
        counter.clear()
        begin = time.perf_counter()
        response = ask(number)
        ours.append(time.perf_counter() - begin)
        if response.status_code not in (200, 303):  # type: ignore[attr-defined]
            raise SystemExit(f"a measured request answered {response.status}")  # type: ignore[attr-defined]
        size = len(response.data)  # type: ignore[attr-defined]
    return Measured(statistics.median(ours[3:]), statistics.median(theirs[3:]), len(counter), size)


def make_app(url: str, folder: Path) -> Flask:
    environment = {
        "ACCOMPANY_DATA_DIR": str(folder),
        "ACCOMPANY_SECRET_KEY": "only-in-benchmarks-0123456789-abcdefghijKLM",
        "DATABASE_URL": url,
    }
    app = create_app(Settings.from_environment(environment))
    app.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False, SESSION_PROTECTION=None)
    return app


def count_statements(app: Flask) -> list[str]:
    seen: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_r: seen.append(statement))
    return seen


def requests_of(scene: Scene, client: Callable[[object], FlaskClient]) -> dict[str, Callable[[int], object]]:
    """The six kinds of request. Those that write take a fresh record each time."""
    manager, director = client(scene.manager), client(scene.director)
    return {
        "list": lambda _n: manager.get("/enrollments/"),
        "detail": lambda _n: manager.get(f"/enrollments/{scene.enrollment_id}"),
        "home": lambda _n: director.get("/"),
        "portfolio": lambda _n: manager.get("/funding/portfolio"),
        "submit": lambda n: client(scene.directors[n]).post(
            f"/proposals/{scene.proposal_ids[n]}/certify",
            data={"typed_name": "Dana Ortiz", "certifies": "y", "once": f"submit-{scene.size}-{n}"},
        ),
        "transition": lambda n: manager.post(
            f"/enrollments/{scene.committed_ids[n]}/stage/confirm", data={"once": f"confirm-{scene.size}-{n}"}
        ),
    }


def measure_world(app: Flask, scene: Scene, bare: Callable[[], object]) -> dict[str, Measured]:
    from flask_login import FlaskLoginClient  # noqa: PLC0415  a client for signed-in requests

    app.test_client_class = FlaskLoginClient
    counter = count_statements(app)
    clients: dict[int, FlaskClient] = {}

    def client(user: object) -> FlaskClient:
        key = user.id  # type: ignore[attr-defined]
        if key not in clients:
            clients[key] = app.test_client(user=SignedIn(user))  # type: ignore[arg-type]
        return clients[key]

    return {name: measure(ask, bare, counter) for name, ask in requests_of(scene, client).items()}


def run_size(size: int, bare: Callable[[], object], folder: Path) -> dict[str, Measured]:
    with a_postgresql_database() as url:
        app = make_app(url, folder)
        with app.app_context(), originating(Origin(writes=True)):
            db.create_all()
            scene = build_world(db.session(), size=size, fresh=ROUNDS)
            db.session.commit()
            db.session.execute(text("ANALYZE"))  # as autovacuum does in a real installation
            db.session.commit()
            db.session.remove()
        try:
            return measure_world(app, scene, bare)
        finally:
            with app.app_context():
                db.engine.dispose()


def table(results: dict[int, dict[str, Measured]]) -> str:
    small, large = SIZES
    lines = [
        f"| request | × bare at {small} | × bare at {large} | budget | growth | queries | kB |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, budget in BUDGETS.items():
        a, b = results[small][name], results[large][name]
        growth = b.ratio / a.ratio
        queries = f"{a.queries}" if a.queries == b.queries else f"{a.queries} → {b.queries}"
        lines.append(
            f"| {name} | {a.ratio:.2f} | {b.ratio:.2f} | ≤ {budget} | {growth:.2f} | {queries} | {b.size / 1000:.0f} |"
        )
    return "\n".join(lines)


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    with a_postgresql_database() as url, TemporaryDirectory() as folder:
        with originating(Origin(writes=True)):
            bare_app = make_bare_app(url.replace("postgresql://", "postgresql+psycopg://"), rows=SIZES[-1])
        bare_client = bare_app.test_client()
        with bare_client.session_transaction() as session:
            session.update(_user_id="1", _fresh=True)
        results = {size: run_size(size, lambda: bare_client.get("/rows"), Path(folder)) for size in SIZES}
        bare_app.extensions["bare_engine"].dispose()
    print(table(results))  # noqa: T201  the answer of this program


if __name__ == "__main__":
    main()
