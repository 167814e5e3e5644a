"""The demo world loads whole, once, and is what its story says: everyone in their stage, nobody written to."""

import logging
import time
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from commands import demo
from commands.demo.cast import CAST, list_people
from workflows.db import Origin, db, originating
from workflows.documents.jobs import make_document
from workflows.enrollments.models import Enrollment
from workflows.outbox import JobContext, JobRun, OutboxEvent, RunState
from workflows.people.demo_sign_ins import DEMO_SIGN_INS
from workflows.people.models import User
from workflows.people.passwords import is_right_password
from workflows.stages import Stage
from workflows.training.aliases import list_aliases
from workflows.training.unknown_people import list_questions

PASSWORD = "lanterns over the quiet harbor"


@pytest.fixture
def world(app: Flask) -> Iterator[Flask]:
    began = time.monotonic()
    assert demo.load(app, PASSWORD) is True
    logging.getLogger(__name__).info("the demo world took %.1f s", time.monotonic() - began)
    yield app


def stages() -> dict[str, Stage]:
    rows = db.session.scalars(select(Enrollment)).unique()
    return {row.affiliate.name.split()[0]: row.stage for row in rows}


def test_everyone_stands_where_the_story_says_and_no_stage_is_empty(world: Flask) -> None:
    found = stages()
    assert found == {
        **dict.fromkeys(("Juniper", "Ridge", "Valley", "Cedar"), Stage.COMPLETED),
        **dict.fromkeys(("Harbor", "Ridgeview"), Stage.IMPLEMENTING),
        **dict.fromkeys(("Prairie", "Mesa"), Stage.IN_REVIEW),
        **dict.fromkeys(("Cascade", "Orchard"), Stage.PROPOSING),
        **dict.fromkeys(("Summit", "Bayou"), Stage.TRAINING),
        "Lakeside": Stage.CLOSING,
        "Willow": Stage.TERMINATED,
        "Northgate": Stage.ENROLLED,
        **dict.fromkeys(("Delta", "Granite"), Stage.COMMITTED),  # one moved up, one waits
        "Fairview": Stage.INVITED,
        "Stonebridge": Stage.AWARDED,
        "Clearwater": Stage.FUNDED,
        "Maple": Stage.DEFERRED,
        "Birch": Stage.DECLINED_INVITATION,
        "Aspen": Stage.WITHDRAWN,
        "Dune": Stage.NOT_FUNDED,
        "Pinecrest": Stage.SUSPENDED,
    }
    assert set(found.values()) == set(Stage)
    check_second_loading(world)
    check_sign_ins()
    check_what_is_owed(world)


def check_second_loading(world: Flask) -> None:
    """Loading a second time changes nothing; a case of the test above, as a world takes seconds to make."""
    events = db.session.scalar(select(func.count(OutboxEvent.id)))
    db.session.rollback()
    assert demo.load(world, "another password") is False
    assert db.session.scalar(select(func.count(OutboxEvent.id))) == events


def check_sign_ins() -> None:
    people = {user.email: user for user in db.session.scalars(select(User))}
    assert [row.email for row in DEMO_SIGN_INS if people[row.email].name != row.name] == []
    assert sorted(people) == sorted(person.email for person in list_people())
    assert len({user.password_hash for user in people.values()}) == 1
    assert is_right_password(people["data@harbor.example.org"], PASSWORD)


def check_what_is_owed(world: Flask) -> None:
    """No mail, no event that still owes something, and few Word files, which can be made."""
    owed = db.session.scalars(select(JobRun).where(JobRun.state == RunState.OWED).order_by(JobRun.id)).all()
    assert {run.job for run in owed} == {"make_document", "forget_reduced_file"}
    assert db.session.scalar(select(func.count(OutboxEvent.id)).where(OutboxEvent.expanded_at.is_(None))) == 0
    documents = {str(run.arguments["kind"]): run for run in owed if run.job == "make_document"}
    assert sorted(documents) == ["award_letter", "certificate", "proposal", "report"]
    assert len([run for run in owed if run.job == "make_document"]) <= 30
    for run in documents.values():
        with originating(Origin(writes=True)):
            make_document(_context(world, run))(db.session())
    assert stages()["Harbor"] is Stage.IMPLEMENTING


def _context(world: Flask, run: JobRun) -> JobContext:
    return JobContext(
        run=run,
        now=run.created_at,
        files=world.extensions["accompany_files"],
        mailer=NoMailer(),
        base_url="http://localhost",
        sign=lambda purpose, _content: purpose,
        report=lambda _percent, _sentence: None,
    )


class NoMailer:
    def send(self, *, to: str, subject: str, text: str) -> None:
        raise AssertionError((to, subject, text))


@pytest.mark.postgres
def test_it_loads_on_postgresql(postgres_app: Flask) -> None:
    assert demo.load(postgres_app, PASSWORD) is True
    assert set(stages().values()) == set(Stage)


def test_listed_people_have_the_names_of_the_cast() -> None:
    names = {m.director_email: m.director for m in CAST} | {m.data_email: m.data_lead for m in CAST}
    assert [row.email for row in DEMO_SIGN_INS if names.get(row.email, row.name) != row.name] == []


def test_a_tablet_in_a_report_waits_in_the_queue_and_a_laptop_is_remembered(world: Flask) -> None:
    with world.app_context():
        shown = [(q.report.session.number, q.person.shown) for q in list_questions(db.session())]
        remembered = list_aliases(db.session(), offset=0, limit=9)
    assert sorted(shown) == [(12, "Front desk"), (12, "Ngozi O."), (12, "iPad (2)")]
    assert [(alias.shown, alias.email) for alias, _name, _by in remembered] == [
        ("Reception laptop", "director@harbor.example.org")
    ]
