"""The second person: who may be it, what is confirmed and sent back, and what takes a confirmation away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person
from tests.scenes_reviews import Scene, a_scene, as_actor, every_score, reviewed, score
from tests.scenes_staging import LARGE, a_large_one, also, confirm, stage, stops
from workflows.errors import Forbidden, NotFound, Stale
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.people.models import User
from workflows.permissions import Role
from workflows.proposals.models import ProposalSnapshot
from workflows.reviews.assigning import assign_reviewers
from workflows.reviews.operations import reopen_review, step_aside
from workflows.reviews.staging.models import StagedDecision, StagedState
from workflows.reviews.staging.operations import confirm_decision, send_back, take_back
from workflows.reviews.staging.rules import why_not_confirm


def test_a_large_amount_waits_for_a_second_person(session: Session) -> None:
    scene, staged = a_large_one(session)
    decider, second = scene.managers
    event = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "decision_to_confirm")).one()
    assert (event.subject_id, event.enrollment_id, event.details) == (staged.id, None, {})
    assert stops(staged, decider) == ["A second person has to confirm this amount first."]
    confirm(session, staged, second)
    assert stops(staged, decider) == []
    assert [c.confirmed_by_id for c in staged.standing] == [second.id]


def test_a_smaller_amount_needs_nobody_else(session: Session) -> None:
    scene = reviewed(session, a_scene(session, cohort=a_cohort(session, confirm_above=Decimal(24_000))))
    staged = stage(session, scene)
    assert stops(staged, scene.managers[0]) == []
    with pytest.raises(Refused, match="This decision needs no second person"):
        confirm(session, staged, scene.managers[1])


def test_a_cohort_without_an_amount_never_asks_for_a_second_person(session: Session) -> None:
    cohort = a_cohort(session)
    scene = reviewed(session, a_scene(session, total=Decimal(40_000), cohort=cohort))
    assert stops(stage(session, scene, LARGE), scene.managers[0]) == []


CROWD: tuple[tuple[str, Callable[[Session, Scene], User], list[str]], ...] = (
    ("another manager", lambda _s, scene: scene.managers[1], []),
    ("network administrator", lambda s, _: a_person(s, Role.NETWORK_ADMINISTRATOR), []),
    (
        "who decided",
        lambda _s, scene: scene.managers[0],
        ["You took this decision, so someone else confirms it."],
    ),
    (
        "who scored",
        lambda s, scene: also(s, scene.reviewers[0]),
        ["You scored this proposal, so someone else confirms the decision."],
    ),
    (
        "who coaches",
        lambda s, scene: also(s, scene.coach),
        ["You coach this affiliate, so someone else confirms the decision."],
    ),
    (
        "finance officer",
        lambda _s, scene: scene.finance[0],
        ["You may not confirm this decision. The network administrator or program manager can."],
    ),
    (
        "director",
        lambda _s, scene: scene.director,
        ["You may not confirm this decision. The network administrator or program manager can."],
    ),
)


@pytest.mark.parametrize(("who", "person", "sentences"), CROWD, ids=[row[0] for row in CROWD])
def test_who_may_confirm(
    session: Session, who: str, person: Callable[[Session, Scene], User], sentences: list[str]
) -> None:
    scene, staged = a_large_one(session)
    user = person(session, scene)
    assert [r.sentence for r in why_not_confirm(staged, actor=as_actor(user), now=NOW)] == sentences, who
    if sentences:
        with pytest.raises(Forbidden):
            confirm(session, staged, user)
        with pytest.raises(Forbidden):
            send_back(staged, why="No.", expected_version=1, session=session, actor=as_actor(user), now=NOW)


def test_who_was_only_asked_to_review_does_not_confirm_either(session: Session) -> None:
    scene, staged = a_large_one(session)
    asked = also(session, a_person(session, Role.REVIEWER))
    assign_reviewers(
        scene.proposal, reviewer_ids=[asked.id], session=session, actor=as_actor(scene.managers[0]), now=NOW
    )
    session.flush()
    with pytest.raises(Refused, match="You were asked to review this proposal"):
        confirm(session, staged, asked)


def test_the_recused_are_not_even_told(session: Session) -> None:
    scene, staged = a_large_one(session)
    left = also(session, a_person(session, Role.REVIEWER))
    [seat] = assign_reviewers(
        scene.proposal, reviewer_ids=[left.id], session=session, actor=as_actor(scene.managers[0]), now=NOW
    )
    step_aside(seat, reason="My sister works there.", session=session, actor=as_actor(left), now=NOW)
    session.flush()
    with pytest.raises(NotFound):
        confirm(session, staged, left)


def test_one_person_confirms_once_and_another_one_takes_nothing_away(session: Session) -> None:
    scene, staged = a_large_one(session)
    third = a_person(session, Role.NETWORK_ADMINISTRATOR)
    confirm(session, staged, scene.managers[1])
    with pytest.raises(Refused, match="You confirmed this decision already"):
        confirm(session, staged, scene.managers[1])
    confirm(session, staged, third)
    assert [c.confirmed_by_id for c in staged.standing] == [scene.managers[1].id, third.id]


def _change(session: Session, scene: Scene, staged: StagedDecision) -> None:
    stage(session, scene, replace(LARGE, amount=Decimal(39_000)), expected_version=staged.version)


def _reopen(session: Session, scene: Scene, _staged: StagedDecision) -> None:
    review = scene.proposal.reviews[0]
    reopen_review(review, why="Look at C2.", session=session, actor=as_actor(scene.managers[1]), now=NOW)


def _leave_after_filing(session: Session, scene: Scene, _staged: StagedDecision) -> None:
    review = scene.proposal.reviews[0]
    step_aside(review, reason="A cousin.", session=session, actor=as_actor(review.reviewer), now=NOW)


def _another_review(session: Session, scene: Scene, _staged: StagedDecision) -> None:
    third = a_person(session, Role.REVIEWER, name="Ravi Shah")
    [seat] = assign_reviewers(
        scene.proposal, reviewer_ids=[third.id], session=session, actor=as_actor(scene.managers[0]), now=NOW
    )
    session.flush()
    assert staged_confirmations_stand(scene, session)
    score(session, seat, every_score(75))


def staged_confirmations_stand(scene: Scene, session: Session) -> bool:
    staged = session.scalars(select(StagedDecision).where(StagedDecision.proposal_id == scene.proposal.id)).one()
    return bool(staged.standing)


def _sent_back(session: Session, scene: Scene, staged: StagedDecision) -> None:
    administrator = a_person(session, Role.NETWORK_ADMINISTRATOR)
    send_back(
        staged,
        why="Why not 38,000?",
        expected_version=staged.version,
        session=session,
        actor=as_actor(administrator),
        now=NOW,
    )


def _taken_back(session: Session, scene: Scene, staged: StagedDecision) -> None:
    take_back(staged, expected_version=staged.version, session=session, actor=as_actor(scene.managers[0]), now=NOW)


RESETS: tuple[tuple[Callable[[Session, Scene, StagedDecision], None], str], ...] = (
    (_change, "The decision was changed."),
    (_reopen, "The review of {first} was opened again."),
    (_leave_after_filing, "{first} stepped aside after it."),
    (_another_review, "Ravi Shah filed a review after it."),
    (_sent_back, "It was sent back: Why not 38,000?"),
    (_taken_back, "The decision was taken back."),
)


@pytest.mark.parametrize(("act", "why"), RESETS, ids=[row[0].__name__ for row in RESETS])
def test_what_resets_a_confirmation_and_why(
    session: Session, act: Callable[[Session, Scene, StagedDecision], None], why: str
) -> None:
    scene, staged = a_large_one(session)
    confirm(session, staged, scene.managers[1])
    act(session, scene, staged)
    session.flush()
    [given] = staged.confirmations
    told = why.format(first=scene.reviewers[0].name)
    assert (given.reset_at, given.reset_why, staged.standing) == (NOW, told, ())


def test_new_content_takes_every_confirmation_away(session: Session) -> None:
    scene, staged = a_large_one(session)
    confirm(session, staged, scene.managers[1])
    newest = scene.proposal.snapshots[-1]
    scene.proposal.snapshots.append(
        ProposalSnapshot(
            number=2,
            content={},
            digest="1" * 64,
            certified_name=newest.certified_name,
            submitted_by_id=newest.submitted_by_id,
            submitted_at=NOW + timedelta(days=1),
        )
    )
    session.flush()
    assert staged.standing == ()
    assert stops(staged, scene.managers[0])[0] == (
        "The proposal was submitted anew after this decision. Read the new version and decide on it."
    )
    anew = stage(session, scene, replace(LARGE, amount=Decimal(30_000)))
    assert (anew.id != staged.id, anew.snapshot_number, staged.state) == (True, 2, StagedState.TAKEN_BACK)
    assert staged.confirmations[0].reset_why == "The proposal was submitted anew."
    assert scene.enrollment.cohort.staged_amount == Decimal(30_000)


def test_sent_back_it_waits_for_who_decided_and_keeps_its_money(session: Session) -> None:
    scene, staged = a_large_one(session)
    with pytest.raises(Refused, match="Say why in a sentence"):
        send_back(
            staged,
            why=" ",
            expected_version=staged.version,
            session=session,
            actor=as_actor(scene.managers[1]),
            now=NOW,
        )
    _sent_back(session, scene, staged)
    session.flush()
    assert (staged.state, scene.enrollment.cohort.staged_amount) == (StagedState.SENT_BACK, Decimal(40_000))
    assert stops(staged, scene.managers[0]) == ["It was sent back: Why not 38,000?"]
    event = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "decision_sent_back")).one()
    assert (event.enrollment_id, event.subject_id, event.note) == (None, staged.id, "")
    stage(session, scene, replace(LARGE, amount=Decimal(38_000)), expected_version=staged.version)
    assert (staged.state, staged.sent_back_why) == (StagedState.STAGED, "")


def test_confirming_what_was_changed_meanwhile_is_a_conflict(session: Session) -> None:
    scene, staged = a_large_one(session)
    seen = staged.version
    _change(session, scene, staged)
    with pytest.raises(Stale):
        confirm_decision(staged, expected_version=seen, session=session, actor=as_actor(scene.managers[1]), now=NOW)


def test_who_decided_and_reviews_later_cannot_have_it_announced(session: Session) -> None:
    scene, staged = a_large_one(session)
    confirm(session, staged, scene.managers[1])
    decider = also(session, scene.managers[0], Role.REVIEWER)
    assign_reviewers(
        scene.proposal, reviewer_ids=[decider.id], session=session, actor=as_actor(scene.managers[1]), now=NOW
    )
    session.flush()
    assert stops(staged, scene.managers[1]) == [
        f"{decider.name} reviews or coaches meanwhile, so someone else decides anew."
    ]
