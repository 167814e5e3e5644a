"""Decisions are kept, confirmed, read and announced in the browser; the affiliate sees nothing before."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_cohort, a_person
from tests.scenes_documents import sealed_content
from tests.scenes_reviews import Scene, a_scene, as_actor, reviewed
from tests.scenes_staging import confirm, stage
from workflows.clock import utc_now
from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.funding.answers import next_month
from workflows.people.models import RoleAssignment, User
from workflows.permissions import Role
from workflows.reviews.answers import PlannedCondition
from workflows.reviews.assigning import assign_reviewers
from workflows.reviews.models import Decision, Outcome
from workflows.reviews.operations import declare_no_conflict, step_aside
from workflows.reviews.staging.models import StagedDecision, StagedState
from workflows.reviews.staging.plan import DecisionPlan
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]
FORM = {
    "amount": "20000",
    "starts_on": "2100-01-01",
    "source": "private",
    "restriction": "unrestricted",
    "feedback": "Well done.",
    "version": "0",
    "conditions-0-text": "Name a second data lead.",
    "conditions-0-lifted_by": "the name is in the profile",
    "conditions-0-holds_payment": "y",
    "conditions-1-text": "",
    "once": "one",
}
SECRET = "A plan we would like to see running."  # nobody outside reads these words


def _plan(amount: int = 40_000) -> DecisionPlan:
    """With a first day that has not passed when the page is opened today."""
    condition = PlannedCondition("Name a second data lead.", "the name is in the profile", True)
    return DecisionPlan(
        Outcome.APPROVE,
        SECRET,
        amount=Decimal(amount),
        starts_on=next_month(utc_now().date()),
        conditions=(condition,),
    )


def _large(session: Session, **terms: Any) -> tuple[Scene, StagedDecision]:
    cohort = a_cohort(session, **{"confirm_above": Decimal(25_000), **terms})
    content = sealed_content(1)
    scene = reviewed(session, a_scene(session, total=Decimal(40_000), cohort=cohort, content=content))
    return scene, stage(session, scene, _plan())


def test_keeping_a_decision_changes_nothing_and_shows_it_to_the_office(session: Session, sign_in: SignIn) -> None:
    scene = reviewed(session, a_scene(session))
    client = sign_in(scene.managers[0])
    page = f"/reviews/proposals/{scene.proposal.id}/approve"
    shown = client.get(page).text
    assert "Keep it for the announcement" in shown
    assert "- Clear figures." in shown
    assert not any(person.name in shown for person in scene.reviewers)
    kept = client.post(page, data=FORM)
    assert kept.headers["Location"] == f"/reviews/of/{scene.enrollment.id}"
    session.expire_all()
    staged = session.scalars(select(StagedDecision)).one()
    assert (staged.amount, staged.planned_conditions) == (
        Decimal(20_000),
        (PlannedCondition("Name a second data lead.", "the name is in the profile", True),),
    )
    assert session.get_one(Enrollment, scene.enrollment.id).stage is Stage.IN_REVIEW
    page = client.get(f"/reviews/of/{scene.enrollment.id}").text
    assert "Decided, and not announced" in page
    assert "Kept for decisions not announced" in page
    assert "1 decision waits for the announcement" in client.get("/reviews/decisions").text


def test_a_condition_without_its_end_is_asked_about_at_its_row(session: Session, sign_in: SignIn) -> None:
    scene = reviewed(session, a_scene(session))
    answer = sign_in(scene.managers[0]).post(
        f"/reviews/proposals/{scene.proposal.id}/approve", data={**FORM, "conditions-0-lifted_by": ""}
    )
    assert answer.status_code == 422
    assert "Say what lifts it." in answer.text
    assert "Name a second data lead." in answer.text


def test_a_kept_decision_fills_its_form_and_can_become_another(session: Session, sign_in: SignIn) -> None:
    scene, staged = _large(session)
    client = sign_in(scene.managers[0])
    about = f"/reviews/proposals/{scene.proposal.id}"
    shown = client.get(f"{about}/approve").text
    assert SECRET in shown
    assert 'value="40000' in shown
    assert "the name is in the profile" in shown
    asked = {"note": "", "ask_budget": "y", "words_budget": "Split line 1.", "once": "b"}
    given = {**asked, "version": str(staged.version)}
    assert client.post(f"{about}/changes", data=given).status_code == 303
    assert "Split line 1." in client.get(f"{about}/changes").text
    session.expire_all()
    assert session.get_one(StagedDecision, staged.id).outcome is Outcome.REQUEST_CHANGES
    stale = client.post(f"{about}/decline", data={"feedback": "No.", "version": "1", "once": "c"})
    assert stale.status_code == 409
    assert "Ask for changes. Kept for the announcement" in stale.text


def test_taking_back(session: Session, sign_in: SignIn) -> None:
    scene, staged = _large(session)
    client = sign_in(scene.managers[0])
    path = f"/reviews/staged/{staged.id}/take-back"
    assert client.post(path, data={"version": "77", "once": "a"}).status_code == 409
    assert client.post(path, data={"version": str(staged.version), "once": "b"}).status_code == 303
    session.expire_all()
    assert session.get_one(StagedDecision, staged.id).state is StagedState.TAKEN_BACK
    assert "Nothing is kept here now" in client.get(f"/reviews/staged/{staged.id}").text
    assert "Approve</a>" in client.get(f"/reviews/of/{scene.enrollment.id}").text


def test_a_second_person_reads_the_letter_and_confirms(session: Session, sign_in: SignIn) -> None:
    _, staged = _large(session)
    second = a_person(session, Role.NETWORK_ADMINISTRATOR)
    client = sign_in(second)
    page = f"/reviews/staged/{staged.id}"
    shown = client.get(page).text
    assert "Confirm this decision" in shown
    assert "There is a decision on your proposal" in shown
    assert "The award letter" in shown
    assert "$40,000" in shown
    assert "Name a second data lead." in shown
    assert "What lifts it: the name is in the profile" in shown
    assert "Payments: wait until it is lifted." in shown
    assert client.post(f"{page}/confirm", data={"version": str(staged.version), "once": "a"}).status_code == 303
    shown = client.get(page).text
    assert "You confirmed this decision already." in shown
    assert second.name in shown
    assert client.post(f"{page}/confirm", data={"version": str(staged.version), "once": "b"}).status_code == 422


def test_sending_back_says_why_and_the_decider_reads_it(session: Session, sign_in: SignIn) -> None:
    scene, staged = _large(session)
    client = sign_in(scene.managers[1])
    path = f"/reviews/staged/{staged.id}/send-back"
    assert client.get(path).status_code == 200
    assert client.post(path, data={"why": "", "version": "1", "once": "a"}).status_code == 422
    given = {"why": "Why not 38,000?", "version": str(staged.version), "once": "b"}
    assert client.post(path, data=given).status_code == 303
    assert "It was sent back: Why not 38,000?" in client.get(f"/reviews/of/{scene.enrollment.id}").text


def test_the_announcement_is_all_or_none(session: Session, sign_in: SignIn) -> None:
    scene, large = _large(session)
    cohort = scene.enrollment.cohort
    other = reviewed(session, a_scene(session, cohort=cohort, content=sealed_content(1)))
    small = stage(session, other, DecisionPlan(Outcome.DECLINE, "Name the source of your figures."))
    client = sign_in(scene.managers[0])
    page = f"/reviews/cohorts/{cohort.id}/announcement"
    shown = client.get(page).text
    assert "A second person has to confirm this amount first." in shown
    assert f'value="{small.id}:{small.version}" checked' in shown
    assert f'value="{large.id}:{large.version}"' not in shown
    both = [f"{small.id}:{small.version}", f"{large.id}:{large.version}"]
    refused = client.post(page, data={"chosen": both, "once": "a"})
    assert refused.status_code == 422
    name = scene.enrollment.affiliate.name
    assert f"{name}: A second person has to confirm this amount first." in refused.text
    assert session.scalar(select(func.count(Decision.id))) == 0
    assert client.post(page, data={"once": "b"}).status_code == 422
    session.expire_all()
    confirm(session, session.get_one(StagedDecision, large.id), scene.managers[1])
    session.commit()
    both[1] = f"{large.id}:{large.version}"
    assert client.post(page, data={"chosen": both, "once": "c"}).status_code == 303
    assert client.post(page, data={"chosen": both, "once": "c"}).status_code == 303
    late = client.post(page, data={"chosen": both, "once": "d"})
    assert (late.status_code, f"Announced by {scene.managers[0].name}." in late.text) == (409, True)
    session.expire_all()
    assert session.scalar(select(func.count(Decision.id))) == 2
    assert session.get_one(Enrollment, scene.enrollment.id).stage is Stage.AWARDED
    assert session.get_one(Enrollment, other.enrollment.id).stage is Stage.NOT_FUNDED
    assert "No decision waits" in client.get(page).text


def test_every_letter_can_be_read_first(session: Session, sign_in: SignIn) -> None:
    scene, _ = _large(session)
    cohort = scene.enrollment.cohort
    other = reviewed(session, a_scene(session, cohort=cohort, content=sealed_content(1)))
    stage(session, other, DecisionPlan(Outcome.REQUEST_CHANGES, "Nearly.", requests={"budget": "Split line 1."}))
    shown = sign_in(scene.managers[0]).get(f"/reviews/cohorts/{cohort.id}/letters").text
    for words in (SECRET, "The award letter", "<b>Budget:</b> Split line 1.", "Your proposal: some changes"):
        assert words in shown


def _pages_of_the_affiliate(scene: Scene) -> list[str]:
    year = scene.enrollment.id
    return [
        "/",
        f"/enrollments/{year}",
        f"/proposals/{scene.proposal.id}",
        f"/funding/of/{year}",
        f"/documents/of/{year}",
    ]


@pytest.mark.parametrize("who", ["director", "coach"])
def test_nobody_at_the_affiliate_learns_of_it(session: Session, sign_in: SignIn, who: str) -> None:
    scene, staged = _large(session)
    confirm(session, staged, scene.managers[1])
    client = sign_in(getattr(scene, who))
    for page in _pages_of_the_affiliate(scene):
        shown = client.get(page)
        assert shown.status_code == 200, page
        for words in (SECRET, "40,000", "second person", "Name a second data lead", "not announced"):
            assert (page, words, words in shown.text) == (page, words, False)
    assert client.get(f"/reviews/staged/{staged.id}").status_code == 404
    cohort = scene.enrollment.cohort_id
    for page in (f"/reviews/cohorts/{cohort}/announcement", f"/reviews/cohorts/{cohort}/letters"):
        assert client.get(page).status_code in (403, 404)


def _manager_too(session: Session, user: User) -> User:
    session.add(RoleAssignment(user=user, role=Role.PROGRAM_MANAGER, granted_at=NOW))
    return user


def test_who_stepped_aside_or_still_scores_reads_nothing_of_it(session: Session, sign_in: SignIn) -> None:
    scene, staged = _large(session)
    left, reads = (_manager_too(session, a_person(session, Role.REVIEWER)) for _ in range(2))
    session.flush()
    seats = assign_reviewers(
        scene.proposal, reviewer_ids=[left.id, reads.id], session=session, actor=as_actor(scene.managers[0]), now=NOW
    )
    step_aside(seats[0], reason="My sister works there.", session=session, actor=as_actor(left), now=NOW)
    declare_no_conflict(seats[1], session=session, actor=as_actor(reads), now=NOW)
    announcement = f"/reviews/cohorts/{scene.enrollment.cohort_id}/announcement"
    away = sign_in(left)
    assert away.get(f"/reviews/staged/{staged.id}").status_code == 404
    assert scene.enrollment.affiliate.name not in away.get(announcement).text
    busy = sign_in(reads)
    shown = busy.get(f"/reviews/staged/{staged.id}").text
    assert "You review this proposal" in shown
    assert SECRET not in shown
    assert scene.enrollment.affiliate.name not in busy.get(announcement).text
    assert SECRET not in busy.get(f"/reviews/of/{scene.enrollment.id}").text


def test_home_says_what_waits_for_whom(session: Session, sign_in: SignIn) -> None:
    scene, staged = _large(session)
    decider, second = scene.managers
    assert "Confirm a decision" in sign_in(second).get("/").text
    assert "Confirm a decision" not in sign_in(decider).get("/").text
    confirm(session, staged, second)
    waiting = sign_in(decider).get("/").text
    assert "Announce a decision" in waiting
    assert f"/reviews/staged/{staged.id}" in waiting
    assert "Decide on the proposal" not in waiting


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_takes_the_same_few_queries(
    session: Session, sign_in: SignIn, count_queries: Statements, many: int
) -> None:
    cohort = a_cohort(session, seats=60, award_budget=Decimal(2_000_000))
    scenes = [reviewed(session, a_scene(session, cohort=cohort)) for _ in range(many)]
    for scene in scenes:
        stage(session, scene, _plan(24_000))
    client = sign_in(scenes[0].managers[0])
    session.expunge_all()
    count_queries.clear()
    shown = client.get(f"/reviews/cohorts/{cohort.id}/announcement").text
    assert len(re.findall('type="checkbox"', shown)) == many
    assert len(count_queries) <= 20
    assert session.get_one(Cohort, cohort.id).staged_amount == 24_000 * many
