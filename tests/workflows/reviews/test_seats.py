"""A reviewer's seat: who gets one, what is declared, what is scored, and what is refused."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_reviews import a_scene, as_actor, awarded, every_score, reviewed, score, seats_of
from workflows.errors import Forbidden, Stale
from workflows.machine import Refused
from workflows.outbox import OutboxEvent
from workflows.people.models import RoleAssignment
from workflows.permissions import Permission, Role, can, why_cannot
from workflows.reviews.answers import NO_CONFLICT_TEXT, ScoreAnswer
from workflows.reviews.assigning import assign_reviewers
from workflows.reviews.candidates import list_candidates
from workflows.reviews.comparison import compare, may_read_others
from workflows.reviews.lifecycle import REVIEW
from workflows.reviews.models import ReviewState
from workflows.reviews.operations import (
    declare_no_conflict,
    edition_of,
    finish_review,
    reopen_review,
    save_scores,
    step_aside,
)


def _sentences(refusal: pytest.ExceptionInfo[Refused]) -> tuple[str, ...]:
    return refusal.value.sentences


def test_manager_asks_two_reviewers_and_each_is_told(session: Session) -> None:
    scene = a_scene(session)
    seats = seats_of(session, scene)
    told = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "reviewer_assigned")).all()
    assert [seat.state for seat in seats] == [ReviewState.ASSIGNED] * 2
    assert [seat.assigned_by_id for seat in seats] == [scene.managers[0].id] * 2
    assert [event.details["reviewer"] for event in told] == [person.name for person in scene.reviewers]
    assert [event.subject_id for event in told] == [seat.id for seat in seats]


def test_coach_and_own_people_stand_last_with_the_reason(session: Session) -> None:
    scene = a_scene(session)
    session.add_all(
        RoleAssignment(user=person, role=Role.REVIEWER, granted_at=NOW) for person in (scene.coach, scene.director)
    )
    session.flush()
    found = {c.person.id: c.reasons for c in list_candidates(session, scene.proposal, now=NOW)}
    harbor = scene.enrollment.affiliate.name
    assert found == {
        scene.reviewers[0].id: (),
        scene.reviewers[1].id: (),
        scene.coach.id: ("Coaches this affiliate, so someone else scores its proposal.",),
        scene.director.id: (f"Works at {harbor}.",),
    }
    with pytest.raises(Refused) as refusal:
        assign_reviewers(
            scene.proposal,
            reviewer_ids=[scene.reviewers[0].id, scene.coach.id],
            session=session,
            actor=as_actor(scene.managers[0]),
            now=NOW,
        )
    assert _sentences(refusal) == (f"{scene.coach.name}: Coaches this affiliate, so someone else scores its proposal.",)


def test_a_person_without_the_role_or_nobody_at_all_is_refused(session: Session) -> None:
    scene = a_scene(session)
    manager = as_actor(scene.managers[0])
    with pytest.raises(Refused, match="Only people with the reviewer role can review"):
        assign_reviewers(scene.proposal, reviewer_ids=[scene.finance[0].id], session=session, actor=manager, now=NOW)
    with pytest.raises(Refused, match="Choose at least one reviewer"):
        assign_reviewers(scene.proposal, reviewer_ids=[], session=session, actor=manager, now=NOW)


def test_only_the_manager_asks_reviewers_and_only_during_the_review(session: Session) -> None:
    scene = a_scene(session)
    ids = [scene.reviewers[0].id]
    with pytest.raises(Forbidden, match="You may not assign reviewers"):
        assign_reviewers(scene.proposal, reviewer_ids=ids, session=session, actor=as_actor(scene.finance[0]), now=NOW)
    decided = a_scene(session)
    awarded(session, decided)
    with pytest.raises(Refused, match="Reviewers are asked while the proposal is in review"):
        assign_reviewers(
            decided.proposal, reviewer_ids=ids, session=session, actor=as_actor(scene.managers[0]), now=NOW
        )


def test_the_load_counts_open_reviews_and_the_least_loaded_stands_first(session: Session) -> None:
    first = a_scene(session)
    seats_of(session, first)
    session.flush()
    second = a_scene(session)
    loads = [(c.person.id, c.load) for c in list_candidates(session, second.proposal, now=NOW)]
    assert loads == [
        (second.reviewers[0].id, 0),
        (second.reviewers[1].id, 0),
        (first.reviewers[0].id, 1),
        (first.reviewers[1].id, 1),
    ]


def test_the_proposal_opens_with_the_declaration_and_closes_when_stepping_aside(session: Session) -> None:
    scene = a_scene(session)
    seat, _ = seats_of(session, scene)
    session.flush()
    reviewer = as_actor(seat.reviewer)
    assert can(reviewer, Permission.SEE_PROPOSAL, scene.proposal) is False
    declare_no_conflict(seat, session=session, actor=reviewer, now=NOW)
    assert (seat.state, seat.conflict) == (ReviewState.SCORING, NO_CONFLICT_TEXT)
    assert can(reviewer, Permission.SEE_PROPOSAL, scene.proposal) is True
    step_aside(seat, reason="My sister works there.", session=session, actor=reviewer, now=NOW)
    assert (seat.state, seat.conflict) == (
        ReviewState.RECUSED,
        f"{NO_CONFLICT_TEXT}\n\nLater: My sister works there.",
    )
    assert can(reviewer, Permission.SEE_PROPOSAL, scene.proposal) is False


def test_stepping_aside_asks_for_the_reason_and_is_kept_from_the_affiliate(session: Session) -> None:
    scene = a_scene(session)
    seat, _ = seats_of(session, scene)
    reviewer = as_actor(seat.reviewer)
    with pytest.raises(Refused, match="Say why in a sentence"):
        step_aside(seat, reason=" ", session=session, actor=reviewer, now=NOW)
    step_aside(seat, reason="I sit on their board.", session=session, actor=reviewer, now=NOW)
    event = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "conflict_declared")).one()
    assert (event.note, event.details) == ("I sit on their board.", {"reviewer": seat.reviewer.name})


def test_scores_are_kept_incomplete_and_filed_only_when_all_nine_are_there(session: Session) -> None:
    scene = a_scene(session)
    seat, _ = seats_of(session, scene)
    reviewer = as_actor(seat.reviewer)
    declare_no_conflict(seat, session=session, actor=reviewer, now=NOW)
    session.flush()
    scores = every_score(50)
    scores[0], scores[8] = ScoreAnswer("C1", None, "I look at the figures again."), ScoreAnswer("C9", 25, "")
    save_scores(
        seat,
        scores=scores,
        strengths="",
        questions="",
        edition=edition_of(seat),
        session=session,
        actor=reviewer,
    )
    with pytest.raises(Refused) as refusal:
        finish_review(seat, session=session, actor=reviewer, now=NOW)
    assert [(r.sentence, r.where) for r in refusal.value.reasons] == [
        ("Need shown with own data has no score yet.", "C1_anchor"),
        ("Sustaining data use: say in a sentence why.", "C9_why"),
    ]
    assert (seat.state, scene.enrollment.final_reviews) == (ReviewState.SCORING, 0)


def test_filed_reviews_are_counted_and_totalled(session: Session) -> None:
    scene = reviewed(session, a_scene(session), (75, 50))
    found = compare(scene.proposal)
    assert scene.enrollment.final_reviews == 2
    assert [str(review.total.normalize()) for review in found.reviews if review.total] == ["75", "5E+1"]
    assert (str(found.mean), str(found.spread), found.has_zero) == ("62.50", "25.00", False)
    assert found.third_reviewer_is_due is True
    assert [row.gap for row in found.rows][:1] == [found.rows[0].criterion.points_at(25)]


def test_a_save_from_an_older_page_shows_both_texts(session: Session) -> None:
    scene = a_scene(session)
    seat, _ = seats_of(session, scene)
    reviewer = as_actor(seat.reviewer)
    declare_no_conflict(seat, session=session, actor=reviewer, now=NOW)
    session.flush()
    old = edition_of(seat)
    save_scores(
        seat,
        scores=[ScoreAnswer("C1", 50, "General figures.")],
        strengths="",
        questions="",
        edition=old,
        session=session,
        actor=reviewer,
    )
    session.flush()
    with pytest.raises(Stale) as conflict:
        save_scores(
            seat,
            scores=[ScoreAnswer("C1", 75, "Recent figures.")],
            strengths="",
            questions="",
            edition=old,
            session=session,
            actor=reviewer,
        )
    assert conflict.value.mine == {"Need shown with own data": "75%. Recent figures."}
    assert conflict.value.theirs == {"Need shown with own data": "50%. General figures."}


def test_a_filed_review_takes_no_scores_until_the_manager_opens_it(session: Session) -> None:
    scene = reviewed(session, a_scene(session))
    seat = scene.proposal.reviews[0]
    reviewer, manager = as_actor(seat.reviewer), as_actor(scene.managers[0])
    with pytest.raises(Refused, match="not open for scores"):
        save_scores(
            seat,
            scores=[],
            strengths="",
            questions="",
            edition=edition_of(seat),
            session=session,
            actor=reviewer,
        )
    with pytest.raises(Refused, match="You may not assign reviewers"):
        reopen_review(seat, why="Look at C2 again.", session=session, actor=reviewer, now=NOW)
    reopen_review(seat, why="Look at C2 again.", session=session, actor=manager, now=NOW)
    assert (seat.state, scene.enrollment.final_reviews) == (ReviewState.SCORING, 1)
    finish_review(seat, session=session, actor=reviewer, now=NOW)
    assert scene.enrollment.final_reviews == 2


def test_after_the_decision_a_review_stays_closed(session: Session) -> None:
    scene = a_scene(session)
    awarded(session, scene)
    with pytest.raises(Refused, match="not in review now"):
        reopen_review(
            scene.proposal.reviews[0], why="Late.", session=session, actor=as_actor(scene.managers[0]), now=NOW
        )


def test_a_reviewer_reads_the_others_only_after_filing(session: Session) -> None:
    scene = a_scene(session)
    first, second = seats_of(session, scene)
    session.flush()
    score(session, first, every_score(75))
    assert may_read_others(scene.proposal, as_actor(first.reviewer)) is True
    assert may_read_others(scene.proposal, as_actor(second.reviewer)) is False
    assert may_read_others(scene.proposal, as_actor(scene.managers[0])) is True


def test_the_coach_may_not_score_even_from_a_seat(session: Session) -> None:
    scene = a_scene(session)
    seat, _ = seats_of(session, scene)
    scene.enrollment.coach_id = seat.reviewer_id
    session.flush()
    coach = as_actor(seat.reviewer)
    sentence = "You coach this affiliate, so someone else scores its proposal."
    assert str(why_cannot(coach, Permission.SCORE_PROPOSAL, seat)) == sentence
    with pytest.raises(Forbidden, match=sentence):
        declare_no_conflict(seat, session=session, actor=coach, now=NOW)


def test_another_reviewer_cannot_touch_a_seat(session: Session) -> None:
    scene = a_scene(session)
    seat, _ = seats_of(session, scene)
    stranger = as_actor(a_person(session, Role.REVIEWER))
    assert can(stranger, Permission.SCORE_PROPOSAL, seat) is False
    with pytest.raises(Forbidden):
        declare_no_conflict(seat, session=session, actor=stranger, now=NOW)


def test_every_state_of_a_review_is_reached_and_only_stepping_aside_ends_it() -> None:
    assert {row.target for row in REVIEW.rows} | {REVIEW.initial} == set(ReviewState)
    assert {state for state in ReviewState if not REVIEW.open_to(state)} == REVIEW.terminal
