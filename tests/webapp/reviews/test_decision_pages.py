"""The manager asks reviewers and decides in the browser."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_enrollment
from tests.scenes_reviews import Scene, a_scene, awarded, reviewed, seats_of
from workflows.enrollments.models import Enrollment
from workflows.funding.models import Award
from workflows.people.models import RoleAssignment, User
from workflows.permissions import Role
from workflows.proposals.revisions.models import ChangeRequest
from workflows.reviews.models import Decision, Review, ReviewState
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]
APPROVAL = {
    "amount": "20000",
    "starts_on": "2100-01-01",
    "source": "private",
    "restriction": "unrestricted",
    "feedback": "Well done.",
    "version": "0",
    "announce": "yes",
    "once": "one",
}


def test_the_manager_asks_two_reviewers_once(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    client = sign_in(scene.managers[0])
    page = f"/reviews/proposals/{scene.proposal.id}/reviewers"
    given = {"reviewers": [person.id for person in scene.reviewers], "once": "one"}
    assert client.get(page).status_code == 200
    assert client.post(page, data={"once": "zero"}).status_code == 422
    assert client.post(page, data=given).status_code == 303
    assert client.post(page, data=given).status_code == 303
    assert session.scalar(select(func.count(Review.id))) == 2


def test_the_coach_is_shown_with_the_reason_and_cannot_be_chosen(session: Session, sign_in: SignIn) -> None:
    scene = a_scene(session)
    session.add(RoleAssignment(user=scene.coach, role=Role.REVIEWER, granted_at=NOW))
    client = sign_in(scene.managers[0])
    page = f"/reviews/proposals/{scene.proposal.id}/reviewers"
    shown = client.get(page).text
    assert "Coaches this affiliate, so someone else scores its proposal." in shown
    assert f'value="{scene.coach.id}"' not in shown
    assert client.post(page, data={"reviewers": [scene.coach.id], "once": "a"}).status_code == 422
    assert session.scalar(select(func.count(Review.id))) == 0


def test_approving_twice_makes_one_award(session: Session, sign_in: SignIn) -> None:
    scene = reviewed(session, a_scene(session))
    client = sign_in(scene.managers[0])
    page = f"/reviews/proposals/{scene.proposal.id}/approve"
    assert client.get(page).status_code == 200
    assert client.post(page, data=APPROVAL).headers["Location"] == f"/funding/of/{scene.enrollment.id}"
    assert client.post(page, data=APPROVAL).status_code == 303
    second = client.post(page, data={**APPROVAL, "feedback": "Splendid.", "once": "two"})
    assert (second.status_code, "Splendid." in second.text, "Well done." in second.text) == (409, True, True)
    session.expire_all()
    assert session.scalar(select(func.count(Award.id))) == 1
    assert session.get_one(Enrollment, scene.enrollment.id).stage is Stage.AWARDED
    assert client.get(f"/funding/of/{scene.enrollment.id}").status_code == 200


def test_an_amount_over_the_proposal_is_said_at_its_field(session: Session, sign_in: SignIn) -> None:
    scene = reviewed(session, a_scene(session))
    answer = sign_in(scene.managers[0]).post(
        f"/reviews/proposals/{scene.proposal.id}/approve", data={**APPROVAL, "amount": "24000.01"}
    )
    assert answer.status_code == 422
    assert '<a href="#amount">The proposal asks for $24,000; the award cannot be more.</a>' in answer.text


def test_declining_needs_words(session: Session, sign_in: SignIn) -> None:
    scene = reviewed(session, a_scene(session))
    client = sign_in(scene.managers[0])
    page = f"/reviews/proposals/{scene.proposal.id}/decline"
    assert client.get(page).status_code == 200
    assert client.post(page, data={"feedback": "", "once": "a"}).status_code == 422
    assert (
        client.post(
            page, data={"feedback": "Name the source.", "version": "0", "announce": "yes", "once": "b"}
        ).status_code
        == 303
    )
    session.expire_all()
    assert session.get_one(Enrollment, scene.enrollment.id).stage is Stage.NOT_FUNDED
    assert "Name the source." in client.get(f"/reviews/of/{scene.enrollment.id}").text


def test_changes_are_asked_for_by_section_each_with_its_words(session: Session, sign_in: SignIn) -> None:
    scene = reviewed(session, a_scene(session))
    client = sign_in(scene.managers[0])
    page = f"/reviews/proposals/{scene.proposal.id}/changes"
    assert "Open “Budget”" in client.get(page).text
    nothing = client.post(page, data={"note": "All of it.", "once": "a"})
    assert nothing.status_code == 422
    assert "Choose at least one section, and say there what to change." in nothing.text
    wordless = client.post(page, data={"ask_budget": "y", "once": "b"})
    assert wordless.status_code == 422
    assert '<a href="#words_budget">Say what to change in “Budget”.</a>' in wordless.text
    given = {
        "note": "Nearly there.",
        "ask_budget": "y",
        "words_budget": "Split line 1.",
        "words_goals": "Name the source.",
    }
    assert client.post(page, data={**given, "announce": "yes", "once": "c"}).status_code == 303
    session.expire_all()
    assert session.get_one(Enrollment, scene.enrollment.id).stage is Stage.PROPOSING
    asked = session.scalars(select(ChangeRequest).order_by(ChangeRequest.id)).all()
    assert [(row.section, row.words) for row in asked] == [("goals", "Name the source."), ("budget", "Split line 1.")]
    assert "Budget: Split line 1." in client.get(f"/reviews/of/{scene.enrollment.id}").text


def _manager_too(session: Session, user: User) -> User:
    session.add(RoleAssignment(user=user, role=Role.PROGRAM_MANAGER, granted_at=NOW))
    return user


REFUSED: tuple[tuple[str, Callable[[Session, Scene], User], int], ...] = (
    ("scorer", lambda session, scene: _manager_too(session, scene.reviewers[0]), 403),
    ("coach", lambda session, scene: _manager_too(session, scene.coach), 403),
    ("finance", lambda _session, scene: scene.finance[0], 404),
    ("director", lambda _session, scene: scene.director, 403),
    ("stranger", lambda session, _scene: a_person(session, Role.REVIEWER), 404),
    ("auditor", lambda session, _scene: a_person(session, Role.AUDITOR), 403),
)


@pytest.mark.parametrize(("person", "status"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_who_may_not_decide(
    session: Session, sign_in: SignIn, person: Callable[[Session, Scene], User], status: int
) -> None:
    scene = reviewed(session, a_scene(session))
    client = sign_in(person(session, scene))
    answers = [
        client.post(f"/reviews/proposals/{scene.proposal.id}/{name}", data={**APPROVAL, "once": name}).status_code
        for name in ("approve", "changes", "decline")
    ]
    assert answers == [status] * 3
    assert session.scalar(select(func.count(Decision.id))) == 0


def test_a_scorer_reads_why_in_place_of_the_buttons(session: Session, sign_in: SignIn) -> None:
    scene = reviewed(session, a_scene(session))
    page = sign_in(_manager_too(session, scene.reviewers[0])).get(f"/reviews/of/{scene.enrollment.id}").text
    assert "You scored this proposal, so someone else decides on it." in page
    assert "/approve" not in page


def test_the_manager_opens_a_filed_review_again(session: Session, sign_in: SignIn) -> None:
    scene = reviewed(session, a_scene(session))
    review = scene.proposal.reviews[0]
    client = sign_in(scene.managers[0])
    assert client.post(f"/reviews/{review.id}/reopen", data={"why": "Look at C2.", "once": "a"}).status_code == 303
    assert client.post(f"/reviews/{review.id}/reopen", data={"why": "Look at C2.", "once": "b"}).status_code == 422
    session.expire_all()
    assert session.get_one(Review, review.id).state is ReviewState.SCORING


def test_pages_before_and_after_the_review(session: Session, sign_in: SignIn) -> None:
    proposing = an_enrollment(session, Stage.PROPOSING)
    fresh, done = a_scene(session), a_scene(session)
    seats_of(session, fresh)
    awarded(session, done)
    client = sign_in(fresh.managers[0])
    assert "Nothing to review yet" in client.get(f"/reviews/of/{proposing.id}").text
    assert "0 of 2 reviews are final." in client.get(f"/reviews/of/{fresh.enrollment.id}").text
    assert "Open the award" in client.get(f"/reviews/of/{done.enrollment.id}").text
    assert "Nobody can be asked now" in client.get(f"/reviews/proposals/{done.proposal.id}/reviewers").text
    assert "$24,000" in client.get("/reviews/decisions").text


def test_affiliates_do_not_read_reviews(session: Session, sign_in: SignIn) -> None:
    scene = reviewed(session, a_scene(session))
    client = sign_in(scene.director)
    assert client.get(f"/reviews/of/{scene.enrollment.id}").status_code == 403
    assert client.get("/reviews/decisions").status_code == 403
