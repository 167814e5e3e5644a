"""Twelve meeting reports of a large cohort, read and counted, against plain csv reading with bare inserts.

    ACCOMPANY_TEST_POSTGRES=postgresql://127.0.0.1:5432/postgres .venv/bin/python -m benchmarks.attendance

200 affiliates send 4 people each to 12 sessions. Each report has over 800 joins of 760 people: everybody once, every
tenth twice, and ten guests whom nobody knows. Both sides work in one process, in turns, each report in a transaction.
Seconds are those of all twelve reports, on the clock and (in parentheses) of this process's own work.
"""

import argparse
import csv
import io
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, insert

from benchmarks.run import count_statements, make_app
from tests.databases import a_postgresql_database
from tests.factories import NOW, a_cohort, a_participant, a_person, an_affiliate, an_enrollment
from tests.scenes_training import a_series
from workflows.db import Origin, db, originating, transaction
from workflows.enrollments.models import Participant
from workflows.people.models import User
from workflows.permissions import Actor, Role
from workflows.stages import Stage
from workflows.training.completion import recompute_cohort
from workflows.training.imports import count_import, preview_attendance
from workflows.training.models import TrainingSession

SIZES = (50, 200)  # affiliates
PEOPLE_EACH, SESSIONS, GUESTS = 4, 12, 10
BARE = Table(
    "bare_attendance", MetaData(), Column("id", Integer, primary_key=True), Column("name", String(200)),
    Column("email", String(254)), Column("joined_at", DateTime), Column("left_at", DateTime),
    Column("minutes", Integer),
)  # fmt: skip


@dataclass
class Spent:
    """Seconds on the clock and of this process's work; they part where the machine or the database is busy."""

    clock: float = 0
    work: float = 0

    def __str__(self) -> str:
        return f"{self.clock:.1f} s ({self.work:.1f})"


@dataclass
class Taken:
    """What all reports took, and how many statements the last one sent: to be read, and to be counted."""

    bare: Spent = field(default_factory=Spent)
    preview: Spent = field(default_factory=Spent)
    count: Spent = field(default_factory=Spent)
    statements: tuple[int, int] = (0, 0)
    joins: int = 0

    @property
    def ours(self) -> Spent:
        return Spent(self.preview.clock + self.count.clock, self.preview.work + self.count.work)


@contextmanager
def timed(into: Spent) -> Iterator[None]:
    clock, work = time.perf_counter(), time.process_time()
    yield
    into.clock += time.perf_counter() - clock
    into.work += time.process_time() - work


def a_report(training_session: TrainingSession, people: list[Participant]) -> bytes:
    """In the shape of Zoom's classic report; every twentieth person is missing."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(("Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest"))
    start = training_session.starts_at - timedelta(hours=5)  # New York in winter, near enough for a benchmark

    def write(name: str, email: str, joined: int, left: int) -> None:
        times = (f"{start + timedelta(minutes=at):%m/%d/%Y %I:%M:%S %p}" for at in (joined, left))
        writer.writerow((name, email, *times, left - joined, "Yes"))

    for place, person in enumerate(people):
        if place % 20 == training_session.number:
            continue
        write(person.name, person.email, place % 9, 60 if place % 10 == 0 else 90)
        if place % 10 == 0:
            write(person.name, person.email, 50, 90)
    for guest in range(GUESTS):
        write(f"Guest {training_session.number}-{guest}", "", 0, 90)
    return target.getvalue().encode()


def bare_import(content: bytes) -> int:
    """What nobody could do without: the rows read, their times parsed, and one insert of all of them."""
    rows = [
        {
            "name": row["Name (Original Name)"],
            "email": row["User Email"],
            "joined_at": datetime.strptime(row["Join Time"], "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=UTC),
            "left_at": datetime.strptime(row["Leave Time"], "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=UTC),
            "minutes": int(row["Duration (Minutes)"]),
        }
        for row in csv.DictReader(io.StringIO(content.decode()))
    ]
    with db.engine.begin() as connection:
        connection.execute(insert(BARE), rows)
    return len(rows)


def build(affiliates: int) -> tuple[list[int], list[int], int]:
    """The cohort: its sessions, its participants, and the manager who imports."""
    session = db.session()
    cohort = a_cohort(session, seats=affiliates)
    series = a_series(session, cohort, count=SESSIONS)
    people = []
    for number in range(affiliates):
        who = an_affiliate(session, f"Affiliate {number}")
        enrollment = an_enrollment(session, Stage.TRAINING, cohort=cohort, affiliate=who)
        for place in range(PEOPLE_EACH):
            person = a_participant(session, enrollment, f"Person {number} {place}", f"p{number}-{place}@a.example.org")
            people.append(person.id)
    manager = a_person(session, Role.PROGRAM_MANAGER)
    recompute_cohort(cohort.id, session=session, now=NOW)
    session.commit()
    return [one.id for one in series], people, manager.id


def import_all(app: Flask, affiliates: int) -> Taken:
    taken = Taken()
    sent = count_statements(app)
    with app.app_context(), originating(Origin(writes=True)):
        db.create_all()
        BARE.create(db.engine)
        sessions, people_ids, manager_id = build(affiliates)
        actor = db.session.get_one(User, manager_id).as_actor(NOW)
        db.session.remove()
        for session_id in sessions:
            people = [db.session.get_one(Participant, who) for who in people_ids]
            content = a_report(db.session.get_one(TrainingSession, session_id), people)
            db.session.remove()
            with timed(taken.bare):
                taken.joins = bare_import(content)
            _import_one(content, session_id, actor, taken, sent)
    return taken


def _import_one(content: bytes, session_id: int, actor: Actor, taken: Taken, sent: list[str]) -> None:
    sent.clear()
    with timed(taken.preview), transaction() as session:
        training_session = session.get_one(TrainingSession, session_id)
        report = preview_attendance(
            training_session, content=content, file_name="r.csv", date_order=None, session=session, actor=actor, now=NOW
        )
    read = len(sent)
    sent.clear()
    with timed(taken.count), transaction() as session:
        count_import(report, session=session, actor=actor, now=NOW)
    taken.statements = (read, len(sent))
    db.session.remove()


HEADINGS = ("database", "affiliates", "joins", "bare", "read", "counted", "ours", "× bare", "statements")


def line(name: str, affiliates: int, taken: Taken) -> str:
    ratio = f"{taken.ours.clock / taken.bare.clock:.1f}"
    cells = (
        name, affiliates, taken.joins, taken.bare, taken.preview, taken.count, taken.ours, ratio,
        f"{taken.statements[0]} + {taken.statements[1]}",
    )  # fmt: skip
    return row(cells)


def row(cells: Iterable[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  the answer of this program


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    say(f"{row(HEADINGS)}\n{row('---' for _ in HEADINGS)}")
    for affiliates in SIZES:
        with TemporaryDirectory() as folder:
            app = make_app(f"sqlite:///{folder}/bench.sqlite3", Path(folder))
            say(line("SQLite", affiliates, import_all(app, affiliates)))
            with app.app_context():
                db.engine.dispose()
        with a_postgresql_database() as url, TemporaryDirectory() as folder:
            app = make_app(url, Path(folder))
            say(line("PostgreSQL", affiliates, import_all(app, affiliates)))
            with app.app_context():
                db.engine.dispose()


if __name__ == "__main__":
    main()
