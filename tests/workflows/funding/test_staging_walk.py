"""Whatever is decided, confirmed, changed and announced in whatever order: never over the budget, never unconfirmed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person
from tests.scenes_reviews import a_scene, as_actor, reviewed
from workflows.db import Base
from workflows.errors import DomainError
from workflows.funding.announcing import announce_decisions
from workflows.funding.models import Award
from workflows.permissions import Actor, Role
from workflows.proposals.models import ProposalSnapshot
from workflows.reviews.models import Decision, Outcome, ReviewState
from workflows.reviews.operations import finish_review, reopen_review
from workflows.reviews.staging.models import StagedDecision
from workflows.reviews.staging.operations import confirm_decision, send_back, stage_decision, take_back
from workflows.reviews.staging.plan import DecisionPlan
from workflows.reviews.staging.queries import find_staged

BUDGET, THRESHOLD = Decimal(60_000), Decimal(20_000)
AMOUNTS = (Decimal("12000.50"), Decimal(20_000), Decimal("20000.01"), Decimal(36_000))
DEEDS = ("approve", "decline", "take_back", "confirm", "send_back", "reopen", "refile", "resubmit", "announce")
STEPS = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, 2), st.integers(0, 2), st.sampled_from(AMOUNTS)), max_size=30
)


class Walk:
    """Three proposals of one small budget, three managers, and who has agreed to what stands now, as we count it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.cohort = a_cohort(session, award_budget=BUDGET, confirm_above=THRESHOLD)
        self.scenes = [reviewed(session, a_scene(session, total=Decimal(40_000), cohort=self.cohort)) for _ in range(3)]
        self.managers = [as_actor(a_person(session, Role.PROGRAM_MANAGER)) for _ in range(3)]
        self.agreed: dict[int, set[int]] = {scene.proposal.id: set() for scene in self.scenes}
        self.confirmed_awards: list[tuple[int, bool]] = []

    def staged(self, which: int) -> StagedDecision:
        found = find_staged(self.session, self.scenes[which].proposal)
        if found is None:
            raise DomainError("nothing is kept")
        return found

    def told(self, actor: Actor) -> dict[str, Any]:
        return {"session": self.session, "actor": actor, "now": NOW}

    def _stage(self, which: int, plan: DecisionPlan, actor: Actor) -> None:
        proposal = self.scenes[which].proposal
        kept = find_staged(self.session, proposal)
        stage_decision(proposal, plan, expected_version=kept.version if kept else 0, **self.told(actor))
        self.agreed[proposal.id] = set()

    def approve(self, which: int, actor: Actor, amount: Decimal) -> None:
        self._stage(which, DecisionPlan(Outcome.APPROVE, "Yes.", amount=amount, starts_on=date(2026, 4, 1)), actor)

    def decline(self, which: int, actor: Actor, _amount: Decimal) -> None:
        self._stage(which, DecisionPlan(Outcome.DECLINE, "Not yet."), actor)

    def take_back(self, which: int, actor: Actor, _amount: Decimal) -> None:
        staged = self.staged(which)
        take_back(staged, expected_version=staged.version, **self.told(actor))
        self.agreed[staged.proposal_id] = set()

    def confirm(self, which: int, actor: Actor, _amount: Decimal) -> None:
        staged = self.staged(which)
        confirm_decision(staged, expected_version=staged.version, **self.told(actor))
        assert actor.id is not None
        self.agreed[staged.proposal_id].add(actor.id)

    def send_back(self, which: int, actor: Actor, _amount: Decimal) -> None:
        staged = self.staged(which)
        send_back(staged, why="Why so much?", expected_version=staged.version, **self.told(actor))
        self.agreed[staged.proposal_id] = set()

    def reopen(self, which: int, actor: Actor, _amount: Decimal) -> None:
        proposal = self.scenes[which].proposal
        reopen_review(proposal.reviews[0], why="Look at C2.", **self.told(actor))
        self.agreed[proposal.id] = set()

    def refile(self, which: int, _actor: Actor, _amount: Decimal) -> None:
        review = self.scenes[which].proposal.reviews[0]
        if review.state is not ReviewState.SCORING:
            raise DomainError("it is filed")
        finish_review(review, **self.told(as_actor(review.reviewer)))
        self.agreed[review.proposal_id] = set()

    def resubmit(self, which: int, _actor: Actor, _amount: Decimal) -> None:
        """The content changes under a decision, whichever way that may come about one day."""
        proposal = self.scenes[which].proposal
        last = proposal.snapshots[-1]
        proposal.snapshots.append(
            ProposalSnapshot(
                number=last.number + 1,
                content={},
                digest=f"{last.number + 1:064}",
                certified_name=last.certified_name,
                submitted_by_id=last.submitted_by_id,
                submitted_at=NOW,
            )
        )
        self.agreed[proposal.id] = set()

    def announce(self, which: int, actor: Actor, _amount: Decimal) -> None:
        """One, or all three together."""
        rows = [self.staged(which)] if actor is not self.managers[2] else [self.staged(n) for n in range(3)]
        announce_decisions(self.cohort, {row.id: row.version for row in rows}, **self.told(actor))
        self.confirmed_awards += [(row.proposal.enrollment_id, bool(self.agreed[row.proposal_id])) for row in rows]


