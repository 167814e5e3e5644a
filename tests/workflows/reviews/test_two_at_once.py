"""Two people ask, or one person files in two tabs, in the same moment: one after the other, and never double."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort
from tests.scenes_reviews import a_scene, as_actor, every_score, seats_of
from tests.two_at_once import at_once
from workflows.cohorts.queries import get_cohort
from workflows.db import Origin, db, originating, transaction
from workflows.enrollments.models import Enrollment
from workflows.permissions import Actor
from workflows.reviews.assigning import assign_in_bulk, assign_reviewers
from workflows.reviews.models import Filing, Review, TieBreak
from workflows.reviews.operations import declare_no_conflict, edition_of, finish_review, save_scores
from workflows.reviews.queries import get_proposal_in_review, get_review

pytestmark = pytest.mark.postgres
DOUBLED = "Somebody asked reviewers while you were choosing. Look who reads it now."


def _scored(session: Session, seat: Review, anchor_percent: int) -> None:
    """Declared and scored, not filed."""
    reviewer = as_actor(seat.reviewer)
    declare_no_conflict(seat, session=session, actor=reviewer, now=NOW)
    session.flush()
    save_scores(
        seat,
        scores=every_score(anchor_percent),
        strengths="",
        questions="",
        edition=edition_of(seat),
        session=session,
        actor=reviewer,
    )


def _file(session: Session, wanted: int, actor: Actor) -> None:
    finish_review(get_review(session, wanted), session=session, actor=actor, now=NOW)


def test_two_managers_ask_at_once_and_the_seats_are_not_doubled(postgres_app: Flask) -> None:
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        scene = a_scene(session)
        proposal_id = scene.proposal.id
        chosen = {m.id: r.id for m, r in zip(scene.managers, scene.reviewers, strict=True)}

    def ask(session: Session, wanted: int, actor: Actor) -> None:
        assert actor.id is not None
        assign_reviewers(
            get_proposal_in_review(session, wanted),
            reviewer_ids=[chosen[actor.id]],
            seats_seen=0,
            session=session,
            actor=actor,
            now=NOW,
        )

    heard = at_once(postgres_app, get_proposal_in_review, ask, [(proposal_id, who) for who in chosen])
    assert heard == [DOUBLED, "done"]
    with postgres_app.app_context():
        assert db.session.scalar(select(func.count(Review.id))) == 1


def test_two_managers_ask_for_a_whole_cohort_at_once_and_each_proposal_has_two(postgres_app: Flask) -> None:
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        cohort = a_cohort(session)
        scenes = [a_scene(session, cohort=cohort) for _ in range(3)]
        cohort_id, managers = cohort.id, [m.id for m in scenes[0].managers]
        people = [person.id for scene in scenes for person in scene.reviewers]
        plans = {
            managers[0]: [(s.proposal.id, who) for s in scenes for who in people[:2]],
            managers[1]: [(s.proposal.id, who) for s in scenes for who in people[2:4]],
        }

    def ask(session: Session, wanted: int, actor: Actor) -> None:
        assert actor.id is not None
        assign_in_bulk(get_cohort(session, wanted), pairs=plans[actor.id], session=session, actor=actor, now=NOW)

    heard = at_once(postgres_app, get_cohort, ask, [(cohort_id, who) for who in managers])
    assert (heard[1], heard[0].count("it has its reviewers by now.")) == ("done", 3)
    with postgres_app.app_context():
        seats = select(func.count(Review.id)).group_by(Review.proposal_id)
        assert list(db.session.scalars(seats)) == [2, 2, 2]


def test_two_tabs_file_at_once_and_one_filing_stands(postgres_app: Flask) -> None:
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        scene = a_scene(session)
        seat, _ = seats_of(session, scene)
        _scored(session, seat, 75)
        review_id, person_id, enrollment_id = seat.id, seat.reviewer_id, scene.enrollment.id
    heard = at_once(postgres_app, get_review, _file, [(review_id, person_id)] * 2)
    assert heard == ["This is possible in the stage scoring; now it is final.", "done"]
    with postgres_app.app_context():
        assert db.session.scalar(select(func.count(Filing.id))) == 1
        assert db.session.get_one(Enrollment, enrollment_id).final_reviews == 1


def test_two_reviewers_file_at_once_and_one_third_review_is_asked_for(postgres_app: Flask) -> None:
    with postgres_app.app_context(), originating(Origin(writes=True)), transaction() as session:
        seats = seats_of(session, a_scene(session))
        for seat, anchor_percent in zip(seats, (100, 50), strict=True):
            _scored(session, seat, anchor_percent)
        pairs = [(seat.id, seat.reviewer_id) for seat in seats]
    assert at_once(postgres_app, get_review, _file, pairs) == ["done", "done"]
    with postgres_app.app_context():
        assert db.session.scalar(select(func.count(TieBreak.id))) == 1
