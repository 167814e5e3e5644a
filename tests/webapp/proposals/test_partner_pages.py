"""Partners in the browser: the lead names and asks, a director answers here, an organization by its link."""

import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from tests.scenes_partners import (
    A_NO,
    JointScene,
    a_joint_scene,
    an_affiliate_as_partner,
    an_organization,
    asked,
    confirmed_by_prairie,
    named,
)
from tests.scenes_proposals import submitted
from tests.workflows.training.material_samples import PDF
from webapp.extensions import limiter
from webapp.people.links import Link
from workflows.people.models import Affiliate, User
from workflows.permissions import Role
from workflows.proposals.partners.answering import answer_as_affiliate
from workflows.proposals.partners.models import Partner, PartnerState
from workflows.proposals.partners.operations import ask_partner, withdraw_partner
from workflows.proposals.partners.queries import Partnership
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]
TYPED = {
    "affiliate": "0",
    "organization": "Port Ansel Library",
    "contact_name": "Ada Moreau",
    "contact_email": "Ada@Library.example.org",
    "role": "referral_partner",
    "contribution": "A room on two evenings a week.",
    "commitment": "$2,400 in kind",
}


@pytest.fixture
def scene(session: Session) -> JointScene:
    return a_joint_scene(session)


def kept(session: Session) -> list[Partner]:
    session.expire_all()
    return list(session.scalars(select(Partner).order_by(Partner.id)))


def link(app: Flask, partner: Partner, asked_round: int | None = None) -> str:
    content = {"partner": partner.id, "round": partner.round if asked_round is None else asked_round}
    serializer = URLSafeTimedSerializer(app.config["SECRET_KEY"])
    return f"/proposals/partner/{serializer.dumps(content, salt=Link.PARTNER.value.purpose)}"


def test_the_lead_names_an_organization_and_asks_it(session: Session, sign_in: SignIn, scene: JointScene) -> None:
    client, pages = sign_in(scene.writing.data_lead), f"/proposals/{scene.proposal.id}"
    assert "No partner yet" in client.get(f"{pages}/sections/partners").text
    assert client.get(f"{pages}/partners/new").status_code == 200
    answer = client.post(f"{pages}/partners/new", data={**TYPED, "once": "a"})
    (partner,) = kept(session)
    assert (answer.status_code, answer.location) == (303, f"{pages}/sections/partners#partner-{partner.id}")
    assert (partner.contact_email, partner.state) == ("ada@library.example.org", PartnerState.NAMED)
    assert client.post(f"/proposals/partners/{partner.id}/ask", data={"once": "b"}).status_code == 303
    assert kept(session)[0].state is PartnerState.ASKED
    assert "Asked to confirm" in client.get(f"{pages}/sections/partners").text


def test_a_refused_partner_leaves_everything_on_the_page(session: Session, sign_in: SignIn, scene: JointScene) -> None:
    client, page = sign_in(scene.writing.data_lead), f"/proposals/{scene.proposal.id}/partners/new"
    for change, says in (
        ({"organization": ""}, "write the name of an organization"),
        ({"contact_email": "ada at library"}, "This is not an e-mail address yet."),
        ({"role": ""}, "Choose one."),
        ({"contribution": "x" * 801}, "At most 800 characters"),
        ({"commitment": "Call 555-123-4567"}, "looks like a telephone number"),
        ({"contact_name": "A\0da"}, "hidden control character"),
        ({"affiliate": "999999"}, "Not a valid choice."),
    ):
        answer = client.post(page, data={**TYPED, **change})
        assert (answer.status_code, says in answer.text) == (422, True), change
        assert "A room on two evenings" in answer.text or "contribution" in change
    assert kept(session) == []


def test_a_suggested_affiliate_is_chosen_already(session: Session, sign_in: SignIn, scene: JointScene) -> None:
    page = f"/proposals/{scene.proposal.id}/partners/new?affiliate={scene.prairie.id}"
    text = sign_in(scene.writing.data_lead).get(page).text
    assert f'<option selected value="{scene.prairie.id}">Prairie Neighbors, Port Ansel, EX</option>' in text


