"""Two seats become free, and two people act, in the same moment."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person, an_enrollment
from tests.two_at_once import at_once
from workflows.cohorts.models import Cohort
from workflows.db import Origin, db, originating, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.operations import confirm_enrollment, leave_program
from workflows.enrollments.queries import get_enrollment
from workflows.permissions import PROGRAM, Actor, Role
from workflows.stages import Stage

pytestmark = pytest.mark.postgres


def a_line(app: Flask, *, waiting: int) -> tuple[int, list[int], list[int]]:
    """(manager's id, the two who have seats, those who wait), saved."""
    with app.app_context(), originating(Origin(writes=True)), transaction() as session:
        cohort = a_cohort(session, seats=2, waiting_places=5)
        seated = [an_enrollment(session, Stage.ENROLLED, cohort=cohort) for _ in range(2)]
        line = [an_enrollment(session, Stage.COMMITTED, cohort=cohort, waitlisted_at=NOW) for _ in range(waiting)]
        for row in line:
            row.data_lead_id = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=row.affiliate).id
        cohort.waiting = waiting
        manager = a_person(session, Role.PROGRAM_MANAGER)
        session.flush()
        return manager.id, [row.id for row in seated], [row.id for row in line]


def withdraw(session: Session, enrollment_id: int, _actor: Actor) -> None:
    enrollment = get_enrollment(session, enrollment_id)
    leave_program(enrollment, "withdraw", note="We move.", session=session, actor=PROGRAM, now=NOW)


def withdraw_or_confirm(session: Session, enrollment_id: int, actor: Actor) -> None:
    """Who has a seat leaves; who waits is confirmed."""
    enrollment = get_enrollment(session, enrollment_id)
    if enrollment.confirmed_at is not None:
        withdraw(session, enrollment_id, actor)
    else:
        confirm_enrollment(enrollment, session=session, actor=actor, now=NOW)


def standing(app: Flask, ids: list[int]) -> tuple[tuple[int, int, int], list[bool]]:
    with app.app_context():
        cohort = db.session.scalars(select(Cohort)).one()
        rows = {row.id: row.offered_at is not None for row in db.session.scalars(select(Enrollment))}
        return (cohort.seats_taken, cohort.seats_offered, cohort.waiting), [rows[i] for i in ids]


def test_two_seats_that_become_free_at_once_go_to_two_affiliates(postgres_app: Flask) -> None:
    manager, seated, line = a_line(postgres_app, waiting=3)
    assert at_once(postgres_app, get_enrollment, withdraw, [(i, manager) for i in seated]) == ["done", "done"]
    assert standing(postgres_app, line) == ((0, 2, 1), [True, True, False])


def test_a_seat_that_becomes_free_while_its_next_holder_is_confirmed_is_taken_once(postgres_app: Flask) -> None:
    manager, seated, line = a_line(postgres_app, waiting=1)
    heard = at_once(postgres_app, get_enrollment, withdraw_or_confirm, [(seated[0], manager), (line[0], manager)])
    taken = heard == ["done", "done"]  # the seat was free before the confirmation asked for it
    assert standing(postgres_app, line) == (((2, 0, 0), [False]) if taken else ((1, 1, 0), [True]))
    assert taken or heard[0].startswith("All 2 seats")
