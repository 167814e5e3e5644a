"""A third review: asked for when two totals lie more than 15 points apart, and the decision waits for it."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person
from tests.scenes_reviews import Scene, a_scene, as_actor, every_score, reviewed, score, seats_of
from workflows.errors import Forbidden
from workflows.home.waiting import list_waiting
from workflows.machine import Refused
from workflows.notifications.messages import MESSAGES
from workflows.notifications.queries import get_occasion
from workflows.outbox import OutboxEvent
from workflows.people.models import RoleAssignment
from workflows.permissions import Role
from workflows.reviews.answers import ScoreAnswer
from workflows.reviews.assigning import assign_reviewers
from workflows.reviews.decisions import why_not_decide
from workflows.reviews.models import Outcome, Review, ReviewState, TieBreak
from workflows.reviews.operations import edition_of, finish_review, reopen_review, save_scores, step_aside
from workflows.reviews.tie_break import waive_tie_break, why_not_waive

AWAITED = (
    "The reviewers’ totals lie far apart. The decision opens when a third review is final, or when the program "
    "manager goes on without it and says why."
)


def _against(scene: Scene) -> list[str]:
    reasons = why_not_decide(scene.proposal, Outcome.APPROVE, actor=as_actor(scene.managers[0]), now=NOW)
    return [reason.sentence for reason in reasons]


def _third(session: Session, scene: Scene) -> Review:
    person = a_person(session, Role.REVIEWER)
    (seat,) = assign_reviewers(
        scene.proposal, reviewer_ids=[person.id], session=session, actor=as_actor(scene.managers[0]), now=NOW
    )
    session.flush()
    return seat


def _waits(session: Session, scene: Scene) -> list[str]:
    return [row.what for row in list_waiting(session, as_actor(scene.managers[0]), now=NOW)]


def _tie_breaks(session: Session) -> list[tuple[Decimal, bool, bool]]:
    """(spread, settled, waived) of each, oldest first."""
    rows = session.scalars(select(TieBreak).order_by(TieBreak.id))
    return [(row.spread, row.settled_at is not None, row.waived_at is not None) for row in rows]


def _but(anchors: Mapping[str, int]) -> list[ScoreAnswer]:
    """75 percent everywhere, but these."""
    return [ScoreAnswer(s.criterion, anchors.get(s.criterion, 75), "Why.") for s in every_score(75)]


@pytest.mark.parametrize(
    ("lower", "total", "sentences"),
    [
        ({"C1": 25, "C4": 25}, Decimal(60), []),  # 15 points apart
        ({"C1": 25, "C4": 25, "C9": 50}, Decimal("58.75"), [AWAITED]),  # 16.25
    ],
)
def test_fifteen_points_apart_leave_the_decision_open_and_more_do_not(
    session: Session, lower: dict[str, int], total: Decimal, sentences: list[str]
) -> None:
    scene = a_scene(session)
    first, second = seats_of(session, scene)
    score(session, first, every_score(75))
    score(session, second, _but(lower))
    assert (second.total, _against(scene)) == (total, sentences)
    assert len(_tie_breaks(session)) == len(sentences)


def test_the_third_review_settles_it(session: Session) -> None:
    scene = reviewed(session, a_scene(session), (100, 50))
    assert (_waits(session, scene), scene.enrollment.tie_break_since) == (["Ask a third reviewer"], NOW)
    seat = _third(session, scene)
    assert (seat.is_tie_break, _waits(session, scene), _against(scene)) == (True, [], [AWAITED])
    score(session, seat, every_score(75))
    assert (_against(scene), _waits(session, scene)) == ([], ["Decide on the proposal"])
    assert (_tie_breaks(session), scene.enrollment.final_reviews) == ([(Decimal(50), True, False)], 3)


def test_a_third_reviewer_who_steps_aside_is_followed_by_another(session: Session) -> None:
    scene = reviewed(session, a_scene(session), (100, 50))
    seat = _third(session, scene)
    step_aside(seat, reason="A cousin.", session=session, actor=as_actor(seat.reviewer), now=NOW)
    session.flush()
    assert (_waits(session, scene), _against(scene)) == (["Ask a third reviewer"], [AWAITED])


def test_somebody_who_reads_already_becomes_the_third(session: Session) -> None:
    scene = a_scene(session)
    first, second = seats_of(session, scene)
    seat = _third(session, scene)
    assert seat.is_tie_break is False
    score(session, first, every_score(100))
    score(session, second, every_score(50))
    assert (seat.is_tie_break, _waits(session, scene)) == (True, [])


def test_totals_that_come_together_end_the_asking(session: Session) -> None:
    scene = reviewed(session, a_scene(session), (100, 50))
    first = scene.proposal.reviews[0]
    reviewer = as_actor(first.reviewer)
    reopen_review(first, why="C2 again?", session=session, actor=as_actor(scene.managers[0]), now=NOW)
    session.flush()
    save_scores(
        first,
        scores=every_score(50),
        strengths="",
        questions="",
        edition=edition_of(first),
        session=session,
        actor=reviewer,
    )
    session.flush()
    finish_review(first, session=session, actor=reviewer, now=NOW)
    session.flush()
    assert (_against(scene), _tie_breaks(session)) == ([], [(Decimal(50), True, False)])


def test_the_manager_goes_on_without_it_and_says_why(session: Session) -> None:
    scene = reviewed(session, a_scene(session), (100, 50))
    manager = as_actor(scene.managers[0])
    with pytest.raises(Refused, match="Say why in a sentence"):
        waive_tie_break(scene.proposal, why=" ", session=session, actor=manager, now=NOW)
    waive_tie_break(scene.proposal, why="Both recommend funding.", session=session, actor=manager, now=NOW)
    session.flush()
    row = session.scalars(select(TieBreak)).one()
    event = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "third_review_waived")).one()
    assert (row.waived_by_id, row.waived_why, row.waived_at) == (scene.managers[0].id, "Both recommend funding.", NOW)
    assert (event.note, _against(scene)) == ("Both recommend funding.", [])
    with pytest.raises(Refused, match="No third review is awaited"):
        waive_tie_break(scene.proposal, why="Again.", session=session, actor=manager, now=NOW)


def test_a_waiver_counts_for_the_totals_it_was_given_for(session: Session) -> None:
    scene = reviewed(session, a_scene(session), (100, 50))
    manager, first = as_actor(scene.managers[0]), scene.proposal.reviews[0]
    waive_tie_break(scene.proposal, why="Enough.", session=session, actor=manager, now=NOW)
    reopen_review(first, why="C2 again?", session=session, actor=manager, now=NOW)
    session.flush()
    finish_review(first, session=session, actor=as_actor(first.reviewer), now=NOW)
    session.flush()
    assert (_against(scene), [row[1:] for row in _tie_breaks(session)]) == ([AWAITED], [(False, True), (False, False)])


def test_who_may_not_go_on_without_it(session: Session) -> None:
    scene = a_scene(session)
    third = _third(session, scene)
    reviewed(session, scene, (100, 50))
    session.add(RoleAssignment(user=third.reviewer, role=Role.PROGRAM_MANAGER, granted_at=NOW))
    session.flush()
    assert [str(r) for r in why_not_waive(scene.proposal, actor=as_actor(third.reviewer))] == [
        "You were asked to review this proposal, so someone else decides about the third review."
    ]
    for person in (scene.finance[0], scene.reviewers[0]):
        with pytest.raises(Forbidden, match="You may not decide on this proposal"):
            waive_tie_break(scene.proposal, why="Go.", session=session, actor=as_actor(person), now=NOW)


def test_a_cohort_with_three_reviews_each_waits_for_its_third_without_asking(session: Session) -> None:
    scene = reviewed(session, a_scene(session, cohort=a_cohort(session, minimum_reviews=3)), (100, 50))
    assert (scene.enrollment.tie_break_since, _tie_breaks(session)) == (None, [])
    assert _against(scene) == ["2 of 3 reviews are final. The decision opens with the last one."]


def test_the_managers_are_told_once_and_nothing_says_how_far_apart(session: Session) -> None:
    scene = reviewed(session, a_scene(session), (100, 50))
    event = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "third_review_asked")).one()
    message = MESSAGES["third_reviewer_needed"]
    occasion = get_occasion(session, event.id, about=message.about, now=NOW)
    assert (list(message.to(occasion, session)), message.is_still_true(occasion)) == (list(scene.managers), True)
    assert event.details == {}


def test_a_filed_review_of_somebody_who_stepped_aside_does_not_count_for_the_spread(session: Session) -> None:
    scene = reviewed(session, a_scene(session), (100, 50))
    first = scene.proposal.reviews[0]
    step_aside(first, reason="A cousin.", session=session, actor=as_actor(first.reviewer), now=NOW)
    session.flush()
    assert (first.state, scene.enrollment.tie_break_since) == (ReviewState.RECUSED, None)
    assert _against(scene) == ["1 of 2 reviews are final. The decision opens with the last one."]
