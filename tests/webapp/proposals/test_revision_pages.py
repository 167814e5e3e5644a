"""Requests beside the text they are about, versions side by side, and who may read them."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_person
from tests.scenes_proposals import (
    WritingScene,
    a_complete_proposal,
    an_affiliate_that_writes,
    answered,
    changes_asked,
    submitted,
)
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.models import Proposal
from workflows.proposals.revisions.asked import list_asked
from workflows.proposals.writing import save_section

SignIn = Callable[[User], FlaskClient]
AUTOMATIC = {"Accept": "application/json"}


def a_returned_proposal(session: Session, *sections: str) -> tuple[WritingScene, Proposal]:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    submitted(session, scene, proposal)
    changes_asked(session, scene, proposal, sections or ("story",))
    return scene, proposal


def rewrite(session: Session, scene: WritingScene, proposal: Proposal, summary: str) -> None:
    row = proposal.section("story")
    assert row is not None
    save_section(
        proposal,
        name="story",
        answers={**row.answers, "summary": summary},
        expected_version=row.version,
        session=session,
        actor=scene.data_lead.as_actor(NOW),
        now=NOW,
    )
    session.flush()


def two_versions(session: Session) -> tuple[WritingScene, Proposal]:
    scene, proposal = a_returned_proposal(session)
    rewrite(session, scene, proposal, "Summary: what we wrote, now for <two> sites")
    answered(session, scene, list_asked(proposal))
    submitted(session, scene, proposal)
    session.flush()
    return scene, proposal


def test_a_section_shows_what_is_asked_there_with_a_box_for_the_answer(session: Session, sign_in: SignIn) -> None:
    scene, proposal = a_returned_proposal(session, "story", "goals")
    client = sign_in(scene.data_lead)
    story, goals = list_asked(proposal)
    shown = client.get(f"/proposals/{proposal.id}/sections/story").text
    assert "Please look at story again." in shown
    assert "Please look at goals again." not in shown
    assert f'action="/proposals/requests/{story.id}"' in shown
    assert f'id="request-{story.id}"' in shown
    gap = f'href="/proposals/{proposal.id}/sections/goals#request-{goals.id}"'
    assert gap in client.get(f"/proposals/{proposal.id}/submit").text


def test_an_answer_is_kept_by_the_button_by_itself_and_told_when_stale(session: Session, sign_in: SignIn) -> None:
    scene, proposal = a_returned_proposal(session)
    (asked,) = list_asked(proposal)
    client, page = sign_in(scene.data_lead), f"/proposals/requests/{asked.id}"
    assert "Please look at story again." in client.get(page).text
    kept = client.post(page, data={"answer": "We named both sites.", "version": "1"}, headers=AUTOMATIC)
    assert (kept.status_code, kept.json["version"]) == (200, 2)  # type: ignore[index]
    pressed = client.post(page, data={"answer": "We named three.", "version": "2", "once": "a"})
    assert (pressed.status_code, pressed.location) == (303, f"/proposals/{proposal.id}/sections/story")
    stale = client.post(page, data={"answer": "Something else", "version": "1", "once": "b"})
    assert stale.status_code == 409
    assert "We named three." in stale.text
    assert "Something else" in stale.text
    long = client.post(page, data={"answer": "x" * 2001, "version": "3"}, headers=AUTOMATIC)
    assert long.status_code == 422
    session.expire_all()
    assert asked.answer == "We named three."


def test_a_section_that_nobody_asked_about_stays_and_says_why(session: Session, sign_in: SignIn) -> None:
    scene, proposal = a_returned_proposal(session, "story")
    client = sign_in(scene.data_lead)
    why = "Changes are asked for in “Your project”, so only that is open. The rest stays as you submitted it."
    for name in ("learning", "goals", "budget"):
        assert why in client.get(f"/proposals/{proposal.id}/sections/{name}").text
    goal_page = client.get(f"/proposals/goals/{proposal.goals[0].id}")
    assert goal_page.location == f"/proposals/{proposal.id}/sections/goals"
    late = client.post(f"/proposals/{proposal.id}/sections/learning", data={"version": "2"}, headers=AUTOMATIC)
    assert late.status_code == 422
    assert why in late.json["sentence"]  # type: ignore[index]


def test_versions_are_listed_with_seal_people_and_requests(session: Session, sign_in: SignIn) -> None:
    scene, proposal = two_versions(session)
    page = sign_in(scene.director).get(f"/proposals/{proposal.id}/versions").text
    assert page.count("Seal intact") == 2
    assert "1 section changed." in page
    assert page.count("Lee Abara") >= 2
    assert "Please look at story again." in page
    assert "We made it clearer." in page


def test_a_seal_that_does_not_match_is_said(session: Session, sign_in: SignIn) -> None:
    scene, proposal = two_versions(session)
    session.execute(
        proposal.snapshots[0].__table__.update().where(proposal.snapshots[0].__table__.c.number == 1).values(digest="0")
    )
    session.expire_all()
    assert "Seal does not match" in sign_in(scene.director).get(f"/proposals/{proposal.id}/versions").text


def test_two_versions_stand_side_by_side_word_by_word(session: Session, sign_in: SignIn) -> None:
    scene, proposal = two_versions(session)
    client = sign_in(scene.director)
    page = client.get(f"/proposals/{proposal.id}/versions/1/2").text
    assert '<ins><span class="visually-hidden">[put in: </span>wrote, now for &lt;two&gt; sites' in page
    assert '<del><span class="visually-hidden">[taken out: </span>wrote<' in page
    assert "1 section changed." in page
    assert "We made it clearer." in page
    assert "Data plan" not in page
    everything = client.get(f"/proposals/{proposal.id}/versions/2/1?all=1").text  # whichever is named first
    assert "Data plan" in everything
    assert "Only what changed" in everything


def test_the_draft_stands_beside_what_was_submitted_for_its_writers_alone(session: Session, sign_in: SignIn) -> None:
    scene, proposal = a_returned_proposal(session)
    rewrite(session, scene, proposal, "Another summary")
    page = f"/proposals/{proposal.id}/versions/1/draft"
    shown = sign_in(scene.data_lead).get(page).text
    assert "The draft as it is now" in shown
    assert "Another" in shown
    assert page in sign_in(scene.data_lead).get(f"/proposals/{proposal.id}/versions").text
    manager = a_person(session, Role.PROGRAM_MANAGER)
    assert sign_in(manager).get(page).status_code == 403
    assert page not in sign_in(manager).get(f"/proposals/{proposal.id}/versions").text


def test_a_version_that_is_not_there_is_not_found(session: Session, sign_in: SignIn) -> None:
    scene, proposal = two_versions(session)
    client = sign_in(scene.director)
    for address in ("versions/1/3", "versions/0/1", "versions/3/draft"):
        assert client.get(f"/proposals/{proposal.id}/{address}").status_code == 404
    stranger = a_person(session, Role.REVIEWER)
    assert sign_in(stranger).get(f"/proposals/{proposal.id}/versions/1/2").status_code == 404


def test_the_pages_of_versions_ask_a_constant_number_of_questions(
    session: Session, sign_in: SignIn, count_queries: Statements
) -> None:
    scene, proposal = two_versions(session)
    client, proposal_id = sign_in(scene.director), proposal.id

    def asked(address: str) -> int:
        session.expire_all()
        count_queries.clear()
        assert client.get(f"/proposals/{proposal_id}/{address}").status_code == 200
        return len(count_queries)

    before = asked("versions"), asked("versions/1/2")
    for _ in range(3):
        changes_asked(session, scene, proposal, ["story", "goals"])
        answered(session, scene, list_asked(proposal))
        submitted(session, scene, proposal)
        session.commit()
    assert (asked("versions"), asked("versions/4/5")) == before
    assert [count <= 12 for count in before] == [True, True]
