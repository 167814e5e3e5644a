"""The director checks and submits; others read why not; reviewers read what was submitted."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_cohort, a_person
from tests.scenes_proposals import a_complete_proposal, a_draft, an_affiliate_that_writes, handed_over, submitted
from workflows.clock import utc_now
from workflows.outbox import expand_events
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.models import Proposal, ProposalSnapshot, ProposalState
from workflows.proposals.snapshot import is_intact
from workflows.proposals.writing import save_section
from workflows.reviews.models import Review, ReviewState

SignIn = Callable[[User], FlaskClient]
CERTIFIED = {"typed_name": "Dana Ortiz", "certifies": "y"}


def open_scene(session: Session):  # type: ignore[no-untyped-def]
    return an_affiliate_that_writes(session, proposals_due_at=utc_now() + timedelta(days=30))


def ready_scene(session: Session):  # type: ignore[no-untyped-def]
    scene = open_scene(session)
    proposal = a_complete_proposal(session, scene)
    handed_over(session, scene, proposal, now=utc_now())
    return scene, proposal


def test_the_data_lead_submits_for_certification_and_reads_what_follows(session: Session, sign_in: SignIn) -> None:
    scene = open_scene(session)
    proposal = a_complete_proposal(session, scene)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/submit"
    shown = client.get(page).text
    assert "Nothing is missing" in shown
    assert "Dana Ortiz (director) gets a message, reads it and certifies." in shown
    for once in ("one", "one", "two"):  # the same click again, and another window
        answer = client.post(page, data={"once": once})
        assert answer.status_code == 303
    assert answer.location == page
    waiting = client.get(page).text
    assert "It waits for the director" in waiting
    assert "Lee Abara handed it over on" in waiting
    assert "Take it back" in waiting
    assert "typed_name" not in waiting
    assert client.get(f"/proposals/of/{scene.enrollment.id}").location == page
    assert client.get(f"/proposals/{proposal.id}/sections/story").location == page
    session.expire_all()
    assert proposal.state is ProposalState.READY


def test_the_director_certifies_submits_once_and_gets_a_receipt(session: Session, sign_in: SignIn) -> None:
    scene, proposal = ready_scene(session)
    client, page = sign_in(scene.director), f"/proposals/{proposal.id}/submit"
    shown = client.get(page)
    assert "It waits for you" in shown.text
    assert "I certify that this proposal is true and complete" in shown.text
    assert f'value="{proposal.handed_over_digest}"' in shown.text
    for once in ("one", "one", "two"):  # the same click again, and another window
        answer = client.post(f"/proposals/{proposal.id}/certify", data={**CERTIFIED, "once": once})
        assert answer.status_code == 303
    assert answer.location == f"/proposals/{proposal.id}/receipt"
    snapshot = session.scalars(select(ProposalSnapshot)).one()
    receipt = client.get(answer.location)
    assert snapshot.digest in receipt.text
    assert "Your proposal is in" in receipt.text
    assert "Lee Abara, " in receipt.text
    assert "Dana Ortiz, as “Dana Ortiz”" in receipt.text
    assert "What happens next" in receipt.text
    expand_events(session, now=utc_now())
    session.commit()
    assert 'data-poll="/documents/runs/' in client.get(answer.location).text
    assert is_intact(snapshot)
    assert client.get(f"/proposals/of/{scene.enrollment.id}").location == answer.location
    assert client.get(page).location == answer.location


def test_whoever_is_alone_certifies_and_submits_on_one_page(session: Session, sign_in: SignIn) -> None:
    scene = open_scene(session)
    proposal = a_complete_proposal(session, scene)
    scene.data_lead.is_active = False
    client = sign_in(scene.director)
    shown = client.get(f"/proposals/{proposal.id}/submit").text
    assert "Certify and submit</button>" in shown
    assert "Submit for certification" not in shown
    answer = client.post(f"/proposals/{proposal.id}/certify", data=CERTIFIED)
    assert answer.location == f"/proposals/{proposal.id}/receipt"
    assert session.scalars(select(ProposalSnapshot)).one().handed_over_by_id == scene.director.id


def test_the_only_director_sees_a_closed_button_and_who_presses_it(session: Session, sign_in: SignIn) -> None:
    scene = open_scene(session)
    proposal = a_complete_proposal(session, scene)
    client, page = sign_in(scene.director), f"/proposals/{proposal.id}/submit"
    shown = client.get(page).text
    assert 'disabled aria-describedby="why-not">Submit for certification</button>' in shown
    assert "Lee Abara (data lead) can press submit, then you certify." in shown
    refused = client.post(page, data={"once": "a"})
    assert refused.status_code == 422
    assert "Lee Abara (data lead) can press submit, then you certify." in refused.text


def test_whoever_pressed_does_not_certify_and_reads_who_does(session: Session, sign_in: SignIn) -> None:
    scene = open_scene(session)
    a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=scene.affiliate, name="Sam Okoye")
    proposal = a_complete_proposal(session, scene)
    client = sign_in(scene.director)
    client.post(f"/proposals/{proposal.id}/submit", data={"once": "a"})
    why = "You pressed submit, so another person certifies: Sam Okoye (director)."
    assert why in client.get(f"/proposals/{proposal.id}/submit").text
    refused = client.post(f"/proposals/{proposal.id}/certify", data=CERTIFIED)
    assert refused.status_code == 422
    assert why in refused.text
    assert session.scalar(select(func.count(ProposalSnapshot.id))) == 0


def test_what_is_missing_is_listed_with_a_link_to_its_field(session: Session, sign_in: SignIn) -> None:
    scene = open_scene(session)
    proposal = a_draft(session, scene)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/submit"
    answer = client.post(page, data={})
    assert answer.status_code == 422
    assert "30 things are still missing" in answer.text
    assert f'href="/proposals/{proposal.id}/sections/story#title"' in answer.text
    assert 'disabled aria-describedby="why-not">Submit for certification</button>' in answer.text
    session.expire_all()
    assert proposal.state is ProposalState.DRAFT


@pytest.mark.parametrize("left_out", ["typed_name", "certifies"])
def test_without_name_or_tick_nothing_is_submitted(session: Session, sign_in: SignIn, left_out: str) -> None:
    scene, proposal = ready_scene(session)
    given = {key: value for key, value in CERTIFIED.items() if key != left_out}
    answer = sign_in(scene.director).post(f"/proposals/{proposal.id}/certify", data=given)
    assert answer.status_code == 422
    assert session.scalar(select(func.count(ProposalSnapshot.id))) == 0


def test_an_older_page_does_not_certify_what_came_after_it(session: Session, sign_in: SignIn) -> None:
    scene, proposal = ready_scene(session)
    answer = sign_in(scene.director).post(f"/proposals/{proposal.id}/certify", data={**CERTIFIED, "seen": "0" * 64})
    assert answer.status_code == 422
    assert "The proposal was changed after you opened this page. Read it again, then certify." in answer.text


def test_the_data_lead_may_not_certify(session: Session, sign_in: SignIn) -> None:
    scene, proposal = ready_scene(session)
    refused = sign_in(scene.data_lead).post(f"/proposals/{proposal.id}/certify", data=CERTIFIED)
    assert refused.status_code == 403
    assert "You may not certify and submit this proposal. The affiliate director can." in refused.text


def test_a_writer_takes_it_back(session: Session, sign_in: SignIn) -> None:
    scene, proposal = ready_scene(session)
    client = sign_in(scene.data_lead)
    answer = client.post(f"/proposals/{proposal.id}/take-back", data={"once": "a"})
    assert (answer.status_code, answer.location) == (303, f"/proposals/{proposal.id}/submit")
    assert client.get(f"/proposals/{proposal.id}/sections/story").status_code == 200
    late = sign_in(scene.director).post(f"/proposals/{proposal.id}/certify", data=CERTIFIED)
    assert late.status_code == 422
    assert "The proposal is open to writing, so there is nothing to certify." in late.text


def test_the_director_sends_it_back_and_the_words_stand_on_the_last_page(session: Session, sign_in: SignIn) -> None:
    scene, proposal = ready_scene(session)
    client, page = sign_in(scene.director), f"/proposals/{proposal.id}/send-back"
    assert client.get(page).status_code == 200
    assert client.post(page, data={"note": " ", "once": "a"}).status_code == 422
    assert client.post(page, data={"note": "Name the second site.", "once": "b"}).status_code == 303
    shown = sign_in(scene.data_lead).get(f"/proposals/{proposal.id}/submit").text
    assert "Dana Ortiz sent it back" in shown
    assert "Name the second site." in shown
    assert "nothing to send back" in client.get(page).text


def test_on_closing_day_the_button_stays_with_the_reason_and_what_is_possible(
    session: Session, sign_in: SignIn
) -> None:
    scene = open_scene(session)
    proposal = a_complete_proposal(session, scene)
    scene.enrollment.cohort.proposals_due_at = datetime(2025, 3, 7, 4, 59, tzinfo=UTC)
    client, page = sign_in(scene.data_lead), f"/proposals/{proposal.id}/submit"
    shown = client.get(page).text
    assert 'disabled aria-describedby="why-not">Submit for certification</button>' in shown
    assert "Proposals closed on Thursday 6 March 2025, 11:59 pm EST. Ask the program manager for more time." in shown
    assert f'href="/proposals/more-time/{scene.enrollment.id}">Ask for more time</a>' in shown
    assert client.post(page, data={}).status_code == 422


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
    submitted(session, scene, proposal)
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