def test_a_change_is_saved_and_the_slower_one_sees_both(session: Session, sign_in: SignIn, scene: JointScene) -> None:
    partner = named(session, scene, an_organization())
    client, page = sign_in(scene.writing.data_lead), f"/proposals/partners/{partner.id}"
    assert "Ada Moreau" in client.get(page).text
    changed = {**TYPED, "contribution": "A hall.", "version": str(partner.version)}
    assert client.post(page, data={**changed, "once": "a"}).status_code == 303
    late = client.post(page, data={**changed, "contribution": "A tent.", "once": "b"})
    assert (late.status_code, "A tent." in late.text, "A hall." in late.text) == (409, True, True)
    assert kept(session)[0].contribution == "A hall."


def test_going_without_a_partner_is_one_click_and_a_question(
    session: Session, sign_in: SignIn, scene: JointScene
) -> None:
    partner = confirmed_by_prairie(session, scene)
    client = sign_in(scene.writing.data_lead)
    answer = client.post(f"/proposals/partners/{partner.id}/withdraw", data={"once": "a"}, follow_redirects=True)
    assert ("You go on without Prairie Neighbors." in answer.text, kept(session)[0].state) == (
        True,
        PartnerState.WITHDRAWN,
    )


def test_a_letter_counts_for_who_has_no_email(session: Session, sign_in: SignIn, scene: JointScene) -> None:
    partner = named(session, scene, an_organization(contact_email=""))
    client, page = sign_in(scene.writing.data_lead), f"/proposals/partners/{partner.id}/letter"
    assert "I have read it" in client.get(page).text
    refused = client.post(page, data={"file": (BytesIO(b"MZ\0"), "letter.pdf"), "confirms": "y", "once": "a"})
    assert (refused.status_code, "This is a program, not a document" in refused.text) == (422, True)
    assert client.post(page, data={"confirms": "y", "once": "b"}).status_code == 422
    done = client.post(
        page, data={"file": (BytesIO(PDF), "letter.pdf"), "confirms": "y", "once": "c"}, follow_redirects=True
    )
    assert ("Confirmed by its letter" in done.text, kept(session)[0].state) == (True, PartnerState.CONFIRMED)


def test_the_director_confirms_and_then_reads_the_proposal(
    session: Session, sign_in: SignIn, scene: JointScene
) -> None:
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    client, page = sign_in(scene.prairie_director), f"/proposals/partnerships/{partner.id}"
    seen = client.get(page)
    assert (seen.status_code, "Summary: what we wrote" in seen.text, "Two evenings of job club" in seen.text) == (
        200,
        True,
        True,
    )
    assert "The need, with your own data" not in seen.text
    assert client.get(f"/proposals/{scene.proposal.id}").status_code == 404
    given = {"answer": "yes", "typed_name": "Helen Whitcomb", "shown_sha256": partner.text_sha256}
    assert client.post(page, data={**given, "once": "a"}).status_code == 303
    assert client.post(page, data={**given, "once": "b"}).status_code == 303
    assert [len(row.answers) for row in kept(session)] == [1]
    assert client.get(f"/proposals/{scene.proposal.id}").status_code == 200
    assert client.get(f"/proposals/{scene.proposal.id}/sections/partners").status_code == 403
    assert client.get(f"/proposals/partners/{partner.id}").status_code == 403


def test_colleagues_see_the_partnership_and_the_lead_does_not_answer_it(
    session: Session, sign_in: SignIn, scene: JointScene
) -> None:
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    staff = a_person(session, Role.AFFILIATE_STAFF, affiliate=scene.prairie)
    page, given = f"/proposals/partnerships/{partner.id}", {"answer": "yes", "typed_name": "Ann", "once": "a"}
    client = sign_in(staff)
    assert "Your director confirms or declines" in client.get(page).text
    assert client.post(page, data=given).status_code == 403
    assert sign_in(scene.writing.director).post(page, data=given).status_code == 404
    assert kept(session)[0].state is PartnerState.ASKED


