"""A proposal is submitted once, complete and in time, and what was submitted never changes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_proposals import (
    WritingScene,
    a_complete_proposal,
    a_draft,
    a_good_goal,
    an_affiliate_that_writes,
)
from workflows.db import Origin, db, originating, transaction
from workflows.enrollments.models import StageChange
from workflows.lifecycle import LIFECYCLE
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.permissions import PROGRAM, Role
from workflows.proposals.goals.operations import save_goal
from workflows.proposals.lifecycle import PROPOSAL_STATES
from workflows.proposals.models import Proposal, ProposalSnapshot, ProposalState
from workflows.proposals.operations import submit_proposal
from workflows.proposals.queries import get_proposal
from workflows.proposals.snapshot import SealedForGood, canonical, content_of, digest_of, is_intact
from workflows.stages import Stage

SIXTY_ONE_DAYS = timedelta(days=61)


def submit(session: Session, proposal: Proposal, person: User, now: object = NOW) -> ProposalSnapshot:
    actor = person.as_actor(NOW)
    return submit_proposal(proposal, typed_name="Dana Ortiz", session=session, actor=actor, now=now)  # type: ignore[arg-type]


def test_the_director_submits_and_the_year_moves_into_review(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    snapshot = submit(session, proposal, scene.director)
    session.commit()
    assert proposal.state is ProposalState.SUBMITTED
    assert (scene.enrollment.stage, scene.enrollment.proposal_submitted_at) == (Stage.IN_REVIEW, NOW)
    assert (snapshot.number, snapshot.certified_name, snapshot.submitted_at) == (1, "Dana Ortiz", NOW)
    announced = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "proposal_submitted")).one()
    assert (announced.subject_id, announced.details, announced.actor_id) == (
        proposal.id,
        {"number": 1},
        scene.director.id,
    )


def test_the_snapshot_holds_everything_with_its_labels(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    content = submit(session, a_complete_proposal(session, scene), scene.director).content
    assert content["title"] == "Title: what we wrote"
    assert content["budget"]["total"] == "24000.00"
    assert content["goals"][0]["sentence"].startswith("By 30 June 2027, raise “Employed at day 180”")
    assert content["goals"][0]["milestones"][0] == {
        "on": "2026-12-31",
        "value": "50",
        "on_shown": "31 December 2026",
        "shown": "50%",
    }
    assert content["sections"][1]["answers"][4] == {
        "name": "eligible_n",
        "label": "How many people could take part",
        "value": 62,
        "shown": "62",
    }
    assert content["certification"]["typed_name"] == "Dana Ortiz"


def test_the_digest_is_the_same_after_a_trip_through_the_database_and_in_any_order(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    snapshot = submit(session, a_complete_proposal(session, scene), scene.director)
    session.commit()
    session.expire_all()
    kept = session.get_one(ProposalSnapshot, snapshot.id)
    assert is_intact(kept)
    assert digest_of(dict(reversed(list(kept.content.items())))) == kept.digest
    assert digest_of(kept.content | {"title": "Another"}) != kept.digest
    assert canonical({"b": "é", "a": 1}) == '{"a":1,"b":"é"}'.encode()


def test_a_snapshot_is_never_changed_or_removed(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    snapshot = submit(session, a_complete_proposal(session, scene), scene.director)
    session.commit()
    snapshot.certified_name = "Somebody else"
    with pytest.raises(SealedForGood):
        session.flush()
    session.rollback()
    session.delete(snapshot)
    with pytest.raises(SealedForGood):
        session.flush()
    session.rollback()


def test_money_and_figures_read_the_same_on_every_database(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    before = content_of(proposal)
    session.commit()
    session.expire_all()
    assert canonical(content_of(get_proposal(session, proposal.id))) == canonical(before)


def test_a_second_click_finds_the_first_submission(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    first = submit(session, proposal, scene.director)
    session.commit()
    assert submit(session, proposal, scene.director) is first
    assert session.scalar(select(func.count(StageChange.id))) == 1


def test_an_incomplete_proposal_is_refused_with_every_gap_and_nothing_is_saved(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    session.commit()
    with pytest.raises(Refused) as refused, transaction() as writing:
        submit(writing, proposal, scene.director)
    assert "There is no goal yet. Add at least one." in refused.value.sentences
    assert len(refused.value.reasons) == 30
    session.expire_all()
    assert scene.enrollment.stage is Stage.PROPOSING
    assert scene.enrollment.proposal_submitted_at is None
    assert session.scalar(select(func.count(ProposalSnapshot.id))) == 0


def test_only_the_director_submits(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    with pytest.raises(Refused, match="You may not certify and submit this proposal"):
        submit(session, a_complete_proposal(session, scene), scene.data_lead)


def test_a_late_proposal_is_refused_with_the_day_it_closed(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    with pytest.raises(Refused) as refused:
        submit(session, a_complete_proposal(session, scene), scene.director, NOW + SIXTY_ONE_DAYS)
    assert refused.value.sentences == (
        "Proposals closed on Friday 1 May 2026. Ask the program manager for an extension.",
    )


def ask_for_changes(session: Session, scene: WritingScene, proposal: Proposal) -> None:
    scene.enrollment.final_reviews = scene.enrollment.cohort.minimum_reviews
    manager = a_person(session, Role.PROGRAM_MANAGER).as_actor(NOW)
    LIFECYCLE.move(scene.enrollment, "request_changes", actor=manager, now=NOW, note="A clearer target, please.")
    PROPOSAL_STATES.move(proposal, "request_changes", actor=PROGRAM, now=NOW)
    proposal.changes_asked = "A clearer target, please."
    session.flush()


def test_after_changes_are_asked_a_second_version_is_submitted_also_past_the_deadline(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    first = submit(session, proposal, scene.director)
    session.flush()
    ask_for_changes(session, scene, proposal)
    goal = proposal.goals[0]
    save_goal(
        goal,
        answers=a_good_goal(goal.indicator_id or 0, target_value=Decimal(58)),
        expected_version=goal.version,
        session=session,
        actor=scene.data_lead.as_actor(NOW),
        now=NOW,
    )
    session.flush()
    second = submit(session, proposal, scene.director, NOW + SIXTY_ONE_DAYS)
    assert (first.number, second.number) == (1, 2)
    assert [s.content["goals"][0]["target"]["shown"] for s in (first, second)] == ["60%", "58%"]
    assert scene.enrollment.stage is Stage.IN_REVIEW


@pytest.mark.postgres
def test_two_directors_at_the_same_moment_submit_once(postgres_app: Flask) -> None:
    session = db.session()
    scene = an_affiliate_that_writes(session)
    proposal_id = a_complete_proposal(session, scene).id
    director = scene.director.as_actor(NOW)
    session.commit()

    def click(_number: int) -> int:
        with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as writing:
            proposal = get_proposal(writing, proposal_id)
            return submit_proposal(proposal, typed_name="Dana Ortiz", session=writing, actor=director, now=NOW).number

    with ThreadPoolExecutor(4) as clicks:
        assert list(clicks.map(click, range(4))) == [1, 1, 1, 1]
    session.expire_all()
    assert session.scalar(select(func.count(ProposalSnapshot.id))) == 1
    assert session.scalar(select(func.count(StageChange.id))) == 1
