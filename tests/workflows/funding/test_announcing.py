"""Staged decisions announced together: all or none, each by the operation that decides alone."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person
from tests.scenes_reviews import Scene, a_scene, as_actor, reviewed
from tests.scenes_staging import APPROVAL, LARGE, also, confirm, stage
from workflows.cohorts.models import Cohort
from workflows.errors import Stale
from workflows.funding.announcing import announce_decisions, decide_now
from workflows.funding.models import Award
from workflows.funding.operations import approve_proposal
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.permissions import Role
from workflows.reviews.models import Decision, Outcome
from workflows.reviews.staging.models import StagedDecision, StagedState
from workflows.reviews.staging.plan import DecisionPlan
from workflows.stages import Stage

DECLINE = DecisionPlan(Outcome.DECLINE, "Name the source of your figures.")
CHANGES = DecisionPlan(Outcome.REQUEST_CHANGES, "Nearly there.", requests={"budget": "Split line 1."})


def a_round(session: Session, **terms: object) -> tuple[Cohort, list[Scene], list[StagedDecision]]:
    """Three proposals of one cohort: one is approved, one goes back, one is declined; nothing is announced."""
    cohort = a_cohort(session, name="Pilot", **terms)
    scenes = [reviewed(session, a_scene(session, cohort=cohort)) for _ in range(3)]
    staged = [stage(session, scene, plan) for scene, plan in zip(scenes, (APPROVAL, CHANGES, DECLINE), strict=True)]
    return cohort, scenes, staged


def _all(staged: list[StagedDecision]) -> dict[int, int]:
    return {one.id: one.version for one in staged}


def test_all_are_carried_out_in_one_go(session: Session) -> None:
    cohort, scenes, staged = a_round(session)
    announcer = as_actor(scenes[2].managers[1])
    announce_decisions(cohort, _all(staged), session=session, actor=announcer, now=NOW)
    session.flush()
    assert [s.enrollment.stage for s in scenes] == [Stage.AWARDED, Stage.PROPOSING, Stage.NOT_FUNDED]
    made = session.scalars(select(Decision).order_by(Decision.proposal_id)).all()
    assert [(d.outcome, d.decided_by_id) for d in made] == [
        (one.outcome, scene.managers[0].id) for one, scene in zip(staged, scenes, strict=True)
    ]
    [award] = session.scalars(select(Award))
    assert award.amount == Decimal(24_000)
    assert [(c.number, c.text, c.remedy, c.holds_payment) for c in award.conditions] == [
        (1, "Name a second data lead.", "the name is in the profile", True)
    ]
    assert (cohort.committed_amount, cohort.staged_amount) == (Decimal(24_000), Decimal(0))
    assert [(o.state, o.announced_by_id, o.announced_at) for o in staged] == [
        (StagedState.ANNOUNCED, announcer.id, NOW)
    ] * 3
    asked = scenes[1].proposal
    assert (asked.changes_asked, [(r.section, r.words) for r in asked.change_requests]) == (
        "Nearly there.",
        [("budget", "Split line 1.")],
    )


def test_one_that_is_refused_keeps_all_of_them(session: Session) -> None:
    cohort, scenes, staged = a_round(session)
    large = reviewed(session, a_scene(session, cohort=cohort))
    cohort.confirm_above = Decimal(20_000)
    staged.append(stage(session, large))
    manager = as_actor(scenes[0].managers[1])
    with pytest.raises(Refused) as refusal:
        announce_decisions(cohort, _all(staged), session=session, actor=manager, now=NOW)
    assert [(r.sentence, r.where) for r in refusal.value.reasons] == [
        (f"{one.enrollment.affiliate.name}: A second person has to confirm this amount first.", "chosen")
        for one in (scenes[0], large)
    ]
    assert {s.enrollment.stage for s in (*scenes, large)} == {Stage.IN_REVIEW}
    assert session.scalar(select(func.count(Decision.id))) == 0
    assert cohort.staged_amount == Decimal(48_000)


def test_a_part_of_the_list_leaves_the_rest_kept(session: Session) -> None:
    cohort, scenes, staged = a_round(session)
    announce_decisions(cohort, _all(staged[1:]), session=session, actor=as_actor(scenes[0].managers[0]), now=NOW)
    session.flush()
    assert [o.state for o in staged] == [StagedState.STAGED, StagedState.ANNOUNCED, StagedState.ANNOUNCED]
    assert cohort.staged_amount == Decimal(24_000)


def test_a_whole_budget_can_be_announced_to_the_last_dollar(session: Session) -> None:
    cohort = a_cohort(session, award_budget=Decimal(48_000))
    scenes = [reviewed(session, a_scene(session, cohort=cohort)) for _ in range(2)]
    staged = [stage(session, scene) for scene in scenes]
    announce_decisions(cohort, _all(staged), session=session, actor=as_actor(scenes[0].managers[0]), now=NOW)
    session.flush()
    assert (cohort.committed_amount, cohort.free_amount) == (Decimal(48_000), Decimal(0))


def test_what_was_announced_meanwhile_is_a_conflict_that_says_by_whom(session: Session) -> None:
    cohort, scenes, staged = a_round(session)
    seen, name = _all(staged[2:]), scenes[2].enrollment.affiliate.name
    first, second = scenes[0].managers
    announce_decisions(cohort, seen, session=session, actor=as_actor(first), now=NOW)
    session.flush()
    with pytest.raises(Stale) as conflict:
        announce_decisions(cohort, seen, session=session, actor=as_actor(second), now=NOW)
    assert conflict.value.mine == {name: "Announce it as you saw it"}
    assert conflict.value.theirs[name].startswith(f"Announced by {first.name}.\nDecision: Decline with feedback")


def test_what_was_changed_meanwhile_is_a_conflict(session: Session) -> None:
    cohort, scenes, staged = a_round(session)
    seen = _all(staged)
    stage(session, scenes[2], replace(DECLINE, feedback="Say more."), expected_version=staged[2].version)
    with pytest.raises(Stale):
        announce_decisions(cohort, seen, session=session, actor=as_actor(scenes[0].managers[0]), now=NOW)
    assert {s.enrollment.stage for s in scenes} == {Stage.IN_REVIEW}


def test_nothing_chosen_and_another_cohorts_decision_are_refused(session: Session) -> None:
    cohort, scenes, staged = a_round(session)
    manager = as_actor(scenes[0].managers[0])
    with pytest.raises(Refused, match="Choose at least one decision"):
        announce_decisions(cohort, {}, session=session, actor=manager, now=NOW)
    with pytest.raises(Refused, match="no decision of this cohort"):
        announce_decisions(a_cohort(session), _all(staged), session=session, actor=manager, now=NOW)


def test_who_may_not_decide_does_not_announce(session: Session) -> None:
    cohort, scenes, staged = a_round(session)
    scored = as_actor(also(session, scenes[1].reviewers[0]))
    with pytest.raises(Refused) as refusal:
        announce_decisions(cohort, _all(staged), session=session, actor=scored, now=NOW)
    name = scenes[1].enrollment.affiliate.name
    assert refusal.value.sentences == (f"{name}: You scored this proposal, so someone else decides on it.",)
    administrator = as_actor(a_person(session, Role.NETWORK_ADMINISTRATOR))
    with pytest.raises(Refused, match="You may not decide on this proposal"):
        announce_decisions(cohort, _all(staged), session=session, actor=administrator, now=NOW)


def test_a_first_day_that_has_passed_is_said_before_anything_happens(session: Session) -> None:
    cohort, scenes, staged = a_round(session)
    later = NOW + timedelta(days=60)
    with pytest.raises(Refused) as refusal:
        announce_decisions(cohort, _all(staged), session=session, actor=as_actor(scenes[0].managers[0]), now=later)
    name = scenes[0].enrollment.affiliate.name
    assert refusal.value.sentences == (f"{name}: The project year cannot begin before the day of the decision.",)


def test_a_small_award_is_decided_and_announced_at_once(session: Session) -> None:
    scene = reviewed(session, a_scene(session))
    decide_now(
        scene.proposal, APPROVAL, expected_version=0, session=session, actor=as_actor(scene.managers[0]), now=NOW
    )
    session.flush()
    assert scene.enrollment.stage is Stage.AWARDED
    with pytest.raises(Stale) as conflict:
        decide_now(
            scene.proposal, DECLINE, expected_version=0, session=session, actor=as_actor(scene.managers[1]), now=NOW
        )
    assert conflict.value.theirs["Decision"] == f"Approve. Announced, by {scene.managers[0].name}."


def test_a_large_award_is_not_announced_at_once(session: Session) -> None:
    cohort = a_cohort(session, confirm_above=Decimal(20_000))
    scene = reviewed(session, a_scene(session, cohort=cohort))
    with pytest.raises(Refused) as refusal:
        decide_now(
            scene.proposal, APPROVAL, expected_version=0, session=session, actor=as_actor(scene.managers[0]), now=NOW
        )
    sentence = (
        "An award of more than $20,000 needs a second person. Keep the decision for the announcement; "
        "it can be announced as soon as somebody confirmed it."
    )
    assert [(r.sentence, r.where) for r in refusal.value.reasons] == [(sentence, "amount")]


def test_no_other_door_makes_a_large_award(session: Session) -> None:
    cohort = a_cohort(session, confirm_above=Decimal(20_000))
    scene = reviewed(session, a_scene(session, cohort=cohort))
    with pytest.raises(Refused, match="needs a second person"):
        approve_proposal(
            scene.proposal,
            amount=Decimal(24_000),
            starts_on=date(2026, 4, 1),
            feedback="Fine.",
            session=session,
            actor=as_actor(scene.managers[0]),
            now=NOW,
        )


def test_a_confirmed_large_award_is_announced(session: Session) -> None:
    cohort = a_cohort(session, confirm_above=Decimal(25_000))
    scene = reviewed(session, a_scene(session, total=Decimal(40_000), cohort=cohort))
    staged = stage(session, scene, LARGE)
    confirm(session, staged, scene.managers[1])
    announce_decisions(cohort, _all([staged]), session=session, actor=as_actor(scene.managers[0]), now=NOW)
    session.flush()
    assert session.scalars(select(Award.amount)).one() == Decimal(40_000)
    told = select(OutboxEvent.actor_id).where(OutboxEvent.name == "proposal_approved")
    assert session.scalars(told).one() == scene.managers[0].id