def do(walk: Walk, deed: str, which: int, who: int, amount: Decimal) -> None:
    work: Callable[[int, Actor, Decimal], None] = getattr(walk, deed)
    before = {key: set(value) for key, value in walk.agreed.items()}
    try:
        work(which, walk.managers[who], amount)
        walk.session.commit()
    except DomainError:
        walk.session.rollback()
        walk.agreed = before
    walk.session.expire_all()


def check(walk: Walk) -> None:
    session, cohort = walk.session, walk.cohort
    rows = session.scalars(select(StagedDecision)).all()
    awards = session.scalars(select(Award)).all()
    assert cohort.staged_amount == sum((row.reserved_amount for row in rows), Decimal(0))
    assert cohort.committed_amount == sum((award.amount for award in awards), Decimal(0))
    assert Decimal(0) <= cohort.committed_amount + cohort.staged_amount <= BUDGET
    for scene in walk.scenes:
        kept = find_staged(session, scene.proposal)
        standing = {c.confirmed_by_id for c in kept.standing} if kept and kept.announced_at is None else set()
        if kept is None or kept.announced_at is None:
            assert standing == walk.agreed[scene.proposal.id]
        assert all((c.reset_at is None) == (c.reset_why == "") for row in rows for c in row.confirmations)
    was_confirmed = dict(walk.confirmed_awards)
    assert all(was_confirmed[award.enrollment_id] for award in awards if award.amount > THRESHOLD)
    decided = session.scalars(select(Decision.proposal_id)).all()
    assert len(decided) == len(set(decided)) == len(walk.confirmed_awards)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_nothing_is_promised_twice_and_no_large_award_stands_alone(session: Session, steps: list[Any]) -> None:
    _clean(session)
    walk = Walk(session)
    session.commit()
    for deed, which, who, amount in steps:
        do(walk, deed, which, who, amount)
        check(walk)


def _clean(session: Session) -> None:
    """Each example counts from nothing, whatever the one before left."""
    session.rollback()
    session.expunge_all()
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(table.delete())
    session.commit()


def test_a_round_of_three(session: Session) -> None:
    walk = Walk(session)
    session.commit()
    steps = [("approve", 0, 0), ("approve", 1, 0), ("decline", 2, 1), ("announce", 0, 2), ("confirm", 0, 1)]
    for deed, which, who in steps:
        do(walk, deed, which, who, Decimal(24_000))
        check(walk)
    for deed, which, who in (("confirm", 1, 2), ("announce", 0, 2)):
        do(walk, deed, which, who, Decimal(24_000))
        check(walk)
    assert [award.amount for award in session.scalars(select(Award))] == [Decimal(24_000)] * 2
