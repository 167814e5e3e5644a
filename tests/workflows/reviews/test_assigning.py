"""Who is asked: many at once, all or none, within limits, and the rubric that the first question pins."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person
from tests.scenes_reviews import Scene, a_scene, as_actor, every_score, score, seats_of
from workflows.errors import Forbidden
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.permissions import Actor, Role
from workflows.reviews.assigning import assign_in_bulk, assign_reviewers, set_limits
from workflows.reviews.candidates import Standing, list_candidates, list_to_assign, standing_of
from workflows.reviews.models import Review, ReviewerLimit
from workflows.reviews.operations import step_aside


def _three(session: Session) -> tuple[list[Scene], Actor]:
    """Three proposals of one cohort, and the manager who asks."""
    cohort = a_cohort(session, name="Pilot")
    scenes = [a_scene(session, cohort=cohort) for _ in range(3)]
    return scenes, as_actor(scenes[0].managers[0])


def _standing(session: Session, scene: Scene, actor: Actor) -> Standing:
    cohort = scene.enrollment.cohort
    return standing_of(session, list_to_assign(session, cohort, actor), cohort, now=NOW)


def _pairs(session: Session, scenes: list[Scene], actor: Actor) -> list[tuple[int, int]]:
    found = _standing(session, scenes[0], actor).suggest_for([s.proposal.id for s in scenes])
    return [(proposal_id, who) for proposal_id, people in found.chosen.items() for who in people]


def _bulk(session: Session, scene: Scene, actor: Actor, pairs: list[tuple[int, int]]) -> list[Review]:
    seats = assign_in_bulk(scene.enrollment.cohort, pairs=pairs, session=session, actor=actor, now=NOW)
    session.flush()
    return seats


def _count(session: Session) -> int:
    return session.scalar(select(func.count(Review.id))) or 0


def test_a_cohort_is_assigned_at_once_as_it_was_suggested(session: Session) -> None:
    scenes, manager = _three(session)
    pairs = _pairs(session, scenes, manager)
    seats = _bulk(session, scenes[0], manager, pairs)
    told = select(func.count(OutboxEvent.id)).where(OutboxEvent.name == "reviewer_assigned")
    assert sorted((seat.proposal_id, seat.reviewer_id) for seat in seats) == sorted(pairs)
    assert [len(s.proposal.reviews) for s in scenes] == [2, 2, 2]
    assert max(p.load for p in _standing(session, scenes[0], manager).people) == 1
    assert session.scalar(told) == 6


def test_asking_twice_changes_nothing(session: Session) -> None:
    scenes, manager = _three(session)
    pairs = _pairs(session, scenes, manager)
    assert (len(_bulk(session, scenes[0], manager, pairs)), len(_bulk(session, scenes[0], manager, pairs))) == (6, 0)
    assert _count(session) == 6


def test_one_conflict_refuses_all_of_them(session: Session) -> None:
    scenes, manager = _three(session)
    coach = a_person(session, Role.REVIEWER, name="Coco Banda")
    scenes[1].enrollment.coach_id = coach.id
    pairs = [*_pairs(session, scenes[:1], manager), (scenes[1].proposal.id, coach.id)]
    with pytest.raises(Refused) as refusal:
        _bulk(session, scenes[0], manager, pairs)
    name = scenes[1].enrollment.affiliate.name
    assert refusal.value.sentences == (
        f"Coco Banda, {name}: Coaches this affiliate, so someone else scores its proposal.",
    )
    assert _count(session) == 0


def test_more_readers_than_the_cohort_asks_for_are_refused(session: Session) -> None:
    scenes, manager = _three(session)
    people = [person.id for scene in scenes for person in scene.reviewers][:3]
    with pytest.raises(Refused, match="it has its reviewers by now"):
        _bulk(session, scenes[0], manager, [(scenes[0].proposal.id, who) for who in people])
    assert _count(session) == 0


def test_bulk_refuses_strangers_other_cohorts_and_nothing_chosen(session: Session) -> None:
    scenes, manager = _three(session)
    elsewhere = a_scene(session)
    reviewer = scenes[0].reviewers[0].id
    for pairs, sentence in (
        ([], "Choose at least one reviewer."),
        ([(elsewhere.proposal.id, reviewer)], "One of the proposals is not in review any more."),
        ([(scenes[0].proposal.id, scenes[0].finance[0].id)], "Only people with the reviewer role can review."),
    ):
        with pytest.raises(Refused) as refusal:
            _bulk(session, scenes[0], manager, pairs)
        assert refusal.value.sentences == (sentence,)
    with pytest.raises(Forbidden, match="You may not assign reviewers"):
        _bulk(session, scenes[0], as_actor(scenes[0].finance[0]), [(scenes[0].proposal.id, reviewer)])


def test_a_limit_keeps_new_seats_from_somebody_and_can_be_taken_away(session: Session) -> None:
    scene = a_scene(session)
    manager, person = as_actor(scene.managers[0]), scene.reviewers[0]
    cohort = scene.enrollment.cohort
    set_limits(cohort, limits={person.id: 0, scene.reviewers[1].id: None}, session=session, actor=manager)
    session.flush()
    reasons = {c.person.id: c.reasons for c in list_candidates(session, scene.proposal, now=NOW)}
    assert reasons == {person.id: ("Has 0 of at most 0 reviews in this cohort.",), scene.reviewers[1].id: ()}
    with pytest.raises(Refused, match="at most 0 reviews in this cohort"):
        seats_of(session, scene)
    set_limits(cohort, limits={person.id: None}, session=session, actor=manager)
    session.flush()
    assert len(seats_of(session, scene)) == 2
    assert session.scalar(select(func.count(ReviewerLimit.id))) == 0


def test_bulk_counts_what_one_person_gets_against_the_limit(session: Session) -> None:
    scenes, manager = _three(session)
    person = scenes[0].reviewers[0]
    set_limits(scenes[0].enrollment.cohort, limits={person.id: 1}, session=session, actor=manager)
    session.flush()
    with pytest.raises(Refused) as refusal:
        _bulk(session, scenes[0], manager, [(scene.proposal.id, person.id) for scene in scenes])
    assert refusal.value.sentences == (f"{person.name}: Takes at most 1 reviews in this cohort.",)


def test_only_who_assigns_sets_limits(session: Session) -> None:
    scene = a_scene(session)
    with pytest.raises(Forbidden, match="You may not assign reviewers"):
        set_limits(scene.enrollment.cohort, limits={}, session=session, actor=as_actor(scene.reviewers[0]))


def test_somebody_who_asked_meanwhile_is_not_doubled(session: Session) -> None:
    scene = a_scene(session)
    seats_of(session, scene)
    third = a_person(session, Role.REVIEWER)
    with pytest.raises(Refused, match="Somebody asked reviewers while you were choosing"):
        assign_reviewers(
            scene.proposal,
            reviewer_ids=[third.id],
            seats_seen=0,
            session=session,
            actor=as_actor(scene.managers[1]),
            now=NOW,
        )


def test_the_first_question_pins_the_rubric_and_nothing_changes_it(session: Session) -> None:
    scene = a_scene(session)
    cohort = scene.enrollment.cohort
    assert cohort.rubric_version is None
    seats = seats_of(session, scene)
    assert (cohort.rubric_version, {seat.rubric for seat in seats}) == ("2026-1", {"2026-1"})
    with pytest.raises(ValueError, match="does not change any more"):
        cohort.rubric_version = "2027-1"


def test_the_successor_of_a_freed_seat_is_suggested(session: Session) -> None:
    scene = a_scene(session)
    manager = as_actor(scene.managers[0])
    seat, other = seats_of(session, scene)
    third = a_person(session, Role.REVIEWER)
    step_aside(seat, reason="We are cousins.", session=session, actor=as_actor(seat.reviewer), now=NOW)
    session.flush()
    found = _standing(session, scene, manager).suggest_for([scene.proposal.id])
    assert found.chosen == {scene.proposal.id: (third.id,)}
    assert found.left_out[scene.proposal.id] == {
        seat.reviewer_id: "Stepped aside for a conflict of interest.",
        other.reviewer_id: "Reviews this proposal already.",
    }


def test_a_third_reader_is_suggested_while_one_is_awaited(session: Session) -> None:
    scene = a_scene(session, total=Decimal(9000))
    for seat, anchor in zip(seats_of(session, scene), (100, 50), strict=True):
        score(session, seat, every_score(anchor))
    third = a_person(session, Role.REVIEWER)
    manager = as_actor(scene.managers[0])
    assert _standing(session, scene, manager).suggest_for([scene.proposal.id]).chosen[scene.proposal.id] == (third.id,)
    (seat,) = _bulk(session, scene, manager, [(scene.proposal.id, third.id)])
    assert seat.is_tie_break is True
    assert _standing(session, scene, manager).suggest_for([scene.proposal.id]).chosen[scene.proposal.id] == ()


def test_assigning_many_costs_the_same_queries_as_one(session: Session, count_queries: list[str]) -> None:
    scenes, manager = _three(session)
    counts = []
    for many in (1, 3):
        wanted = [scene.proposal.id for scene in scenes[:many]]
        session.expire_all()
        cohort = scenes[0].enrollment.cohort
        proposals = [p for p in list_to_assign(session, cohort, manager) if p.id in wanted]
        count_queries.clear()
        standing_of(session, proposals, cohort, now=NOW).suggest_for(wanted)
        counts.append(len(count_queries))
    assert counts[0] == counts[1]
