"""Interest in a cohort, and the selection with its reason."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person, an_affiliate, an_enrollment
from tests.scenes_cohorts import an_expansion, an_interest
from workflows.cohorts.queries import list_open_cohorts
from workflows.enrollments.answers import InterestAnswers, Readiness
from workflows.enrollments.interests import express_interest, pass_over, select_affiliate, withdraw_interest
from workflows.enrollments.models import Enrollment, Interest, InterestState
from workflows.errors import DomainError, Forbidden
from workflows.machine import Refused
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Role

ANSWERS = InterestAnswers("To see which trainings lead to jobs.", "Sam Bell", Readiness.SOON, "")


@pytest.fixture
def harbor(session: Session) -> Affiliate:
    return an_affiliate(session, "Harbor")


@pytest.fixture
def director(session: Session, harbor: Affiliate) -> Actor:
    return a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor).as_actor(NOW)


@pytest.fixture
def manager(session: Session) -> Actor:
    return a_person(session, Role.PROGRAM_MANAGER).as_actor(NOW)


def test_interest_is_kept_once_and_can_be_said_again_after_it_was_withdrawn(
    session: Session, harbor: Affiliate, director: Actor
) -> None:
    cohort = a_cohort(session)
    for state in (InterestState.EXPRESSED, InterestState.EXPRESSED):
        interest = express_interest(cohort, harbor, ANSWERS, session=session, actor=director, now=NOW)
        assert interest.state is state
    withdraw_interest(interest, session=session, actor=director, now=NOW)
    assert interest.state is InterestState.WITHDRAWN
    express_interest(cohort, harbor, ANSWERS, session=session, actor=director, now=NOW + timedelta(days=1))
    session.flush()
    kept = session.scalars(select(Interest)).all()
    assert [(row.state, row.expressed_at) for row in kept] == [(InterestState.EXPRESSED, NOW + timedelta(days=1))]


def test_only_open_cohorts_can_be_joined(session: Session, harbor: Affiliate, director: Actor) -> None:
    is_open = a_cohort(session, commitments_due_at=NOW + timedelta(days=1))
    closed = a_cohort(session, commitments_due_at=NOW - timedelta(minutes=1))
    gated = an_expansion(session, approved=False)
    opened = an_expansion(session)
    found = {row.id for row in list_open_cohorts(session, now=NOW)}
    assert {is_open.id, opened.id} <= found
    assert {closed.id, gated.id} & found == set()
    with pytest.raises(DomainError, match="is not open for new affiliates"):
        express_interest(gated, harbor, ANSWERS, session=session, actor=director, now=NOW)
    an_enrollment(session, cohort=is_open, affiliate=harbor)
    with pytest.raises(DomainError, match="Harbor is in Pilot cohort"):
        express_interest(is_open, harbor, ANSWERS, session=session, actor=director, now=NOW)


def test_nobody_speaks_for_another_affiliate(session: Session, director: Actor) -> None:
    prairie = an_affiliate(session, "Prairie")
    with pytest.raises(Forbidden):
        express_interest(a_cohort(session), prairie, ANSWERS, session=session, actor=director, now=NOW)


def test_selecting_invites_and_keeps_the_reason_on_both_records(
    session: Session, harbor: Affiliate, director: Actor, manager: Actor
) -> None:
    cohort = a_cohort(session)
    interest = express_interest(cohort, harbor, ANSWERS, session=session, actor=director, now=NOW)
    with pytest.raises(Refused, match="Say why in a sentence"):
        select_affiliate(interest, reason=" ", session=session, actor=manager, now=NOW)
    session.expire(interest)
    enrollment = select_affiliate(interest, reason="A rural site.", session=session, actor=manager, now=NOW)
    session.flush()
    assert (interest.state, interest.decision_reason, interest.decided_by_id) == (
        InterestState.SELECTED,
        "A rural site.",
        manager.id,
    )
    assert session.get_one(Enrollment, enrollment.id).selection_reason == "A rural site."


def test_not_this_time_keeps_the_reason_and_invites_nobody(
    session: Session, harbor: Affiliate, director: Actor, manager: Actor
) -> None:
    person = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=harbor)
    interest = an_interest(session, a_cohort(session), harbor, director=person)
    pass_over(interest, reason="Your system moves in spring.", session=session, actor=manager, now=NOW)
    assert (interest.state, session.scalars(select(Enrollment)).all()) == (InterestState.NOT_SELECTED, [])
    with pytest.raises(Refused):
        withdraw_interest(interest, session=session, actor=director, now=NOW)
