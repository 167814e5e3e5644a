"""What was filed is kept as it was, also when it is opened again, until the decision."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.scenes_reviews import a_scene, as_actor, every_score, reviewed, score, seats_of
from workflows.audit import HIDDEN, AuditEntry
from workflows.machine import Refused
from workflows.reviews.answers import ScoreAnswer
from workflows.reviews.comparison import may_read_others
from workflows.reviews.decisions import request_changes
from workflows.reviews.models import Filing, ReviewState
from workflows.reviews.operations import edition_of, finish_review, reopen_review, save_scores, step_aside
from workflows.reviews.rubric import CRITERIA


def test_every_filing_is_a_version_with_scores_total_and_why_it_was_opened(session: Session) -> None:
    scene = reviewed(session, a_scene(session), (75, 75))
    seat, manager = scene.proposal.reviews[0], scene.managers[0]
    reviewer = as_actor(seat.reviewer)
    reopen_review(seat, why="Look at C2 again.", session=session, actor=as_actor(manager), now=NOW)
    session.flush()
    save_scores(
        seat,
        scores=[ScoreAnswer("C2", 50, "One goal is not dated.")],
        strengths="Calm.",
        questions="",
        edition=edition_of(seat),
        session=session,
        actor=reviewer,
    )
    session.flush()
    finish_review(seat, session=session, actor=reviewer, now=NOW)
    session.flush()
    kept = session.scalars(select(Filing).where(Filing.review_id == seat.id).order_by(Filing.number)).all()
    assert [(f.number, f.total, f.snapshot_number, f.reopened_why, f.reopened_by_id) for f in kept] == [
        (1, 75, 1, "Look at C2 again.", manager.id),
        (2, 70, 1, "", None),
    ]
    second = {"criterion": "C2", "name": "SMART goals"}
    assert [f.scores[1] for f in kept] == [
        {**second, "anchor_percent": 75, "points": "15", "justification": "Shown in section one."},
        {**second, "anchor_percent": 50, "points": "10", "justification": "One goal is not dated."},
    ]
    assert (len(kept[0].scores), kept[0].strengths, kept[1].strengths) == (len(CRITERIA), "Clear figures.", "Calm.")


def test_opening_again_asks_for_the_reason(session: Session) -> None:
    scene = reviewed(session, a_scene(session))
    seat = scene.proposal.reviews[0]
    with pytest.raises(Refused, match="Say why in a sentence"):
        reopen_review(seat, why=" ", session=session, actor=as_actor(scene.managers[0]), now=NOW)
    assert seat.state is ReviewState.FINAL


def test_changes_asked_for_keep_what_was_filed_on_the_version_before(session: Session) -> None:
    scene = reviewed(session, a_scene(session))
    manager = as_actor(scene.managers[0])
    asked = {"story": "Name the source."}
    request_changes(scene.proposal, asked, session=session, actor=manager, now=NOW)
    session.flush()
    assert [(f.snapshot_number, f.total) for f in session.scalars(select(Filing))] == [(1, 75), (1, 75)]
    assert may_read_others(scene.proposal, as_actor(scene.reviewers[0])) is False


def test_somebody_who_stepped_aside_does_not_read_the_others(session: Session) -> None:
    scene = a_scene(session)
    first, second = seats_of(session, scene)
    score(session, second, every_score(75))
    step_aside(first, reason="A cousin.", session=session, actor=as_actor(first.reviewer), now=NOW)
    assert may_read_others(scene.proposal, as_actor(first.reviewer)) is False


def test_the_audit_trail_names_scores_without_showing_them(session: Session) -> None:
    reviewed(session, a_scene(session))
    entries = session.scalars(select(AuditEntry).where(AuditEntry.kind.in_(("scores", "filings", "reviews")))).all()
    shown = [
        (entry.kind, name)
        for entry in entries
        for name in ("anchor_percent", "justification", "total", "scores", "strengths")
        if entry.after.get(name) not in (None, "", HIDDEN)
    ]
    assert (shown, len(entries) > 20) == ([], True)
