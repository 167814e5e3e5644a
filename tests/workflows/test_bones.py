"""The transaction, the outbox, the audit trail and the version columns."""

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person, an_affiliate, an_enrollment
from workflows.audit import HIDDEN, AuditEntry
from workflows.db import GetMustNotWrite, Origin, ScaledDecimal, UtcDateTime, db, originating, transaction
from workflows.errors import AlreadyDone, Stale
from workflows.logs import JsonLines
from workflows.outbox import (
    JobRun,
    OutboxEvent,
    RunState,
    announce,
    expand_events,
    fail_run,
    is_mine,
    lease_run,
    list_runs_to_ring,
    owe,
)
from workflows.people.models import Affiliate, User
from workflows.permissions import Role


def _count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_transaction_that_fails_leaves_nothing(session: Session) -> None:
    session.commit()
    with pytest.raises(ZeroDivisionError), transaction() as open_session:
        an_affiliate(open_session)
        announce(open_session, "training_started", now=NOW)
        1 / 0  # noqa: B018  the failure
    assert (_count(session, Affiliate), _count(session, OutboxEvent)) == (0, 0)


def test_a_form_that_arrives_twice_counts_once(session: Session) -> None:
    session.commit()
    for expectation in (None, AlreadyDone):
        with originating(Origin(once="token", writes=True)):
            if expectation is None:
                with transaction() as open_session:
                    an_affiliate(open_session)
            else:
                with pytest.raises(AlreadyDone), transaction() as open_session:
                    an_affiliate(open_session)
    assert _count(session, Affiliate) == 1


def test_the_slower_of_two_people_is_told(session: Session) -> None:
    affiliate = an_affiliate(session)
    session.commit()
    with db.engine.begin() as other:
        other.execute(Affiliate.__table__.update().values(version=Affiliate.__table__.c.version + 1))
    with pytest.raises(Stale), transaction():
        affiliate.town = "Elsewhere"
    assert session.scalar(select(Affiliate.town)) == "Port Ansel"


def test_a_page_that_is_read_may_not_write(session: Session) -> None:
    session.commit()
    with originating(Origin()):
        session.add(Affiliate(code="X", name="X", town="X", state="X", time_zone="UTC"))
        with pytest.raises(GetMustNotWrite):
            session.flush()
    session.rollback()


def test_a_moment_without_zone_and_a_third_decimal_are_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(NOW.replace(tzinfo=None), None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="more than 2 places"):
        ScaledDecimal(2).process_bind_param(Decimal("0.001"), None)  # type: ignore[arg-type]


def test_the_audit_trail_keeps_before_and_after_and_hides_secrets(session: Session) -> None:
    person = a_person(session, Role.PROGRAM_MANAGER)
    session.commit()
    with originating(Origin(actor_id=person.id, request_id="r1", writes=True)), transaction():
        person.name, person.password_hash = "Robin Vale", "secret"
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "changed")).one()
    assert (entry.kind, entry.record_id, entry.actor_id, entry.request_id) == ("users", person.id, person.id, "r1")
    assert entry.before["name"].startswith("Person ")
    assert entry.after == {"name": "Robin Vale", "password_hash": HIDDEN}


def test_an_event_owes_its_work_once_however_often_it_is_expanded(session: Session) -> None:
    enrollment = an_enrollment(session)
    announce(session, "proposal_submitted", now=NOW, enrollment_id=enrollment.id, subject_id=7, number=1)
    assert (expand_events(session, now=NOW), expand_events(session, now=NOW)) == (1, 0)
    owed = [(run.job, run.arguments["kind"], run.subject_id) for run in session.scalars(select(JobRun))]
    assert owed == [("make_document", "proposal", 7), ("send_message", "proposal_received", 7)]


def test_a_run_is_leased_once_and_freed_when_its_worker_goes_silent(session: Session) -> None:
    owe(session, "sweep_files", key="k", now=NOW)
    owe(session, "sweep_files", key="k", now=NOW)
    session.flush()
    number = session.scalars(select(JobRun.id)).one()
    first = lease_run(session, number, now=NOW)
    assert first is not None
    assert first.attempt == 1
    assert lease_run(session, number, now=NOW) is None
    assert list_runs_to_ring(session, now=NOW + timedelta(minutes=4)) == []
    later = NOW + timedelta(minutes=6)
    assert [r.id for r in list_runs_to_ring(session, now=later)] == [number]
    session.expunge(first)
    assert lease_run(session, number, now=later) is not None
    assert is_mine(session, first) is False


def test_a_failing_run_is_tried_four_times_and_then_kept_as_failed(session: Session) -> None:
    owe(session, "sweep_files", key="k", now=NOW)
    session.flush()
    number, moment, waits = session.scalars(select(JobRun.id)).one(), NOW, []
    while (run := lease_run(session, number, now=moment)) is not None:
        fail_run(session, run, sentence="The disk is full.", now=moment)
        session.refresh(run)
        waits.append(int((run.due_at - moment).total_seconds()) if run.state is RunState.OWED else None)
        moment = max(run.due_at, moment)
    assert waits == [60, 300, 1800, None]
    assert (run, session.get_one(JobRun, number).error) == (None, "The disk is full.")


def test_a_log_line_is_json_with_its_request_and_what_was_passed() -> None:
    record = logging.LogRecord("web", logging.INFO, __file__, 1, "saved %s", ("it",), None)
    record.run = 7
    with originating(Origin(request_id="r9")):
        line = json.loads(JsonLines().format(record))
    assert (line["event"], line["request_id"], line["run"], line["level"]) == ("saved it", "r9", 7, "info")


def test_the_database_refuses_a_stage_without_its_facts(session: Session) -> None:
    enrollment = an_enrollment(session)
    with pytest.raises(Exception, match="committed_first"):
        session.execute(type(enrollment).__table__.update().values(stage="committed"))
    session.rollback()


def test_the_database_refuses_an_oversold_cohort(session: Session) -> None:
    cohort = a_cohort(session, seats=1)
    with pytest.raises(Exception, match="seats_are_not_oversold"):
        session.execute(type(cohort).__table__.update().values(seats_taken=2))
    session.rollback()


def test_an_expired_role_is_gone(session: Session) -> None:
    auditor: User = a_person(session, Role.AUDITOR)
    assert [h.role for h in auditor.as_actor(NOW).holdings] == [Role.AUDITOR]
    assert auditor.as_actor(NOW + timedelta(days=4000)).holdings == ()


def test_a_get_request_writes_nothing(app: Flask, sign_in: Callable[[User], FlaskClient], session: Session) -> None:
    client = sign_in(a_person(session, Role.NETWORK_ADMINISTRATOR))
    assert client.get("/").status_code == 200
    assert _count(session, AuditEntry) == _count(session, User) * 2
