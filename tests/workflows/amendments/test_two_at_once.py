"""Two people act in the same moment: one decision, one open request, and never more money than the award."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import a_person
from tests.scenes_amendments import a_plan, approved, drafted, letter_of, new_lines, sent, sign_letter, target_asked
from tests.scenes_year import LATER
from tests.two_at_once import at_once
from workflows.amendments.answers import AmendmentType, Choice, DecisionAnswers
from workflows.amendments.deciding import decide
from workflows.amendments.models import Amendment, AmendmentState
from workflows.amendments.operations import begin_amendment
from workflows.amendments.queries import get_amendment
from workflows.cohorts.models import Cohort
from workflows.db import Origin, db, originating, transaction
from workflows.funding.models import Award, Payment
from workflows.funding.queries import get_award
from workflows.funding.schedules.operations import schedule_payment
from workflows.people.models import User
from workflows.permissions import Actor, Role
from workflows.signing.models import Side

pytestmark = pytest.mark.postgres


@dataclass(frozen=True)
class Saved:
    amendment_id: int
    award_id: int
    version: int
    managers: tuple[int, int]
    finance: int
    writers: tuple[int, int]


def _saved(app: Flask, *, amount: str | None = None, budget: Decimal = Decimal(300_000), name: str = "Pilot") -> Saved:
    """A sent request for a target; or, with an amount, one that is approved and signed for the affiliate."""
    with app.app_context(), originating(Origin(writes=True)), transaction() as session:
        scene = a_plan(session)
        other, third = (a_person(session, Role.PROGRAM_MANAGER) for _ in range(2))
        scene.year.enrollment.cohort.award_budget = budget
        scene.year.enrollment.cohort.name = name
        if amount is None:
            amendment = target_asked(session, scene)
        else:
            manager = scene.year.manager
            lines = new_lines(session, scene, PER="10000.00")
            asked = drafted(session, scene, AmendmentType.BUDGET, by=manager, amount=amount, lines=lines)
            amendment = approved(session, sent(session, asked, manager), other, sign=False)
            letter_of(session, amendment)
            sign_letter(session, amendment, Side.AFFILIATE, scene.year.director)
        session.flush()
        return Saved(amendment.id, scene.year.award.id, amendment.version, (other.id, third.id), scene.finance.id,
                     (scene.year.director.id, scene.lead.id))  # fmt: skip  # one record


def _decide(saved: Saved, choice: Choice, session: Session, actor: Actor) -> None:
    decide(
        get_amendment(session, saved.amendment_id),
        DecisionAnswers(choice, note="As we said."),
        expected_version=saved.version,
        session=session,
        actor=actor,
        now=LATER,
    )


def _sign(saved: Saved, session: Session, actor: Actor) -> None:
    assert actor.id is not None
    amendment = get_amendment(session, saved.amendment_id)
    sign_letter(session, amendment, Side.NETWORK, session.get_one(User, actor.id))


def test_two_managers_decide_at_once_and_one_decision_stands(postgres_app: Flask) -> None:
    saved = _saved(postgres_app)

    def work(session: Session, _id: int, actor: Actor) -> None:
        _decide(saved, Choice.APPROVE if actor.id == saved.managers[0] else Choice.DECLINE, session, actor)

    heard = at_once(postgres_app, get_amendment, work, [(saved.amendment_id, who) for who in saved.managers])
    assert heard == [
        "Someone saved this while you were writing. Nothing of yours is lost: choose which to keep.", "done",
    ]  # fmt: skip  # what each heard
    with postgres_app.app_context():
        amendment = db.session.get_one(Amendment, saved.amendment_id)
        assert amendment.state in (AmendmentState.IN_EFFECT, AmendmentState.DECLINED)
        assert amendment.decided_by_id in saved.managers


def test_a_lower_amount_races_a_payment_and_never_passes_the_award(postgres_app: Flask) -> None:
    """$22,500 are scheduled of $25,000: either the award falls to $23,000, or $2,000 more are scheduled."""
    saved = _saved(postgres_app, amount="23000.00")

    def work(session: Session, _id: int, actor: Actor) -> None:
        if actor.id == saved.managers[0]:
            _sign(saved, session, actor)
        else:
            schedule_payment(get_award(session, saved.award_id), label="More", amount=Decimal(2_000),
                             due_on=date(2026, 12, 1), session=session, actor=actor, now=LATER)  # fmt: skip

    people = (saved.managers[0], saved.finance)
    heard = at_once(postgres_app, get_amendment, work, [(saved.amendment_id, who) for who in people])
    assert heard in (["$500 of the award of $23,000 is still free.", "done"], ["done", "done"])
    with postgres_app.app_context():
        award = db.session.get_one(Award, saved.award_id)
        paid = db.session.scalar(select(func.sum(Payment.amount)).where(Payment.award_id == award.id))
        assert paid is not None
        assert paid <= award.amount
        in_effect = db.session.get_one(Amendment, saved.amendment_id).state is AmendmentState.IN_EFFECT
        assert (in_effect, award.amount) in ((True, 23_000), (False, 25_000))
        assert award.enrollment.cohort.committed_amount == award.amount


def test_two_raises_at_once_never_pass_the_cohorts_budget(postgres_app: Flask) -> None:
    first = _saved(postgres_app, amount="29000.00", budget=Decimal(60_000))
    second = _saved(postgres_app, amount="29000.00", budget=Decimal(60_000), name="Another")
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        cohort = session.get_one(Award, first.award_id).enrollment.cohort
        session.get_one(Award, second.award_id).enrollment.cohort = cohort
        cohort.committed_amount, cohort.award_budget = Decimal(50_000), Decimal(55_000)
    both = {first.managers[0]: first, second.managers[0]: second}

    def work(session: Session, _id: int, actor: Actor) -> None:
        assert actor.id is not None
        _sign(both[actor.id], session, actor)

    pairs = [(saved.amendment_id, who) for who, saved in both.items()]
    heard = at_once(postgres_app, get_amendment, work, pairs)
    assert heard == ["done", "done"]
    with postgres_app.app_context():
        cohort = db.session.get_one(Award, first.award_id).enrollment.cohort
        states = sorted(db.session.get_one(Amendment, one.amendment_id).state for one in (first, second))
        assert states == [AmendmentState.APPROVED, AmendmentState.IN_EFFECT]
        assert db.session.scalars(select(Cohort.committed_amount).where(Cohort.id == cohort.id)).one() == 54_000


def test_two_people_begin_the_same_kind_and_one_of_them_does(postgres_app: Flask) -> None:
    saved = _saved(postgres_app)

    def work(session: Session, award_id: int, actor: Actor) -> None:
        begin_amendment(get_award(session, award_id), AmendmentType.SCOPE, session=session, actor=actor, now=LATER)

    heard = at_once(postgres_app, get_award, work, [(saved.award_id, who) for who in saved.writers])
    assert heard == ["Amendment 2: the scope is open already. One request of a kind is open at a time.", "done"]
