"""Whatever people press in whatever order: each submission happens exactly once, and what was sealed never changes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_proposals import WritingScene, a_complete_proposal, an_affiliate_that_writes
from workflows.enrollments.models import StageChange
from workflows.errors import DomainError
from workflows.outbox import OutboxEvent
from workflows.permissions import Actor, Role
from workflows.proposals.certifying import hand_over, send_back, take_back
from workflows.proposals.models import Proposal, ProposalSnapshot, ProposalState
from workflows.proposals.operations import submit_proposal
from workflows.proposals.revisions.asked import list_asked
from workflows.proposals.revisions.operations import answer_request
from workflows.proposals.snapshot import is_intact, written_digest
from workflows.proposals.writing import save_section
from workflows.reviews.decisions import request_changes
from workflows.stages import Stage

PEOPLE = ("lead", "director", "second", "manager")
DEEDS = ("hand_over", "take_back", "send_back", "certify", "edit", "answer", "ask_for_changes")
STEPS = st.lists(st.tuples(st.sampled_from(DEEDS), st.sampled_from(PEOPLE)), max_size=25)
STAGE_OF = {
    ProposalState.DRAFT: Stage.PROPOSING,
    ProposalState.READY: Stage.PROPOSING,
    ProposalState.CHANGES_REQUESTED: Stage.PROPOSING,
    ProposalState.SUBMITTED: Stage.IN_REVIEW,
}


class Walk:
    """One proposal, its people, and the versions that were sealed so far."""

    def __init__(self, session: Session) -> None:
        self.session, self.turn = session, 0
        self.scene: WritingScene = an_affiliate_that_writes(session)
        self.proposal: Proposal = a_complete_proposal(session, self.scene)
        second = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=self.scene.affiliate)
        everyone = (self.scene.data_lead, self.scene.director, second, a_person(session, Role.PROGRAM_MANAGER))
        self.people = {name: person.as_actor(NOW) for name, person in zip(PEOPLE, everyone, strict=True)}
        self.sealed: list[tuple[int, str]] = []

    def told(self, actor: Actor) -> dict[str, Any]:
        return {"session": self.session, "actor": actor, "now": NOW + timedelta(minutes=self.turn)}

    def hand_over(self, actor: Actor) -> None:
        hand_over(self.proposal, **self.told(actor))

    def take_back(self, actor: Actor) -> None:
        take_back(self.proposal, **self.told(actor))

    def send_back(self, actor: Actor) -> None:
        send_back(self.proposal, words="Once more, please.", **self.told(actor))

    def certify(self, actor: Actor) -> None:
        submit_proposal(self.proposal, typed_name=actor.name, **self.told(actor))

    def edit(self, actor: Actor) -> None:
        row = self.proposal.section("story")
        assert row is not None
        answers = {**row.answers, "summary": f"Version of turn {self.turn}"}
        save_section(self.proposal, name="story", answers=answers, expected_version=row.version, **self.told(actor))

    def answer(self, actor: Actor) -> None:
        for request in list_asked(self.proposal):
            answer_request(
                request, answer=f"Done in turn {self.turn}", expected_version=request.version, **self.told(actor)
            )

    def ask_for_changes(self, actor: Actor) -> None:
        self.scene.enrollment.final_reviews = self.scene.enrollment.cohort.minimum_reviews
        request_changes(self.proposal, {"story": "Shorter, please."}, **self.told(actor))


def do(walk: Walk, deed: str, who: str) -> None:
    """One press in its own transaction; what is refused leaves nothing behind."""
    walk.turn += 1
    work: Callable[[Actor], None] = getattr(walk, deed)
    before = walk.proposal.state
    try:
        work(walk.people[who])
        walk.session.commit()
    except DomainError:
        walk.session.rollback()
        assert walk.proposal.state is before
    walk.session.expire_all()


def check(walk: Walk) -> None:
    """What must be true after every press."""
    proposal, session = walk.proposal, walk.session
    snapshots = session.scalars(select(ProposalSnapshot).order_by(ProposalSnapshot.number)).all()
    now_sealed = [(snapshot.number, snapshot.digest) for snapshot in snapshots]
    assert now_sealed[: len(walk.sealed)] == walk.sealed
    assert all(is_intact(snapshot) for snapshot in snapshots)
    assert [number for number, _ in now_sealed] == list(range(1, len(now_sealed) + 1))
    assert all(snapshot.submitted_by_id != snapshot.handed_over_by_id for snapshot in snapshots)
    walk.sealed = now_sealed
    announced = select(func.count(OutboxEvent.id)).where(OutboxEvent.name == "proposal_submitted")
    moved = select(func.count(StageChange.id)).where(StageChange.transition == "submit_proposal")
    assert session.scalar(announced) == session.scalar(moved) == len(snapshots)
    assert walk.scene.enrollment.stage is STAGE_OF[proposal.state]
    is_ready = proposal.state is ProposalState.READY
    assert (proposal.handed_over_at is not None) == is_ready
    if is_ready:
        assert proposal.handed_over_digest == written_digest(proposal)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_each_submission_happens_once_and_no_version_is_ever_changed(session: Session, steps: list[Any]) -> None:
    for table in (OutboxEvent, StageChange):
        session.execute(table.__table__.delete())
    session.execute(ProposalSnapshot.__table__.delete())
    walk = Walk(session)
    session.commit()
    for deed, who in steps:
        do(walk, deed, who)
        check(walk)


def test_two_full_rounds_end_with_two_versions(session: Session) -> None:
    walk = Walk(session)
    session.commit()
    one_round = [("edit", "lead"), ("answer", "lead"), ("hand_over", "lead"), ("certify", "director")]
    for deed, who in (*one_round, ("certify", "second"), ("ask_for_changes", "manager"), *one_round):
        do(walk, deed, who)
        check(walk)
    assert [number for number, _ in walk.sealed] == [1, 2]
    assert walk.proposal.state is ProposalState.SUBMITTED
