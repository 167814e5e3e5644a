"""Two administrators confirm the last seat in the same moment."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import NOW, a_cohort, a_person, an_enrollment
from workflows.cohorts.models import Cohort
from workflows.db import Origin, db, originating, transaction
from workflows.enrollments.models import Enrollment
from workflows.enrollments.operations import confirm_enrollment
from workflows.enrollments.queries import get_enrollment
from workflows.errors import DomainError, Stale
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage

pytestmark = pytest.mark.postgres


def a_cohort_with_two_commitments(app: Flask, *, seats: int) -> tuple[int, list[int]]:
    """(administrator's id, the enrollments' ids), saved."""
    with app.app_context(), originating(Origin(writes=True)), transaction() as session:
        cohort = a_cohort(session, seats=seats)
        enrollments = [an_enrollment(session, Stage.COMMITTED, cohort=cohort) for _ in range(2)]
        for enrollment in enrollments:
            lead = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=enrollment.affiliate)
            enrollment.data_lead_id = lead.id
        administrator = a_person(session, Role.NETWORK_ADMINISTRATOR)
        session.flush()
        return administrator.id, [enrollment.id for enrollment in enrollments]


def confirm_at_once(app: Flask, administrator_id: int, ids: Sequence[int]) -> list[str]:
    """What each of two people heard, both having looked before either confirms."""
    both_have_looked = Barrier(2, timeout=10)

    def confirm(enrollment_id: int) -> str:
        with app.app_context(), originating(Origin(writes=True)):
            actor = db.session.get_one(User, administrator_id).as_actor(NOW)
            enrollment = get_enrollment(db.session(), enrollment_id)
            both_have_looked.wait()
            try:
                with transaction() as session:
                    confirm_enrollment(enrollment, session=session, actor=actor, now=NOW)
            except Stale:
                return "stale"
            except DomainError as refusal:
                return str(refusal)
            return "confirmed"

    with ThreadPoolExecutor(2) as people:
        return sorted(people.map(confirm, ids))


def seats_and_stages(app: Flask) -> tuple[int, list[Stage]]:
    with app.app_context():
        stages = sorted(db.session.scalars(select(Enrollment.stage)))
        return db.session.scalars(select(Cohort.seats_taken)).one(), stages


def test_one_gets_the_last_seat_and_the_other_reads_why_not(postgres_app: Flask) -> None:
    administrator, ids = a_cohort_with_two_commitments(postgres_app, seats=1)
    heard = confirm_at_once(postgres_app, administrator, ids)
    assert (heard[0][:16], heard[1]) == ("All 1 seats of P", "confirmed")
    assert seats_and_stages(postgres_app) == (1, [Stage.COMMITTED, Stage.ENROLLED])


def test_both_get_a_seat_while_there_are_two(postgres_app: Flask) -> None:
    administrator, ids = a_cohort_with_two_commitments(postgres_app, seats=2)
    assert confirm_at_once(postgres_app, administrator, ids) == ["confirmed", "confirmed"]
    assert seats_and_stages(postgres_app) == (2, [Stage.ENROLLED, Stage.ENROLLED])


def test_the_same_affiliate_is_confirmed_once(postgres_app: Flask) -> None:
    administrator, ids = a_cohort_with_two_commitments(postgres_app, seats=2)
    assert confirm_at_once(postgres_app, administrator, [ids[0], ids[0]]) == [
        "This is possible in the stage committed; now it is enrolled.",
        "confirmed",
    ]
    assert seats_and_stages(postgres_app) == (1, [Stage.COMMITTED, Stage.ENROLLED])