def test_words_that_changed_are_shown_again_with_what_was_typed(
    session: Session, sign_in: SignIn, scene: JointScene
) -> None:
    partner = asked(session, scene, an_affiliate_as_partner(scene.prairie))
    given = {"answer": "yes", "typed_name": "Helen Whitcomb", "shown_sha256": "0" * 64, "once": "a"}
    answer = sign_in(scene.prairie_director).post(f"/proposals/partnerships/{partner.id}", data=given)
    assert (answer.status_code, "Please read them again" in answer.text, "Helen Whitcomb" in answer.text) == (
        409,
        True,
        True,
    )
    assert partner.text_sha256 in answer.text


def test_an_organization_answers_by_its_link_and_sees_no_more_than_it_needs(
    app: Flask, session: Session, scene: JointScene
) -> None:
    partner = asked(session, scene, an_organization())
    session.commit()
    client, page = app.test_client(), link(app, partner)
    seen = client.get(page)
    assert seen.status_code == 200
    wanted = ("Port Ansel Library", scene.writing.affiliate.name, "Title: what we wrote", "Summary: what we wrote")
    assert [text in seen.text for text in wanted] == [True] * 4
    hidden = ("The need, with your own data", "Employment navigator", scene.writing.director.email, "24,000")
    assert [text in seen.text for text in hidden] == [False] * 4
    given = {"answer": "yes", "typed_name": "Ada Moreau", "shown_sha256": partner.text_sha256}
    assert client.post(page, data={**given, "once": "a"}).status_code == 303
    assert client.post(page, data={**given, "once": "b"}).status_code == 303
    (row,) = kept(session)
    assert [(a.typed_name, a.given_by_id, a.confirms) for a in row.answers] == [("Ada Moreau", None, True)]
    assert "Ada Moreau confirmed" in client.get(page).text
    assert client.post(page, data={"answer": "no", "typed_name": "Ada", "once": "c"}).status_code == 303
    assert kept(session)[0].state is PartnerState.DECLINED


@pytest.mark.parametrize(
    "change", [{"answer": ""}, {"answer": "maybe"}, {"typed_name": " "}, {"typed_name": "x" * 121}]
)
def test_half_an_answer_is_none(app: Flask, session: Session, scene: JointScene, change: dict[str, str]) -> None:
    partner = asked(session, scene, an_organization())
    session.commit()
    given = {"answer": "yes", "typed_name": "Ada Moreau", "shown_sha256": partner.text_sha256, "once": "a"}
    assert app.test_client().post(link(app, partner), data={**given, **change}).status_code == 422
    assert kept(session)[0].answers == []


