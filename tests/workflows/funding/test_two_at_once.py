"""Two people decide, approve or schedule in the same moment: one after the other, and never too much."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort
from tests.scenes_reviews import a_scene, funded, reviewed
from tests.two_at_once import at_once
from workflows.cohorts.models import Cohort
from workflows.db import Origin, db, originating, transaction
from workflows.funding.ending import end_year
from workflows.funding.models import Award, Payment, PaymentState
from workflows.funding.operations import approve_proposal
from workflows.funding.payments import approve_payment, request_payment, schedule_payment, schedule_suggested
from workflows.funding.queries import get_award, get_payment
from workflows.people.models import User
from workflows.permissions import Actor
from workflows.reviews.decisions import decline_proposal
from workflows.reviews.models import Decision, Outcome
from workflows.reviews.queries import get_proposal_in_review

pytestmark = pytest.mark.postgres


def _approve(session: Session, proposal_id: int, actor: Actor, *, free_seen: Decimal | None = None) -> None:
    approve_proposal(
        get_proposal_in_review(session, proposal_id),
        amount=Decimal(24_000),
        starts_on=date(2026, 4, 1),
        feedback="A clear plan.",
        free_seen=free_seen,
        session=session,
        actor=actor,
        now=NOW,
    )


def _was_first(person_id: int | None) -> str:
    """What the slower one hears."""
    name = db.session.get_one(User, person_id).name
    return f"{name} was first. What you sent changed nothing; both versions are here."


def _saved_scene(app: Flask) -> tuple[int, list[int], list[int], int]:
    """(proposal's, managers', finance officers' and award's ids); the award belongs to another affiliate."""
    with app.app_context(), originating(Origin(writes=True)), transaction() as session:
        scene = reviewed(session, a_scene(session))
        award = funded(session, a_scene(session))
        session.flush()
        return scene.proposal.id, [m.id for m in scene.managers], [f.id for f in scene.finance], award.id


def test_two_managers_decide_at_once_and_one_decision_stands(postgres_app: Flask) -> None:
    proposal_id, managers, _, _ = _saved_scene(postgres_app)
    heard = at_once(postgres_app, get_proposal_in_review, _approve, [(proposal_id, who) for who in managers])
    with postgres_app.app_context():
        (first,) = db.session.scalars(select(Decision.decided_by_id).where(Decision.proposal_id == proposal_id))
        assert sorted(heard) == sorted(["done", _was_first(first)])
        decisions = select(func.count(Decision.id)).where(Decision.proposal_id == proposal_id)
        assert db.session.scalar(decisions) == 1
        committed = sorted(db.session.scalars(select(Cohort.committed_amount)))
        assert committed == [Decimal(24_000), Decimal(24_000)]


@pytest.mark.parametrize(
    ("free_seen", "sentence"),
    [
        (None, "$16,000 of the budget of Pilot is still free."),
        (
            Decimal(40_000),
            "Other awards took a part of the budget while you were deciding. Nothing of yours is lost.",
        ),
    ],
)
def test_two_approvals_never_pass_the_cohorts_budget(
    postgres_app: Flask, free_seen: Decimal | None, sentence: str
) -> None:
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        cohort = a_cohort(session, name="Pilot", award_budget=Decimal(40_000))
        scenes = [reviewed(session, a_scene(session, cohort=cohort)) for _ in range(2)]
        session.flush()
        pairs = [(scene.proposal.id, scene.managers[0].id) for scene in scenes]

    def approve_as_seen(session: Session, wanted: int, actor: Actor) -> None:
        _approve(session, wanted, actor, free_seen=free_seen)

    heard = at_once(postgres_app, get_proposal_in_review, approve_as_seen, pairs)
    assert sorted(heard) == sorted([sentence, "done"])
    with postgres_app.app_context():
        assert db.session.scalars(select(Cohort.committed_amount)).one() == Decimal(24_000)
        assert db.session.scalar(select(func.count(Award.id))) == 1


def test_one_declines_while_the_other_approves_and_one_decision_stands(postgres_app: Flask) -> None:
    proposal_id, managers, _, _ = _saved_scene(postgres_app)

    def decide(session: Session, wanted: int, actor: Actor) -> None:
        if actor.id == managers[0]:
            _approve(session, wanted, actor)
        else:
            proposal = get_proposal_in_review(session, wanted)
            decline_proposal(proposal, feedback="Not yet.", session=session, actor=actor, now=NOW)

    heard = at_once(postgres_app, get_proposal_in_review, decide, [(proposal_id, who) for who in managers])
    with postgres_app.app_context():
        (made,) = db.session.scalars(select(Decision).where(Decision.proposal_id == proposal_id))
        assert sorted(heard) == sorted(["done", _was_first(made.decided_by_id)])
        awards = select(func.count(Award.id)).where(Award.enrollment_id == made.proposal.enrollment_id)
        assert db.session.scalar(awards) == (1 if made.outcome is Outcome.APPROVE else 0)
        cohort = made.proposal.enrollment.cohort
        assert (cohort.committed_amount, cohort.seats_taken) == (
            (Decimal(24_000), 1) if made.outcome is Outcome.APPROVE else (Decimal(0), 0)
        )


def test_two_people_approve_a_payment_at_once_and_one_of_them_did(postgres_app: Flask) -> None:
    _, managers, finance, award_id = _saved_scene(postgres_app)
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        requester = session.get_one(User, finance[0]).as_actor(NOW)
        award = get_award(session, award_id)
        payment = schedule_payment(
            award,
            label="First payment",
            amount=Decimal(12_000),
            due_on=date(2026, 4, 1),
            session=session,
            actor=requester,
            now=NOW,
        )
        request_payment(payment, session=session, actor=requester, now=NOW)
        payment_id = payment.id

    def approve(session: Session, wanted: int, actor: Actor) -> None:
        approve_payment(get_payment(session, wanted), session=session, actor=actor, now=NOW)

    heard = at_once(postgres_app, get_payment, approve, [(payment_id, managers[0]), (payment_id, finance[1])])
    with postgres_app.app_context():
        first = db.session.get_one(Payment, payment_id).approved_by_id
        assert sorted(heard) == sorted(["done", _was_first(first)])


def test_two_schedules_at_once_never_pass_the_award(postgres_app: Flask) -> None:
    _, _, finance, award_id = _saved_scene(postgres_app)

    def schedule(session: Session, wanted: int, actor: Actor) -> None:
        schedule_payment(
            get_award(session, wanted),
            label="Half and more",
            amount=Decimal(14_000),
            due_on=date(2026, 4, 1),
            session=session,
            actor=actor,
            now=NOW,
        )

    heard = at_once(postgres_app, get_award, schedule, [(award_id, who) for who in finance])
    assert heard == ["$10,000 of the award of $24,000 is still free.", "done"]
    with postgres_app.app_context():
        assert db.session.scalar(select(func.sum(Payment.amount))) == Decimal(14_000)
        assert db.session.scalars(select(Award.scheduled_amount)).one() == Decimal(14_000)


def test_a_payment_is_not_approved_while_the_year_is_terminated(postgres_app: Flask) -> None:
    _, managers, finance, award_id = _saved_scene(postgres_app)
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        requester = session.get_one(User, finance[0]).as_actor(NOW)
        award = get_award(session, award_id)
        payment = schedule_suggested(award, session=session, actor=requester, now=NOW)[0]
        request_payment(payment, session=session, actor=requester, now=NOW)
        payment_id = payment.id

    def approve_or_end(session: Session, wanted: int, actor: Actor) -> None:
        if actor.id == managers[0]:
            end_year(get_award(session, award_id).enrollment, "terminate", note="They closed.",
                     session=session, actor=actor, now=NOW)  # fmt: skip  # one step of two
        else:
            approve_payment(get_payment(session, wanted), session=session, actor=actor, now=NOW)

    heard = at_once(postgres_app, get_payment, approve_or_end, [(payment_id, who) for who in (managers[0], finance[1])])
    assert heard[-1] == "done"
    with postgres_app.app_context():
        assert {p.state for p in db.session.scalars(select(Payment))} == {PaymentState.CANCELLED}
        award = db.session.get_one(Award, award_id)
        assert (award.scheduled_amount, award.returned_amount) == (Decimal(0), Decimal(24_000))
        assert award.enrollment.cohort.committed_amount == Decimal(0)
