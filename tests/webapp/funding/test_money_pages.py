"""Holds, reversals and the ledger in the browser, and who may do what there."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import a_person, an_affiliate
from tests.scenes_money import a_paid_payment, a_payment, asked_back
from tests.scenes_reviews import a_scene, funded
from workflows.funding.holds.models import PaymentHold
from workflows.funding.ledger.models import LedgerEntry
from workflows.funding.models import PaymentState
from workflows.funding.reversals.models import PaymentReversal, ReversalState
from workflows.funding.schedules.answers import WaitsFor
from workflows.people.models import User
from workflows.permissions import Role

SignIn = Callable[[User], FlaskClient]
HELD = {"payment_id": "", "reason": "No account.", "release_path": "Send it to us.", "releaser": "either"}


def test_a_hold_is_put_read_by_the_affiliate_and_released(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    payment = a_payment(session, award, scene)
    finance, page = sign_in(scene.finance[0]), f"/funding/of/{scene.enrollment.id}"
    assert finance.get(f"/funding/{award.id}/hold?payment={payment.id}").status_code == 200
    assert finance.post(f"/funding/{award.id}/hold", data={**HELD, "reason": "", "once": "a"}).status_code == 422
    odd = {**HELD, "payment_id": "999999", "once": "b"}
    assert "Choose one of the payments of this award." in finance.post(f"/funding/{award.id}/hold", data=odd).text
    assert finance.post(f"/funding/{award.id}/hold", data={**HELD, "once": "c"}).status_code == 303
    refused = finance.post(f"/funding/payments/{payment.id}/request", data={"once": "d"})
    assert (refused.status_code, "On hold: No account. Send it to us." in refused.text) == (422, True)
    seen = sign_in(scene.director).get(page).text
    assert ("On hold: No account. Send it to us." in seen, "can release it" in seen) == (True, True)
    assert "Release this hold" not in seen
    assert "All payments: on hold" in sign_in(scene.director).get("/").text
    hold = session.scalars(select(PaymentHold)).one()
    release = f"/funding/holds/{hold.id}/release"
    assert sign_in(scene.director).get(release).status_code == 403
    manager = sign_in(scene.managers[0])
    given = {"note": "It came.", "version": "1", "once": "e"}
    assert manager.get(release).status_code == 200
    assert manager.post(release, data={**given, "note": ""}).status_code == 422
    assert manager.post(release, data={**given, "once": "f"}).status_code == 303
    assert manager.post(release, data={**given, "once": "g"}).status_code == 409
    assert "It came." in manager.get(page).text


def test_the_rules_of_holding_are_there_to_read(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    page = sign_in(scene.director).get("/funding/hold-rules")
    assert (page.status_code, "A progress report is past its due time" in page.text) == (200, True)


def test_a_reversal_takes_two_people_and_the_ledger_shows_it(session: Session, sign_in: SignIn) -> None:
    scene, payment = a_paid_payment(session)
    one, other = sign_in(scene.finance[0]), sign_in(scene.finance[1])
    reverse = f"/funding/payments/{payment.id}/reverse"
    assert "12000.00" in one.get(reverse).text
    assert one.post(reverse, data={"amount": "12000.01", "reason": "Twice.", "once": "a"}).status_code == 422
    assert one.post(reverse, data={"amount": "5000", "reason": "Twice.", "once": "b"}).status_code == 303
    reversal = session.scalars(select(PaymentReversal)).one()
    confirm = f"/funding/reversals/{reversal.id}/confirm"
    given = {"reversed_on": "2026-04-20", "reference": "RET 9", "version": "1"}
    own = one.post(confirm, data={**given, "once": "c"})
    assert (own.status_code, "so someone else confirms it" in own.text) == (403, True)
    assert other.get(confirm).status_code == 200
    assert other.post(confirm, data={**given, "reference": "", "once": "d"}).status_code == 422
    assert other.post(confirm, data={**given, "once": "e"}).status_code == 303
    slower = sign_in(scene.managers[0]).post(confirm, data={**given, "once": "f"})
    assert slower.status_code == 409
    ledger = other.get(f"/funding/{payment.award_id}/ledger").text
    assert ("−$5,000" in ledger, "RET 9" in ledger) == (True, True)
    assert "$5,000 of it came back" in other.get(f"/funding/of/{scene.enrollment.id}").text


def test_a_reversal_is_refused_with_words(session: Session, sign_in: SignIn) -> None:
    scene, payment = a_paid_payment(session)
    reversal = asked_back(session, payment, scene, "100")
    client = sign_in(scene.managers[0])
    refuse = f"/funding/reversals/{reversal.id}/refuse"
    assert client.get(refuse).status_code == 200
    assert client.post(refuse, data={"note": "It was right.", "version": "1", "once": "a"}).status_code == 303
    session.expire_all()
    assert (reversal.state, payment.kept_amount) == (ReversalState.REFUSED, Decimal(12_000))


def test_the_ledger_is_read_by_both_sides_downloaded_and_corrected(session: Session, sign_in: SignIn) -> None:
    scene, payment = a_paid_payment(session)
    award = payment.award
    finance, director = sign_in(scene.finance[0]), sign_in(scene.director)
    correct = f"/funding/{award.id}/correct"
    given = {"category": "PER", "amount": "250.75", "dated_on": "2026-05-01", "note": "Left out.", "once": "a"}
    assert finance.get(correct).status_code == 200
    assert finance.post(correct, data={**given, "amount": "0"}).status_code == 422
    assert finance.post(correct, data={**given, "once": "b"}).status_code == 303
    assert finance.post(correct, data={**given, "once": "b"}).status_code == 303
    assert director.post(correct, data={**given, "once": "c"}).status_code == 403
    page = director.get(f"/funding/{award.id}/ledger")
    assert (page.status_code, "$250.75" in page.text, "Correct the spending" in page.text) == (200, True, False)
    sums = director.get(f"/funding/{award.id}/ledger.csv").get_data(as_text=True)
    assert "Category,Personnel,24000.00,24000.00,0.00,250.75,23749.25,250.75" in sums
    entries = director.get(f"/funding/{award.id}/entries.csv").get_data(as_text=True)
    assert ("Paid,,Payment 1,12000.00,ACH 1" in entries, "Correction,Personnel,,250.75" in entries) == (True, True)
    assert len(session.scalars(select(LedgerEntry)).all()) == 2


def test_the_same_reference_is_asked_about_before_it_counts(session: Session, sign_in: SignIn) -> None:
    scene, first = a_paid_payment(session)
    second = a_payment(session, first.award, scene, "100")
    one, other = sign_in(scene.finance[0]), sign_in(scene.finance[1])
    base = f"/funding/payments/{second.id}"
    one.post(f"{base}/request", data={"once": "a"})
    other.post(f"{base}/approve", data={"once": "b"})
    given = {"paid_on": "2026-04-04", "reference": "ACH 1", "once": "c"}
    asked = one.post(f"{base}/paid", data=given)
    assert (asked.status_code, "One transfer paid both" in asked.text) == (422, True)
    assert one.post(f"{base}/paid", data={**given, "same_transfer": "y", "once": "d"}).status_code == 303
    session.expire_all()
    assert second.state is PaymentState.PAID


def test_a_milestone_is_requested_with_what_shows_it(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    payment = a_payment(session, funded(session, scene), scene)
    payment.waits_for, payment.milestone = WaitsFor.MILESTONE, "The class opens"
    session.flush()
    client, page = sign_in(scene.finance[0]), f"/funding/payments/{payment.id}/request"
    assert "What shows that it is reached: The class opens?" in client.get(page).text
    assert client.post(page, data={"note": "", "once": "a"}).status_code == 422
    assert client.post(page, data={"note": "The roster.", "once": "b"}).status_code == 303
    assert "The roster." in client.get(f"/funding/of/{scene.enrollment.id}").text


def test_the_slower_of_two_approvers_gets_a_409_with_both_versions(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    payment = a_payment(session, funded(session, scene), scene)
    base = f"/funding/payments/{payment.id}"
    sign_in(scene.finance[0]).post(f"{base}/request", data={"once": "a"})
    session.expire_all()
    seen = str(payment.version)
    assert sign_in(scene.finance[1]).post(f"{base}/approve", data={"version": seen, "once": "b"}).status_code == 303
    slower = sign_in(scene.managers[0]).post(f"{base}/approve", data={"version": seen, "once": "c"})
    was_first = f"{scene.finance[1].name} was first"
    assert (slower.status_code, was_first in slower.text, "Approved" in slower.text) == (409, True, True)


@pytest.mark.parametrize("path", ["hold", "schedule", "correct"])
def test_a_stranger_sees_nothing_and_the_coach_changes_nothing(session: Session, sign_in: SignIn, path: str) -> None:
    scene, payment = a_paid_payment(session)
    stranger = sign_in(a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)))
    assert stranger.get(f"/funding/{payment.award_id}/{path}").status_code == 404
    assert stranger.get(f"/funding/{payment.award_id}/ledger").status_code == 404
    assert sign_in(scene.coach).get(f"/funding/{payment.award_id}/{path}").status_code == 403
    assert sign_in(scene.coach).get(f"/funding/{payment.award_id}/ledger").status_code == 200
