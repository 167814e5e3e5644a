"""Two people decide, approve or schedule in the same moment: one after the other, and never too much."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort
from tests.scenes_reviews import a_scene, funded, reviewed
from tests.two_at_once import Work, at_once
from workflows.cohorts.models import Cohort
from workflows.cohorts.queries import get_cohort
from workflows.db import Origin, db, originating, transaction
from workflows.errors import Stale
from workflows.funding.announcing import announce_decisions, decide_now
from workflows.funding.ending import end_year
from workflows.funding.holds.answers import HoldAnswers
from workflows.funding.holds.operations import hold_payments
from workflows.funding.ledger.models import LedgerEntry
from workflows.funding.models import Award, Payment, PaymentState
from workflows.funding.operations import approve_proposal
from workflows.funding.payments import approve_payment, record_paid, request_payment
from workflows.funding.queries import get_award, get_payment
from workflows.funding.reversals.operations import ask_reversal, confirm_reversal
from workflows.funding.reversals.queries import get_reversal
from workflows.funding.schedules.answers import Method, ScheduleLine
from workflows.funding.schedules.operations import save_schedule, schedule_payment, schedule_suggested
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
    proposal_id, managers, _, _ = _saved_scene(postgres_app)
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
        assert heard == [_was_first(staged.decided_by_id), "done"]
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
        assert heard[0] in (str(Stale()), _was_first(managers[0]))
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


def test_two_people_with_the_page_of_before_one_of_them_is_told_who_was_faster(postgres_app: Flask) -> None:
    _, managers, finance, award_id = _saved_scene(postgres_app)
    payment_id, version = _requested(postgres_app, award_id, finance[0])

    def approve(session: Session, wanted: int, actor: Actor) -> None:
        payment = get_payment(session, wanted)
        approve_payment(payment, session=session, actor=actor, now=NOW, expected_version=version)

    heard = at_once(postgres_app, get_payment, approve, [(payment_id, managers[0]), (payment_id, finance[1])])
    with postgres_app.app_context():
        first = db.session.get_one(Payment, payment_id).approved_by_id
        assert heard == [_was_first(first), "done"]


def _requested(app: Flask, award_id: int, finance_id: int, *, is_paid_by: int | None = None) -> tuple[int, int]:
    """A requested payment of $12,000, or a paid one; its id and version."""
    with app.app_context(), originating(Origin(writes=True)), transaction() as session:
        asks = session.get_one(User, finance_id).as_actor(NOW)
        payment = schedule_payment(
            get_award(session, award_id), label="First payment", amount=Decimal(12_000), due_on=date(2026, 4, 1),
            session=session, actor=asks, now=NOW,
        )  # fmt: skip  # one payment
        request_payment(payment, session=session, actor=asks, now=NOW)
        if is_paid_by is not None:
            approver = session.get_one(User, is_paid_by).as_actor(NOW)
            approve_payment(payment, session=session, actor=approver, now=NOW)
            record_paid(payment, paid_on=date(2026, 4, 3), reference="A", session=session, actor=asks, now=NOW)
        session.flush()
        return payment.id, payment.version


def test_a_reversal_is_confirmed_once_while_two_confirm_it(postgres_app: Flask) -> None:
    _, managers, finance, award_id = _saved_scene(postgres_app)
    payment_id, _ = _requested(postgres_app, award_id, finance[0], is_paid_by=managers[0])
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        asks = session.get_one(User, finance[0]).as_actor(NOW)
        reversal = ask_reversal(
            get_payment(session, payment_id), amount=Decimal(12_000), reason="Twice.", session=session, actor=asks,
            now=NOW,
        )  # fmt: skip  # one reversal
        reversal_id = reversal.id

    def confirm(session: Session, wanted: int, actor: Actor) -> None:
        confirm_reversal(
            get_reversal(session, wanted), reversed_on=date(2026, 4, 9), reference="R", expected_version=1,
            session=session, actor=actor, now=NOW,
        )  # fmt: skip  # one reversal

    pairs = [(reversal_id, managers[1]), (reversal_id, finance[1])]
    assert at_once(postgres_app, get_reversal, confirm, pairs) == [str(Stale()), "done"]
    with postgres_app.app_context():
        award = db.session.get_one(Award, award_id)
        assert (award.scheduled_amount, award.paid_amount) == (Decimal(0), Decimal(0))
        assert sum(db.session.scalars(select(LedgerEntry.amount))) == 0


def test_a_payment_is_paid_or_held_but_never_paid_while_held(postgres_app: Flask) -> None:
    _, managers, finance, award_id = _saved_scene(postgres_app)
    payment_id, _ = _requested(postgres_app, award_id, finance[0])
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        approver = session.get_one(User, managers[0]).as_actor(NOW)
        approve_payment(get_payment(session, payment_id), session=session, actor=approver, now=NOW)

    def pay_or_hold(session: Session, wanted: int, actor: Actor) -> None:
        payment = get_payment(session, wanted)
        if actor.id == managers[0]:
            hold_payments(payment.award, HoldAnswers("Wait.", "Soon.", payment_id=wanted), session=session,
                          actor=actor, now=NOW)  # fmt: skip  # one hold
        else:
            record_paid(payment, paid_on=date(2026, 4, 3), reference="A", session=session, actor=actor, now=NOW)

    heard = at_once(postgres_app, get_payment, pay_or_hold, [(payment_id, managers[0]), (payment_id, finance[1])])
    assert heard[-1] == "done"
    assert len([one for one in heard if one == "done"]) == 1


def test_two_whole_schedules_at_once_keep_one(postgres_app: Flask) -> None:
    _, _, finance, award_id = _saved_scene(postgres_app)

    def save(session: Session, wanted: int, actor: Actor) -> None:
        line = ScheduleLine("All of it", Decimal(24_000), date(2026, 4, 1))
        save_schedule(get_award(session, wanted), Method.ADVANCE, [line], expected_edition=0, session=session,
                      actor=actor, now=NOW)  # fmt: skip  # one schedule

    heard = at_once(postgres_app, get_award, save, [(award_id, who) for who in finance])
    assert heard == [str(Stale()), "done"]
    with postgres_app.app_context():
        assert db.session.scalar(select(func.sum(Payment.amount))) == Decimal(24_000)
