"""Two people decide, approve or schedule in the same moment: one after the other, and never too much."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort
from tests.scenes_reviews import a_scene, reviewed
from tests.two_at_once import Work, at_once
from tests.workflows.funding.at_once_scenes import saved_scene, was_first
from workflows.cohorts.models import Cohort
from workflows.cohorts.queries import get_cohort
from workflows.db import Origin, db, originating, transaction
from workflows.errors import Stale
from workflows.funding.announcing import announce_decisions, decide_now
from workflows.funding.models import Award
from workflows.funding.operations import approve_proposal
from workflows.people.models import User
from workflows.permissions import Actor
from workflows.reviews.decisions import decline_proposal
from workflows.reviews.models import Decision, Filing, Outcome
from workflows.reviews.operations import reopen_review
from workflows.reviews.queries import get_proposal_in_review
from workflows.reviews.staging.models import StagedDecision
from workflows.reviews.staging.operations import stage_decision, take_back
from workflows.reviews.staging.plan import DecisionPlan
from workflows.reviews.staging.queries import get_staged

pytestmark = pytest.mark.postgres


def _approve(session: Session, proposal_id: int, actor: Actor) -> None:
    approve_proposal(
        get_proposal_in_review(session, proposal_id),
        amount=Decimal(24_000),
        starts_on=date(2026, 4, 1),
        feedback="A clear plan.",
        session=session,
        actor=actor,
        now=NOW,
    )


def test_two_managers_decide_at_once_and_one_decision_stands(postgres_app: Flask) -> None:
    proposal_id, managers, _, _ = saved_scene(postgres_app)
    heard = at_once(postgres_app, get_proposal_in_review, _approve, [(proposal_id, who) for who in managers])
    with postgres_app.app_context():
        (first,) = db.session.scalars(select(Decision.decided_by_id).where(Decision.proposal_id == proposal_id))
        assert sorted(heard) == sorted(["done", was_first(first)])
        decisions = select(func.count(Decision.id)).where(Decision.proposal_id == proposal_id)
        assert db.session.scalar(decisions) == 1
        committed = sorted(db.session.scalars(select(Cohort.committed_amount)))
        assert committed == [Decimal(24_000), Decimal(24_000)]


def test_two_approvals_never_pass_the_cohorts_budget(postgres_app: Flask) -> None:
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        cohort = a_cohort(session, name="Pilot", award_budget=Decimal(40_000))
        scenes = [reviewed(session, a_scene(session, cohort=cohort)) for _ in range(2)]
        session.flush()
        pairs = [(scene.proposal.id, scene.managers[0].id) for scene in scenes]

    heard = at_once(postgres_app, get_proposal_in_review, _approve, pairs)
    assert heard == ["$16,000 of the budget of Pilot is still free.", "done"]
    with postgres_app.app_context():
        assert db.session.scalars(select(Cohort.committed_amount)).one() == Decimal(24_000)
        assert db.session.scalar(select(func.count(Award.id))) == 1


def test_one_declines_while_the_other_approves_and_one_decision_stands(postgres_app: Flask) -> None:
    proposal_id, managers, _, _ = saved_scene(postgres_app)

    def decide(session: Session, wanted: int, actor: Actor) -> None:
        if actor.id == managers[0]:
            _approve(session, wanted, actor)
        else:
            proposal = get_proposal_in_review(session, wanted)
            decline_proposal(proposal, feedback="Not yet.", session=session, actor=actor, now=NOW)

    heard = at_once(postgres_app, get_proposal_in_review, decide, [(proposal_id, who) for who in managers])
    with postgres_app.app_context():
        (made,) = db.session.scalars(select(Decision).where(Decision.proposal_id == proposal_id))
        assert sorted(heard) == sorted(["done", was_first(made.decided_by_id)])
        awards = select(func.count(Award.id)).where(Award.enrollment_id == made.proposal.enrollment_id)
        assert db.session.scalar(awards) == (1 if made.outcome is Outcome.APPROVE else 0)
        cohort = made.proposal.enrollment.cohort
        assert (cohort.committed_amount, cohort.seats_taken) == (
            (Decimal(24_000), 1) if made.outcome is Outcome.APPROVE else (Decimal(0), 0)
        )


def _plan(actor: Actor) -> DecisionPlan:
    return DecisionPlan(Outcome.APPROVE, f"Yes, says {actor.name}.", amount=Decimal(24_000), starts_on=date(2026, 4, 1))


def _stage(session: Session, proposal_id: int, actor: Actor) -> None:
    proposal = get_proposal_in_review(session, proposal_id)
    stage_decision(proposal, _plan(actor), expected_version=0, session=session, actor=actor, now=NOW)


def _decide_now(session: Session, proposal_id: int, actor: Actor) -> None:
    proposal = get_proposal_in_review(session, proposal_id)
    decide_now(proposal, _plan(actor), expected_version=0, session=session, actor=actor, now=NOW)


@pytest.mark.parametrize("decide", [_stage, _decide_now])
def test_of_two_managers_the_slower_reads_both_versions(postgres_app: Flask, decide: Work) -> None:
    proposal_id, managers, _, _ = saved_scene(postgres_app)
    conflicts: list[Stale] = []

    def keep(session: Session, wanted: int, actor: Actor) -> None:
        try:
            decide(session, wanted, actor)
        except Stale as conflict:
            conflicts.append(conflict)
            raise

    heard = at_once(postgres_app, get_proposal_in_review, keep, [(proposal_id, who) for who in managers])
    [conflict] = conflicts
    label = "Words for the affiliate"
    with postgres_app.app_context():
        [staged] = db.session.scalars(select(StagedDecision).where(StagedDecision.proposal_id == proposal_id))
        names = {user.id: user.name for user in db.session.scalars(select(User).where(User.id.in_(managers)))}
        assert heard == [was_first(staged.decided_by_id), "done"]
        winner = names.pop(staged.decided_by_id)
        assert conflict.theirs[label] == staged.feedback == f"Yes, says {winner}."
        assert [conflict.mine[label]] == [f"Yes, says {loser}." for loser in names.values()]
        assert len(db.session.scalars(select(Decision).where(Decision.proposal_id == proposal_id)).all()) == (
            0 if decide is _stage else 1
        )


def _kept_round(app: Flask, **terms: object) -> tuple[int, list[int], list[int]]:
    """(cohort's, staged decisions' and managers' ids): two approvals that wait for their announcement."""
    with app.app_context(), originating(Origin(writes=True)), transaction() as session:
        cohort = a_cohort(session, name="Pilot", **terms)
        scenes = [reviewed(session, a_scene(session, cohort=cohort)) for _ in range(2)]
        managers = [manager.id for manager in scenes[0].managers]
        for scene in scenes:
            _stage(session, scene.proposal.id, scene.managers[0].as_actor(NOW))
        session.flush()
        return cohort.id, list(session.scalars(select(StagedDecision.id).order_by(StagedDecision.id))), managers


def test_two_people_announce_at_once_and_it_happens_once(postgres_app: Flask) -> None:
    cohort_id, staged, managers = _kept_round(postgres_app)

    def announce(session: Session, wanted: int, actor: Actor) -> None:
        chosen = dict.fromkeys(staged, 1)
        announce_decisions(get_cohort(session, wanted), chosen, session=session, actor=actor, now=NOW)

    heard = at_once(postgres_app, get_cohort, announce, [(cohort_id, who) for who in managers])
    assert heard == [str(Stale()), "done"]
    with postgres_app.app_context():
        assert db.session.scalar(select(func.count(Decision.id))) == 2
        assert db.session.scalar(select(func.count(Award.id))) == 2
        cohort = db.session.get_one(Cohort, cohort_id)
        assert (cohort.committed_amount, cohort.staged_amount) == (Decimal(48_000), Decimal(0))


def test_one_is_taken_back_while_it_is_announced(postgres_app: Flask) -> None:
    cohort_id, staged, managers = _kept_round(postgres_app)

    def act(session: Session, wanted: int, actor: Actor) -> None:
        if actor.id == managers[0]:
            chosen = dict.fromkeys(staged, 1)
            announce_decisions(get_cohort(session, wanted), chosen, session=session, actor=actor, now=NOW)
        else:
            take_back(get_staged(session, staged[0]), expected_version=1, session=session, actor=actor, now=NOW)

    heard = at_once(postgres_app, get_cohort, act, [(cohort_id, who) for who in managers])
    with postgres_app.app_context():
        assert heard[-1] == "done"
        assert heard[0] in (str(Stale()), was_first(managers[0]))
        cohort = db.session.get_one(Cohort, cohort_id)
        made = db.session.scalar(select(func.count(Decision.id)))
        assert (made, cohort.committed_amount, cohort.staged_amount) in (
            (2, Decimal(48_000), Decimal(0)),
            (0, Decimal(0), Decimal(24_000)),
        )


def test_two_staged_approvals_never_promise_more_than_the_budget(postgres_app: Flask) -> None:
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        cohort = a_cohort(session, name="Pilot", award_budget=Decimal(40_000))
        scenes = [reviewed(session, a_scene(session, cohort=cohort)) for _ in range(2)]
        session.flush()
        pairs = [(scene.proposal.id, scene.managers[0].id) for scene in scenes]
    heard = at_once(postgres_app, get_proposal_in_review, _stage, pairs)
    assert heard == [
        "$16,000 of the budget of Pilot is still free; $24,000 is kept for decisions that are not announced yet.",
        "done",
    ]
    with postgres_app.app_context():
        assert db.session.scalars(select(Cohort.staged_amount)).one() == Decimal(24_000)


def test_a_review_is_opened_again_while_the_decision_is_announced(postgres_app: Flask) -> None:
    cohort_id, staged, managers = _kept_round(postgres_app)

    def act(session: Session, wanted: int, actor: Actor) -> None:
        if actor.id == managers[0]:
            chosen = {staged[0]: 1}
            announce_decisions(get_cohort(session, wanted), chosen, session=session, actor=actor, now=NOW)
        else:
            review = get_staged(session, staged[0]).proposal.reviews[0]
            reopen_review(review, why="Look at C2.", session=session, actor=actor, now=NOW)

    heard = at_once(postgres_app, get_cohort, act, [(cohort_id, who) for who in managers])
    assert heard[-1] == "done"
    assert len(set(heard)) == 2
    with postgres_app.app_context():
        made = db.session.scalar(select(func.count(Decision.id)))
        reopened = db.session.scalar(select(func.count(Filing.id)).where(Filing.reopened_at.is_not(None)))
        assert (made, reopened) in ((1, 0), (0, 1))
