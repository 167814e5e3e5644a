"""The decision: who may, with which amount, and what it writes in one transaction."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person
from tests.scenes_reviews import Scene, a_scene, as_actor, awarded, every_score, reviewed, score, seats_of
from workflows.errors import DomainError, Stale
from workflows.funding.models import Award, FundingSource, Restriction
from workflows.funding.operations import approve_proposal
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.people.models import RoleAssignment, User
from workflows.permissions import Role
from workflows.proposals.models import ProposalState
from workflows.reviews.answers import PlannedCondition, ScoreAnswer
from workflows.reviews.comparison import compare
from workflows.reviews.decisions import decline_proposal, request_changes, why_not_decide
from workflows.reviews.models import Decision, Outcome, ReviewState
from workflows.reviews.rubric import Band
from workflows.stages import Stage


def _approve(session: Session, scene: Scene, **values: Any) -> Award:
    given: dict[str, Any] = {
        "amount": Decimal(24_000),
        "starts_on": date(2026, 4, 1),
        "feedback": "A clear plan.",
        "actor": as_actor(scene.managers[0]),
        **values,
    }
    return approve_proposal(scene.proposal, session=session, now=NOW, **given)


def test_approval_makes_the_award_its_year_and_commits_the_budget(session: Session) -> None:
    scene = reviewed(session, a_scene(session))
    award = _approve(
        session,
        scene,
        amount=Decimal("23500.50"),
        starts_on=date(2026, 4, 1),
        conditions=[PlannedCondition("Monthly calls in the first quarter.", "Three calls were held.", False)],
        source=FundingSource.FEDERAL,
        restriction=Restriction.PARTLY_RESTRICTED,
    )
    session.flush()
    decision = session.scalars(select(Decision)).one()
    event = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "proposal_approved")).one()
    assert (award.starts_on, award.ends_on) == (date(2026, 4, 1), date(2027, 3, 31))
    assert award.number == f"ACC-2026-{scene.enrollment.id:04}"
    assert (award.source, award.restriction) == (FundingSource.FEDERAL, Restriction.PARTLY_RESTRICTED)
    assert scene.enrollment.cohort.committed_amount == Decimal("23500.50")
    assert (scene.enrollment.stage, scene.enrollment.decided_at) == (Stage.AWARDED, NOW)
    assert scene.proposal.state is ProposalState.APPROVED
    assert (decision.outcome, decision.amount, decision.snapshot_number, decision.conditions) == (
        Outcome.APPROVE,
        Decimal("23500.50"),
        1,
        "Monthly calls in the first quarter. Lifted when: Three calls were held.",
    )
    assert [(c.number, c.text, c.remedy, c.is_open) for c in award.conditions] == [
        (1, "Monthly calls in the first quarter.", "Three calls were held.", True)
    ]
    assert (event.subject_id, event.details, event.note) == (award.id, {"amount": "$23,500.50"}, "A clear plan.")


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("0", "The award has to be more than nothing."),
        ("24000.01", "The proposal asks for $24,000; the award cannot be more."),
    ],
)
def test_amount_outside_the_proposal_is_refused(session: Session, amount: str, sentence: str) -> None:
    scene = reviewed(session, a_scene(session))
    with pytest.raises(Refused) as refusal:
        _approve(session, scene, amount=Decimal(amount))
    assert [(r.sentence, r.where) for r in refusal.value.reasons] == [(sentence, "amount")]


def test_amount_over_the_ceiling_or_the_free_budget_is_refused(session: Session) -> None:
    cohort = a_cohort(
        session,
        name="Pilot",
        award_ceiling=Decimal(20_000),
        award_budget=Decimal(50_000),
        committed_amount=Decimal(35_000),
    )
    scene = reviewed(session, a_scene(session, cohort=cohort))
    with pytest.raises(Refused) as refusal:
        _approve(session, scene, amount=Decimal(24_000))
    assert refusal.value.sentences == (
        "One award of Pilot is at most $20,000.",
        "$15,000 of the budget of Pilot is still free.",
    )
    assert (scene.enrollment.stage, cohort.committed_amount) == (Stage.IN_REVIEW, Decimal(35_000))


def test_a_year_cannot_begin_before_its_decision(session: Session) -> None:
    scene = reviewed(session, a_scene(session))
    with pytest.raises(Refused, match="cannot begin before the day of the decision"):
        _approve(session, scene, starts_on=date(2026, 3, 1))


def test_decision_waits_for_the_reviews(session: Session) -> None:
    scene = a_scene(session)
    first, _ = seats_of(session, scene)
    score(session, first, every_score(100))
    for outcome in Outcome:
        reasons = why_not_decide(scene.proposal, outcome, actor=as_actor(scene.managers[0]), now=NOW)
        assert [r.sentence for r in reasons] == ["1 of 2 reviews are final. The decision opens with the last one."]


def _also_manager(session: Session, user: User) -> User:
    session.add(RoleAssignment(user=user, role=Role.PROGRAM_MANAGER, granted_at=NOW))
    session.flush()
    return user


CROWD: tuple[tuple[str, Callable[[Session, Scene], User], list[str]], ...] = (
    ("manager", lambda _session, scene: scene.managers[1], []),
    (
        "scorer who is a manager too",
        lambda session, scene: _also_manager(session, scene.reviewers[0]),
        ["You scored this proposal, so someone else decides on it."],
    ),
    (
        "coach who is a manager too",
        lambda session, scene: _also_manager(session, scene.coach),
        ["You coach this affiliate, so someone else decides on its proposal."],
    ),
    (
        "finance officer",
        lambda _session, scene: scene.finance[0],
        ["You may not decide on this proposal. The program manager can."],
    ),
    (
        "network administrator",
        lambda session, _scene: a_person(session, Role.NETWORK_ADMINISTRATOR),
        ["You may not decide on this proposal. The program manager can."],
    ),
    (
        "director",
        lambda _session, scene: scene.director,
        ["You may not decide on this proposal. The program manager can."],
    ),
)


@pytest.mark.parametrize(("who", "person", "sentences"), CROWD, ids=[row[0] for row in CROWD])
@pytest.mark.parametrize("outcome", Outcome)
def test_who_may_decide(
    session: Session, who: str, person: Callable[[Session, Scene], User], sentences: list[str], outcome: Outcome
) -> None:
    scene = reviewed(session, a_scene(session))
    actor = as_actor(person(session, scene))
    reasons = why_not_decide(scene.proposal, outcome, actor=actor, now=NOW)
    assert [reason.sentence for reason in reasons] == sentences, who


def test_somebody_who_was_asked_to_review_does_not_decide(session: Session) -> None:
    scene = a_scene(session)
    seats_of(session, scene)
    deciding = as_actor(_also_manager(session, scene.reviewers[1]))
    reasons = why_not_decide(scene.proposal, Outcome.APPROVE, actor=deciding, now=NOW)
    assert reasons[-1].sentence == "You were asked to review this proposal, so someone else decides on it."


def test_changes_send_it_back_and_reviewers_look_again(session: Session) -> None:
    scene = reviewed(session, a_scene(session))
    manager = as_actor(scene.managers[0])
    asked = {"goals": "Name the source of goal 2."}
    request_changes(scene.proposal, asked, note="Nearly there.", session=session, actor=manager, now=NOW)
    session.flush()
    enrollment = scene.enrollment
    assert (enrollment.stage, enrollment.final_reviews, enrollment.decided_at) == (Stage.PROPOSING, 0, None)
    assert (scene.proposal.state, scene.proposal.changes_asked) == (
        ProposalState.CHANGES_REQUESTED,
        "Nearly there.",
    )
    assert [(row.section, row.words) for row in scene.proposal.change_requests] == [
        ("goals", "Name the source of goal 2.")
    ]
    assert [review.state for review in scene.proposal.reviews] == [ReviewState.SCORING] * 2
    assert session.scalars(select(Decision)).one().outcome is Outcome.REQUEST_CHANGES


def test_changes_and_declining_ask_for_words(session: Session) -> None:
    scene = reviewed(session, a_scene(session))
    manager = as_actor(scene.managers[0])
    with pytest.raises(DomainError, match="Choose at least one section"):
        request_changes(scene.proposal, {}, note="All of it.", session=session, actor=manager, now=NOW)
    with pytest.raises(Refused, match="Say why in a sentence"):
        decline_proposal(scene.proposal, feedback="", session=session, actor=manager, now=NOW)


def test_declining_ends_the_way_with_feedback(session: Session) -> None:
    scene = reviewed(session, a_scene(session), (25, 25))
    found = compare(scene.proposal)
    assert found.band is Band.DECLINE
    decline_proposal(
        scene.proposal, feedback="Come back with figures.", session=session, actor=as_actor(scene.managers[0]), now=NOW
    )
    session.flush()
    assert (scene.enrollment.stage, scene.proposal.state) == (Stage.NOT_FUNDED, ProposalState.DECLINED)
    assert session.scalars(select(Award)).all() == []


def test_a_second_decision_by_the_same_person_is_refused(session: Session) -> None:
    scene = a_scene(session)
    awarded(session, scene)
    with pytest.raises(Refused, match="now it is awarded"):
        _approve(session, scene, actor=as_actor(scene.managers[0]))
    assert scene.enrollment.cohort.committed_amount == Decimal(24_000)


def test_the_slower_of_two_deciders_reads_both_decisions(session: Session) -> None:
    scene = a_scene(session)
    awarded(session, scene)
    with pytest.raises(Stale) as slower:
        decline_proposal(
            scene.proposal, feedback="Not yet.", session=session, actor=as_actor(scene.managers[1]), now=NOW
        )
    assert (slower.value.by, slower.value.at) == (scene.managers[0].name, NOW)
    assert slower.value.mine == {
        "Decision": "Decline",
        "Amount": "No award",
        "Conditions": "",
        "Words for the affiliate": "Not yet.",
    }
    assert slower.value.theirs == {
        "Decision": "Approved",
        "Amount": "$24,000",
        "Conditions": "",
        "Words for the affiliate": "A clear plan. Congratulations.",
    }
    assert (scene.enrollment.stage, len(list(session.scalars(select(Decision))))) == (Stage.AWARDED, 1)


def test_who_may_not_decide_learns_nothing_of_the_decision_that_was_made(session: Session) -> None:
    scene = a_scene(session)
    awarded(session, scene)
    with pytest.raises(Refused):
        decline_proposal(scene.proposal, feedback="No.", session=session, actor=as_actor(scene.coach), now=NOW)


def test_a_criterion_at_zero_keeps_a_high_total_from_the_fund_band(session: Session) -> None:
    scene = a_scene(session)
    for seat in seats_of(session, scene):
        score(session, seat, [*every_score(100)[:8], ScoreAnswer("C9", 0, "No owner after the year.")])
    found = compare(scene.proposal)
    assert (found.mean, found.has_zero, found.band) == (Decimal("95.00"), True, Band.REVISE)