@pytest.mark.parametrize(
    "what", ["tampered", "another purpose", "expired", "asked anew", "withdrawn", "nobody", "member"]
)
def test_a_link_that_is_over_says_what_to_do(
    app: Flask, session: Session, scene: JointScene, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = asked(session, scene, an_organization())
    path = link(app, partner)
    if what == "tampered":
        path = path[:-3] + ("abc" if path[-3:] != "abc" else "xyz")
    elif what == "another purpose":
        made = URLSafeTimedSerializer(app.config["SECRET_KEY"]).dumps({"partner": partner.id, "round": 1}, salt="join")
        path = f"/proposals/partner/{made}"
    elif what == "expired":
        then = time.time() - (Link.PARTNER.value.max_age + timedelta(minutes=1)).total_seconds()
        monkeypatch.setattr("itsdangerous.timed.time.time", lambda: then)
        path = link(app, partner)
        monkeypatch.undo()
    elif what == "asked anew":
        ask_partner(partner, session=session, actor=scene.lead, now=NOW + timedelta(days=2))
    elif what == "withdrawn":
        withdraw_partner(partner, session=session, actor=scene.lead, now=NOW)
    elif what == "nobody":
        made = URLSafeTimedSerializer(app.config["SECRET_KEY"]).dumps(
            {"partner": 987654, "round": 1}, salt=Link.PARTNER.value.purpose
        )
        path = f"/proposals/partner/{made}"
    else:
        path = link(app, asked(session, scene, an_affiliate_as_partner(scene.prairie)))
    session.commit()
    for answer in (app.test_client().get(path), app.test_client().post(path, data={"answer": "yes", "once": "a"})):
        assert (answer.status_code, "This link does not work any more" in answer.text) == (410, True)
    assert kept(session)[0].answers == []


def test_answers_by_link_are_rate_limited(app: Flask, session: Session, scene: JointScene) -> None:
    partner = asked(session, scene, an_organization())
    session.commit()
    app.config["RATELIMIT_ENABLED"] = True
    limiter.enabled = True
    client, page = app.test_client(), link(app, partner)
    answers = [client.post(page, data={"answer": "maybe"}).status_code for _ in range(22)]
    assert (answers[0], answers[-1]) == (422, 429)


def test_a_partner_that_left_is_shown_beside_the_submitted_version(
    session: Session, sign_in: SignIn, scene: JointScene
) -> None:
    partner = confirmed_by_prairie(session, scene)
    director = scene.prairie_director.as_actor(NOW)
    submitted(session, scene.writing, scene.proposal)
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    page = f"/proposals/{scene.proposal.id}"
    before = client.get(page).text
    assert ("Prairie Neighbors" in before, "Changed since this version" in before) == (True, False)
    answer_as_affiliate(Partnership(partner), A_NO, session=session, actor=director, now=NOW)
    session.commit()
    after = client.get(page).text
    assert [text in after for text in ("Changed since this version", "We have no room this year.")] == [True, True]


def test_affiliates_that_fit_are_offered_with_their_reasons_until_they_keep_out(
    session: Session, sign_in: SignIn, scene: JointScene
) -> None:
    scene.writing.affiliate.languages, scene.writing.affiliate.staff_count = "Dari, Spanish", 8
    cedar = an_affiliate(session, "Cedar House", languages="Dari", staff_count=6)
    writer = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=cedar)
    an_enrollment(session, Stage.PROPOSING, affiliate=cedar, cohort=scene.writing.enrollment.cohort)
    client, page = sign_in(scene.writing.data_lead), f"/proposals/{scene.proposal.id}/sections/partners"
    assert "Small like you, also works with Dari speakers, in the same state" in client.get(page).text
    switch = f"/proposals/{scene.proposal.id}/partners/suggestions"
    assert client.post(switch, data={"keep_out": "y", "once": "a"}).status_code == 303
    session.expire_all()
    assert session.get_one(Affiliate, scene.writing.affiliate.id).may_be_suggested is False
    assert client.post(switch, data={"once": "b"}).status_code == 303
    session.expire_all()
    assert session.get_one(Affiliate, scene.writing.affiliate.id).may_be_suggested is True
    assert sign_in(writer).post(switch, data={"once": "c"}).status_code == 404


def test_one_partner_costs_as_many_queries_as_eight(
    session: Session, sign_in: SignIn, scene: JointScene, count_queries: Statements
) -> None:
    named(session, scene, an_organization())
    asked(session, scene, an_affiliate_as_partner(scene.prairie))
    client, page = sign_in(scene.writing.data_lead), f"/proposals/{scene.proposal.id}/sections/partners"
    client.get(page)
    count_queries.clear()
    client.get(page)
    two = len(count_queries)
    for number in range(6):
        another = an_affiliate(session, f"Affiliate {number}")
        a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=another)
        asked(session, scene, an_affiliate_as_partner(another))
    session.commit()
    count_queries.clear()
    assert client.get(page).status_code == 200
    assert len(count_queries) == two
