"""Awards, signatures and payments in the browser."""

import re
from collections.abc import Callable
from decimal import Decimal

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from tests.scenes_reviews import a_scene, an_agreement, as_actor, awarded, funded, sign
from workflows.enrollments.models import Enrollment
from workflows.funding.models import Award, Payment, PaymentState
from workflows.funding.schedules.operations import schedule_suggested
from workflows.outbox import JobRun, RunState
from workflows.people.models import User
from workflows.permissions import Role
from workflows.signing.models import Side, Signature
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]


def _scheduled(session: Session, award: Award, finance: User) -> Payment:
    return schedule_suggested(award, session=session, actor=as_actor(finance), now=NOW)[0]


def test_both_sides_sign_in_the_application(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    an_agreement(session, award)
    ours, theirs = (f"/funding/{award.id}/sign-for-{side}" for side in ("affiliate", "network"))
    director = sign_in(scene.director)
    page = director.get(ours).text
    assert ("a" * 64 in page, "48 KB" in page, "authorized to sign it for the affiliate" in page) == (True,) * 3
    given = {"typed_name": "Dana Ortiz", "agrees": "y", "document_sha256": "a" * 64, "once": "one"}
    assert director.post(ours, data={"once": "zero"}).status_code == 422
    assert director.post(ours, data=given).status_code == 303
    assert director.post(ours, data=given).status_code == 303
    assert director.post(theirs, data={**given, "once": "two"}).status_code == 403
    manager = sign_in(scene.managers[0])
    assert manager.post(theirs, data={**given, "typed_name": "Mara Lind", "once": "three"}).status_code == 303
    session.expire_all()
    assert session.get_one(Enrollment, scene.enrollment.id).stage is Stage.FUNDED
    assert session.scalars(select(Signature.typed_name).order_by(Signature.id)).all() == ["Dana Ortiz", "Mara Lind"]


def test_while_the_agreement_is_made_its_progress_is_shown(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    session.add(
        JobRun(
            job="make_document",
            key="agreement",
            enrollment_id=award.enrollment_id,
            subject_id=award.id,
            arguments={"kind": "grant_agreement"},
            state=RunState.RUNNING,
            progress_percent=40,
            progress_text="Writing the clauses",
            created_at=NOW,
            due_at=NOW,
        )
    )
    client = sign_in(scene.director)
    page = client.get(f"/funding/of/{scene.enrollment.id}")
    assert (page.status_code, "Writing the clauses" in page.text, "Read and sign" in page.text) == (200, True, False)
    sign_page = client.get(f"/funding/{award.id}/sign-for-affiliate")
    assert "The grant agreement is being made. It can be signed in a moment." in sign_page.text
    refused = client.post(
        f"/funding/{award.id}/sign-for-affiliate", data={"typed_name": "D", "agrees": "y", "once": "a"}
    )
    assert refused.status_code == 422


def test_finance_schedules_requests_and_another_person_approves(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    one = sign_in(scene.finance[0])
    assert one.post(f"/funding/{award.id}/suggested", data={"once": "a"}).status_code == 303
    assert one.post(f"/funding/{award.id}/suggested", data={"once": "a"}).status_code == 303
    assert one.post(f"/funding/{award.id}/suggested", data={"once": "b"}).status_code == 422
    first = session.scalars(select(Payment).order_by(Payment.number)).first()
    assert first is not None
    base = f"/funding/payments/{first.id}"
    assert one.post(f"{base}/request", data={"once": "c"}).status_code == 303
    own = one.post(f"{base}/approve", data={"once": "d"})
    assert (own.status_code, "You requested this payment, so someone else approves it." in own.text) == (403, True)
    assert "You requested this payment" in one.get(f"/funding/of/{scene.enrollment.id}").text
    other = sign_in(scene.finance[1])
    assert "Approve" in other.get(f"/funding/of/{scene.enrollment.id}").text
    assert other.post(f"{base}/approve", data={"once": "e"}).status_code == 303
    assert other.post(f"{base}/approve", data={"once": "f"}).status_code == 422
    paid = {"paid_on": "2026-03-03", "reference": "ACH 881", "once": "g"}
    assert other.get(f"{base}/paid").status_code == 200
    assert other.post(f"{base}/paid", data=paid).status_code == 303
    assert other.post(f"{base}/paid", data=paid).status_code == 303
    session.expire_all()
    assert (first.state, first.reference) == (PaymentState.PAID, "ACH 881")
    assert "ACH 881" in other.get(f"/funding/of/{scene.enrollment.id}").text


def _schedule(page: str, **lines: str) -> dict[str, str]:
    """A schedule of one payment as a browser sends it, with the version that the page shows."""
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version is not None
    line = {"label": "Start", "due_on": "2026-04-01", "waits_for": "agreement", "milestone": "", **lines}
    return {"version": version[1], "method": "advance", **{f"lines-0-{name}": text for name, text in line.items()}}


def test_the_schedule_is_one_table_that_stays_within_the_award(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    client = sign_in(scene.finance[0])
    page = f"/funding/{award.id}/schedule"
    blank = client.get(page).text
    assert ("First payment" in blank, "12000.00" in blank, "Progress report 2 is accepted" in blank) == (True,) * 3
    assert "Milestone 1" in client.get(f"{page}?method=milestones").text
    refused = client.post(page, data={**_schedule(blank, amount="24000.01"), "once": "a"})
    assert refused.status_code == 422
    assert "These payments are $0.01 more than the $24,000 that can be planned." in refused.text
    empty = client.post(page, data={**_schedule(blank, amount=""), "once": "b"})
    assert (empty.status_code, "Write the amount." in empty.text) == (422, True)
    given = {**_schedule(blank, amount="24000"), "once": "c"}
    assert client.post(page, data=given).status_code == 303
    assert client.post(page, data=given).status_code == 303
    assert session.scalar(select(func.sum(Payment.amount))) == Decimal(24_000)
    stale = client.post(page, data={**given, "once": "d"})
    assert (stale.status_code, "Theirs, saved" in stale.text) == (409, True)


def test_returning_and_cancelling_ask_why(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    payment = _scheduled(session, funded(session, scene), scene.finance[0])
    one, other = sign_in(scene.finance[0]), sign_in(scene.finance[1])
    base = f"/funding/payments/{payment.id}"
    one.post(f"{base}/request", data={"once": "a"})
    assert other.post(f"{base}/return", data={"note": "", "once": "b"}).status_code == 422
    assert other.post(f"{base}/return", data={"note": "New account.", "once": "c"}).status_code == 303
    assert one.get(f"{base}/cancel").status_code == 200
    assert one.post(f"{base}/cancel", data={"note": "Planned anew.", "once": "d"}).status_code == 303
    session.expire_all()
    assert (payment.state, payment.award.scheduled_amount) == (PaymentState.CANCELLED, Decimal(12_000))
    assert "now it is cancelled" in one.get(f"{base}/paid").text


def test_no_agreement_no_payment_and_the_page_says_so(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    payment = _scheduled(session, awarded(session, scene), scene.finance[0])
    client = sign_in(scene.finance[0])
    assert client.post(f"/funding/payments/{payment.id}/request", data={"once": "a"}).status_code == 422
    page = client.get(f"/funding/of/{scene.enrollment.id}").text
    assert "Both sides have to sign the grant agreement before money moves." in page


def test_the_affiliate_reads_its_own_award_and_changes_nothing(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    payment = _scheduled(session, award, scene.finance[0])
    client = sign_in(scene.director)
    assert client.get("/funding/").headers["Location"] == f"/funding/of/{scene.enrollment.id}"
    assert client.get(f"/funding/of/{scene.enrollment.id}").status_code == 200
    for address in (f"/funding/{award.id}/suggested", f"/funding/payments/{payment.id}/approve"):
        assert client.post(address, data={"once": address}).status_code == 403
    stranger = sign_in(a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)))
    for address in (f"/funding/of/{scene.enrollment.id}", f"/funding/{award.id}/sign-for-affiliate"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"/funding/payments/{payment.id}/approve", data={"once": "x"}).status_code == 404


def test_before_the_decision_the_page_says_what_will_come(session: Session, sign_in: SignIn) -> None:
    enrollment = an_enrollment(session, Stage.PROPOSING)
    client = sign_in(a_person(session, Role.FINANCE_OFFICER))
    assert "No award yet" in client.get(f"/funding/of/{enrollment.id}").text
    assert "No award yet" in client.get("/funding/").text


def test_the_list_says_what_waits_and_asks_the_same_queries_for_1_and_30(
    session: Session, sign_in: SignIn, count_queries: list[str]
) -> None:
    finance = a_person(session, Role.FINANCE_OFFICER)
    scene = a_scene(session)
    award = awarded(session, scene)
    document = an_agreement(session, award)
    sign(session, award, document, Side.AFFILIATE, scene.director)
    counts, texts = [], []
    for rows in (0, 29):
        for _ in range(rows):
            _scheduled(session, funded(session, a_scene(session)), finance)
        client = sign_in(finance)
        session.expire_all()
        count_queries.clear()
        page = client.get("/funding/?sort=amount&direction=desc")
        assert page.status_code == 200
        counts.append(len(count_queries))
        texts.append(page.text)
    assert "The national office’s signature" in texts[0]
    assert counts[0] == counts[1]
    assert counts[0] <= 12
