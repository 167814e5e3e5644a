"""The director checks and submits; others read why not; reviewers read what was submitted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_cohort, a_person
from tests.scenes_proposals import a_complete_proposal, a_draft, an_affiliate_that_writes
from workflows.clock import utc_now
from workflows.outbox import expand_events
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.models import Proposal, ProposalSnapshot
from workflows.proposals.operations import submit_proposal
from workflows.proposals.snapshot import is_intact
from workflows.proposals.writing import save_section
from workflows.reviews.models import Review, ReviewState

SignIn = Callable[[User], FlaskClient]
CERTIFIED = {"typed_name": "Dana Ortiz", "certifies": "y"}


def open_scene(session: Session):  # type: ignore[no-untyped-def]
    return an_affiliate_that_writes(session, proposals_due_at=utc_now() + timedelta(days=30))


def test_the_director_certifies_submits_once_and_gets_a_receipt(session: Session, sign_in: SignIn) -> None:
    scene = open_scene(session)
    proposal = a_complete_proposal(session, scene)
    client, page = sign_in(scene.director), f"/proposals/{proposal.id}/submit"
    shown = client.get(page)
    assert "Nothing is missing" in shown.text
    assert "I certify that this proposal is true and complete" in shown.text
    for once in ("one", "one", "two"):  # the same click again, and another window
        answer = client.post(page, data={**CERTIFIED, "once": once})
        assert answer.status_code == 303
    assert answer.location == f"/proposals/{proposal.id}/receipt"
    snapshot = session.scalars(select(ProposalSnapshot)).one()
    receipt = client.get(answer.location)
    assert snapshot.digest in receipt.text
    assert "Your proposal is in" in receipt.text
    expand_events(session, now=utc_now())
    session.commit()
    assert 'data-poll="/documents/runs/' in client.get(answer.location).text
    assert is_intact(snapshot)
    assert client.get(f"/proposals/of/{scene.enrollment.id}").location == answer.location
    assert client.get(page).location == answer.location


def test_what_is_missing_is_listed_with_a_link_to_its_field(session: Session, sign_in: SignIn) -> None:
    scene = open_scene(session)
    proposal = a_draft(session, scene)
    client, page = sign_in(scene.director), f"/proposals/{proposal.id}/submit"
    answer = client.post(page, data=CERTIFIED)
    assert answer.status_code == 422
    assert "30 things are still missing" in answer.text
    assert f'href="/proposals/{proposal.id}/sections/story#title"' in answer.text
    assert "Certify and submit</button>" not in answer.text
    assert session.scalar(select(func.count(ProposalSnapshot.id))) == 0


@pytest.mark.parametrize("left_out", ["typed_name", "certifies"])
def test_without_name_or_tick_nothing_is_submitted(session: Session, sign_in: SignIn, left_out: str) -> None:
    scene = open_scene(session)
    proposal = a_complete_proposal(session, scene)
    given = {key: value for key, value in CERTIFIED.items() if key != left_out}
    answer = sign_in(scene.director).post(f"/proposals/{proposal.id}/submit", data=given)
    assert answer.status_code == 422
    assert session.scalar(select(func.count(ProposalSnapshot.id))) == 0


def test_the_data_lead_sees_why_only_the_director_may_submit(session: Session, sign_in: SignIn) -> None:
    scene = open_scene(session)
    proposal = a_complete_proposal(session, scene)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/submit"
    why = "You may not certify and submit this proposal. The affiliate director can."
    shown = client.get(page)
    assert shown.status_code == 200
    assert why in shown.text
    refused = client.post(page, data=CERTIFIED)
    assert refused.status_code == 403
    assert why in refused.text


def test_a_late_proposal_is_refused_with_the_sentence(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)  # its deadline lies months behind today
    proposal = a_complete_proposal(session, scene)
    scene.enrollment.cohort.proposals_due_at = NOW - timedelta(days=365)
    answer = sign_in(scene.director).post(f"/proposals/{proposal.id}/submit", data=CERTIFIED)
    assert answer.status_code == 422
    assert "Proposals closed on Sunday 2 March 2025. Ask the program manager for an extension." in answer.text


def a_review(session: Session, proposal: Proposal, reviewer: User, state: ReviewState) -> None:
    review = Review(
        proposal_id=proposal.id,
        reviewer_id=reviewer.id,
        assigned_by_id=reviewer.id,
        assigned_at=NOW,
        declared_at=NOW,
        rubric="1",
        state=state,
    )
    session.add(review)
    session.flush()


def test_a_reviewer_reads_what_was_submitted_and_only_when_assigned(session: Session, sign_in: SignIn) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    submit_proposal(proposal, typed_name="Dana Ortiz", session=session, actor=scene.director.as_actor(NOW), now=NOW)
    proposal.section("story").answers = {"title": "Written later"}  # type: ignore[union-attr]
    assigned, stranger = a_person(session, Role.REVIEWER), a_person(session, Role.REVIEWER)
    a_review(session, proposal, assigned, ReviewState.SCORING)
    session.expire_all()
    assert sign_in(stranger).get(f"/proposals/{proposal.id}").status_code == 404
    read = sign_in(assigned).get(f"/proposals/{proposal.id}")
    assert read.status_code == 200
    assert "Title: what we wrote" in read.text
    assert "Written later" not in read.text
    assert sign_in(assigned).get(f"/proposals/{proposal.id}/sections/story").status_code == 403


def test_the_list_filters_sorts_and_asks_the_same_number_of_questions(
    session: Session, sign_in: SignIn, count_queries: Statements
) -> None:
    cohort = a_cohort(session)
    scenes = [an_affiliate_that_writes(session, framework_id=cohort.framework_id) for _ in range(30)]
    first = a_complete_proposal(session, scenes[0])
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    session.expire_all()
    count_queries.clear()
    assert client.get("/proposals/?sort=total&direction=desc").status_code == 200
    with_one = len(count_queries)
    for scene in scenes[1:]:
        save_section(
            a_draft(session, scene),
            name="story",
            answers={"title": f"The project of {scene.affiliate.name}"},
            expected_version=1,
            session=session,
            actor=scene.data_lead.as_actor(NOW),
            now=NOW,
        )
    session.commit()
    session.expire_all()
    count_queries.clear()
    page = client.get("/proposals/?sort=total&direction=desc")
    assert (len(count_queries), with_one <= 12) == (with_one, True)
    assert page.text.index(scenes[0].affiliate.name) < page.text.index(f"{scenes[29].affiliate.name}<")
    assert "1–25 of 30" in page.text
    assert "26–30 of 30" in client.get("/proposals/?page=2").text
    assert "Rows appear" not in client.get("/proposals/?state=draft").text
    assert "$24,000" not in client.get("/proposals/?state=submitted").text
    assert f'href="/proposals/{first.id}"' in client.get(f"/proposals/?words={scenes[0].affiliate.name}").text


def test_reading_and_checking_ask_a_constant_number_of_questions(
    session: Session, sign_in: SignIn, count_queries: Statements
) -> None:
    scene = open_scene(session)
    proposal = a_complete_proposal(session, scene)
    client = sign_in(scene.director)
    addresses = [
        f"/proposals/{proposal.id}/sections/story",
        f"/proposals/{proposal.id}/submit",
        f"/proposals/{proposal.id}",
    ]
    counts = []
    for address in addresses:
        session.expire_all()
        count_queries.clear()
        assert client.get(address).status_code == 200
        counts.append(len(count_queries))
    assert [count <= 14 for count in counts] == [True, True, True]
