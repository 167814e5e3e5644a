"""The slower of two people gets a 409 page with what was sent and what stands now, by whom and when."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_reviews import a_scene, as_actor, awarded, funded, reviewed
from webapp.actors import SignedIn
from workflows.db import Origin, db, originating, transaction
from workflows.funding.models import Award, Payment, PaymentState
from workflows.funding.payments import approve_payment, request_payment
from workflows.funding.schedules.operations import schedule_suggested
from workflows.people.models import User
from workflows.reviews.models import Decision

SignIn = Callable[[User], FlaskClient]
APPROVAL = {
    "amount": "24000",
    "starts_on": date(2099, 4, 1).isoformat(),
    "source": "private",
    "restriction": "restricted",
    "feedback": "A clear plan from the second of us.",
    "announce": "y",
}


def test_the_slower_decider_reads_both_decisions(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    awarded(session, scene)
    client = sign_in(scene.managers[1])
    answer = client.post(f"/reviews/proposals/{scene.proposal.id}/approve", data={**APPROVAL, "once": "a"})
    assert answer.status_code == 409
    for text in (
        f"{scene.managers[0].name} was first",
        "What you sent",
        "A clear plan from the second of us.",
        "What stands now",
        "A clear plan. Congratulations.",
        f'href="/reviews/of/{scene.enrollment.id}">Open what stands now</a>',
    ):
        assert text in answer.text
    assert "2 March 2026" in answer.text or "2 Mar 2026" in answer.text
    declined = client.post(f"/reviews/proposals/{scene.proposal.id}/decline", data={"feedback": "No.", "once": "b"})
    assert (declined.status_code, "Decline" in declined.text, "Approved" in declined.text) == (409, True, True)


def test_the_slower_officer_reads_both_steps_of_a_payment(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    asks, approves = (as_actor(person) for person in scene.finance)
    payment = schedule_suggested(funded(session, scene), session=session, actor=asks, now=NOW)[0]
    request_payment(payment, session=session, actor=asks, now=NOW)
    approve_payment(payment, session=session, actor=approves, now=NOW)
    client, base = sign_in(scene.managers[0]), f"/funding/payments/{payment.id}"
    answer = client.post(f"{base}/approve", data={"once": "a"})
    assert answer.status_code == 409
    for text in (
        f"{scene.finance[1].name} was first",
        "Approve: First payment of $12,000",
        "Approved: First payment of $12,000",
        f'href="/funding/of/{scene.enrollment.id}">Open what stands now</a>',
    ):
        assert text in answer.text
    back = client.post(f"{base}/return", data={"note": "Another account.", "once": "b"})
    assert (back.status_code, "Another account." in back.text) == (409, True)
    one = sign_in(scene.finance[0])
    paid = {"paid_on": "2026-03-03", "reference": "ACH 881"}
    assert one.post(f"{base}/paid", data={**paid, "once": "c"}).status_code == 303
    other = sign_in(scene.finance[1]).post(f"{base}/paid", data={**paid, "reference": "ACH 882", "once": "d"})
    assert (other.status_code, "ACH 881" in other.text, "ACH 882" in other.text) == (409, True, True)
    assert payment.reference == "ACH 881"


def test_a_step_that_was_never_open_is_refused_with_its_sentence(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    payment = schedule_suggested(funded(session, scene), session=session, actor=as_actor(scene.finance[0]), now=NOW)[0]
    answer = sign_in(scene.finance[1]).post(f"/funding/payments/{payment.id}/approve", data={"once": "a"})
    assert (answer.status_code, "now it is scheduled" in answer.text) == (422, True)


def _both_post(app: Flask, posts: list[tuple[int, str, dict[str, Any]]]) -> list[tuple[int, str]]:
    """(status, page) that each of two people gets, (person's id, address, data), sent in the same moment."""
    both = Barrier(2, timeout=10)
    with app.app_context():
        people = [SignedIn(db.session.get_one(User, person_id)) for person_id, _, _ in posts]
        db.session.remove()

    def send(number: int) -> tuple[int, str]:
        client = app.test_client(user=people[number])
        _, address, data = posts[number]
        both.wait()
        answer = client.post(address, data={**data, "once": f"both-{number}"})
        return answer.status_code, answer.text

    with ThreadPoolExecutor(2) as threads:
        return sorted(threads.map(send, range(2)))


@pytest.mark.postgres
def test_two_managers_send_in_one_moment_and_one_gets_the_409_page(postgres_app: Flask) -> None:
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        scene = reviewed(session, a_scene(session))
        managers, proposal_id = [person.id for person in scene.managers], scene.proposal.id
    address = f"/reviews/proposals/{proposal_id}/approve"
    (first, _), (second, page) = _both_post(postgres_app, [(who, address, APPROVAL) for who in managers])
    assert (first, second) == (303, 409)
    assert ("was first" in page, "What you sent" in page, "What stands now" in page) == (True,) * 3
    with postgres_app.app_context():
        assert db.session.scalar(select(func.count(Decision.id))) == 1
        assert db.session.scalar(select(func.count(Award.id))) == 1


@pytest.mark.postgres
def test_two_officers_approve_in_one_moment_and_one_gets_the_409_page(postgres_app: Flask) -> None:
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        scene = a_scene(session)
        asks = as_actor(scene.finance[0])
        payment = schedule_suggested(funded(session, scene), session=session, actor=asks, now=NOW)[0]
        request_payment(payment, session=session, actor=asks, now=NOW)
        people, payment_id = [scene.finance[1].id, scene.managers[0].id], payment.id
    address = f"/funding/payments/{payment_id}/approve"
    (first, _), (second, page) = _both_post(postgres_app, [(who, address, {}) for who in people])
    assert (first, second, "Approved: First payment of $12,000" in page) == (303, 409, True)
    with postgres_app.app_context():
        assert db.session.get_one(Payment, payment_id).state is PaymentState.APPROVED
