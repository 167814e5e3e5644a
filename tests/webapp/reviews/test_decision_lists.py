"""The page of decisions: two lists with their own pages and order, whatever the other one shows."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person
from tests.scenes_reviews import Scene, a_scene
from workflows.people.models import User
from workflows.permissions import Role
from workflows.reviews.models import Decision, Outcome
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]


def _decided(session: Session, scene: Scene, number: int) -> None:
    scene.enrollment.stage = Stage.AWARDED
    scene.enrollment.decided_at = NOW
    session.add(
        Decision(
            proposal_id=scene.proposal.id,
            snapshot_number=1,
            outcome=Outcome.APPROVE,
            amount=Decimal(1_000 + number),
            feedback="A clear plan.",
            decided_by_id=scene.managers[0].id,
            decided_at=NOW + timedelta(minutes=number),
        )
    )


def _a_network(session: Session, *, waiting: int, decided: int) -> None:
    cohort = a_cohort(session, seats=99)
    for number in range(waiting):
        a_scene(session, cohort=cohort).enrollment.stage_since = NOW - timedelta(days=number)
    for number in range(decided):
        _decided(session, a_scene(session, cohort=cohort), number)
    session.flush()


def test_both_lists_page_and_count_and_keep_each_others_view(session: Session, sign_in: SignIn) -> None:
    _a_network(session, waiting=27, decided=26)
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    first = client.get("/reviews/decisions").text
    assert ("1–25 of 27" in first, "1–25 of 26" in first) == (True, True)
    assert ("$1,025" in first, "$1,000" in first) == (True, False)
    page = client.get("/reviews/decisions?page=2&decided_sort=amount").text
    assert ("26–27 of 27" in page, "1–25 of 26" in page) == (True, True)
    assert ("$1,000" in page, "$1,025" in page) == (True, False)
    assert "/reviews/decisions?page=2&amp;decided_sort=amount&amp;decided_page=2" in page
    assert "/reviews/decisions?decided_sort=amount&amp;sort=affiliate" in page
    assert "/reviews/decisions?page=2&amp;decided_sort=amount&amp;decided_direction=desc" in page
    assert ("Pages of “Waiting for a decision”" in page, "Pages of “Decided”" in page) == (True, True)


@pytest.mark.parametrize("wrong", ["sort=id", "decided_sort=feedback", "page=99", "decided_page=-1", "decided_page=x"])
def test_what_is_asked_wrongly_shows_a_page_that_there_is(session: Session, sign_in: SignIn, wrong: str) -> None:
    _a_network(session, waiting=1, decided=1)
    page = sign_in(a_person(session, Role.PROGRAM_MANAGER)).get(f"/reviews/decisions?{wrong}")
    assert (page.status_code, page.text.count("1–1 of 1")) == (200, 2)


def test_a_full_page_costs_the_same_queries_as_a_row(
    session: Session, sign_in: SignIn, count_queries: list[str]
) -> None:
    manager, counts = a_person(session, Role.PROGRAM_MANAGER), []
    for rows in (1, 29):
        _a_network(session, waiting=rows, decided=rows)
        client = sign_in(manager)
        session.expire_all()
        count_queries.clear()
        assert client.get("/reviews/decisions").status_code == 200
        counts.append(len(count_queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 13
