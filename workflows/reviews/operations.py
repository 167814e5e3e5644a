"""What happens to a reviewer's seat: assignment, declaration, scores, filing, stepping aside, opening again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.db import lock
from workflows.errors import Reason, Stale
from workflows.machine import Refused
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, require
from workflows.proposals.models import Proposal
from workflows.reviews.answers import NO_CONFLICT_TEXT, ScoreAnswer
from workflows.reviews.lifecycle import REVIEW
from workflows.reviews.models import Review, ReviewState, Score
from workflows.reviews.queries import Candidate, list_candidates
from workflows.reviews.rubric import CRITERION_BY_ID, VERSION, total_of
from workflows.stages import Stage


def why_not_assign(proposal: Proposal) -> tuple[Reason, ...]:
    """Why nobody can be asked to review this proposal now; empty when it is in review."""
    if proposal.enrollment.stage is Stage.IN_REVIEW:
        return ()
    return (Reason("Reviewers are asked while the proposal is in review."),)


def assign_reviewers(
    proposal: Proposal, *, reviewer_ids: Sequence[int], session: Session, actor: Actor, now: datetime
) -> list[Review]:
    """A seat for each person, announced to them; refuses all of them when one may not review."""
    require(actor, Permission.ASSIGN_REVIEWERS, proposal)
    assert actor.id is not None
    lock(session, proposal.enrollment)
    lock(session, proposal)
    candidates = {c.person.id: c for c in list_candidates(session, proposal, now=now)}
    reasons = [*why_not_assign(proposal), *_reasons_against(reviewer_ids, candidates)]
    if reasons:
        raise Refused(*reasons)
    seats = [
        Review(
            proposal=proposal,
            reviewer=candidates[person_id].person,
            assigned_by_id=actor.id,
            assigned_at=now,
            state=REVIEW.initial,
            rubric=VERSION,
        )
        for person_id in reviewer_ids
    ]
    session.add_all(seats)
    session.flush()  # the announcement names the seat by its number
    for seat in seats:
        _announce(seat, "reviewer_assigned", session=session, actor=actor, now=now)
    return seats


def _reasons_against(reviewer_ids: Sequence[int], candidates: dict[int, Candidate]) -> list[Reason]:
    if not reviewer_ids:
        return [Reason("Choose at least one reviewer.", "reviewers")]
    against = []
    for person_id in reviewer_ids:
        found = candidates.get(person_id)
        if found is None:
            against.append(Reason("Only people with the reviewer role can review.", "reviewers"))
        else:
            against += [Reason(f"{found.person.name}: {reason}", "reviewers") for reason in found.reasons]
    return against


def declare_no_conflict(review: Review, *, session: Session, actor: Actor, now: datetime) -> None:
    """Keep the declaration as it is worded today and open the proposal to the reviewer."""
    require(actor, Permission.SCORE_PROPOSAL, review)
    lock(session, review)
    review.declared_at = review.declared_at or now
    REVIEW.move(review, "declare", actor=actor, now=now)
    review.conflict = NO_CONFLICT_TEXT


def step_aside(review: Review, *, reason: str, session: Session, actor: Actor, now: datetime) -> None:
    """Free the seat and close the proposal to this person; what was declared before stays in front of the reason."""
    lock(session, review)
    _move(review, "step_aside", session=session, actor=actor, now=now, note=reason)
    review.conflict = f"{review.conflict}\n\nLater: {reason}" if review.conflict else reason


def edition_of(review: Review) -> int:
    """A number that rises with every save of the review or of one of its scores."""
    return review.version + sum(score.version for score in review.scores)


def save_scores(
    review: Review,
    *,
    scores: Sequence[ScoreAnswer],
    strengths: str,
    questions: str,
    edition: int,
    session: Session,
    actor: Actor,
) -> None:
    """Keep what stands on the form, complete or not.

    Raises Stale with both texts when the review was saved elsewhere since `edition`, Refused when it is filed.
    """
    require(actor, Permission.SCORE_PROPOSAL, review)
    lock(session, review)
    if review.state is not ReviewState.SCORING:
        raise Refused("This review is not open for scores. The program manager can open a filed one again.")
    if edition != edition_of(review):
        raise _stale(review, scores, strengths=strengths, questions=questions)
    review.strengths, review.questions = strengths, questions
    saved = {score.criterion: score for score in review.scores}
    for answer in scores:
        score = saved.get(answer.criterion)
        if score is None and (answer.anchor_percent is not None or answer.justification):
            score = Score(criterion=answer.criterion)
            review.scores.append(score)
        if score is not None:
            score.anchor_percent, score.justification = answer.anchor_percent, answer.justification


def _stale(review: Review, scores: Sequence[ScoreAnswer], *, strengths: str, questions: str) -> Stale:
    saved = {score.criterion: score for score in review.scores}
    theirs = {"Strengths": review.strengths, "Questions for the affiliate": review.questions}
    mine = {"Strengths": strengths, "Questions for the affiliate": questions}
    for answer in scores:
        label, score = CRITERION_BY_ID[answer.criterion].name, saved.get(answer.criterion)
        mine[label] = _in_words(answer.anchor_percent, answer.justification)
        theirs[label] = _in_words(score.anchor_percent, score.justification) if score else ""
    differing = [label for label in mine if mine[label] != theirs[label]]
    return Stale(mine={n: mine[n] for n in differing}, theirs={n: theirs[n] for n in differing})


def _in_words(anchor_percent: int | None, justification: str) -> str:
    return justification if anchor_percent is None else f"{anchor_percent}%. {justification}"


def finish_review(review: Review, *, session: Session, actor: Actor, now: datetime) -> None:
    """File the scores with their total and count the review; raises Refused with each gap at its field."""
    lock(session, review.proposal.enrollment)
    _move(review, "finish", session=session, actor=actor, now=now)
    review.finalized_at = now
    review.total = total_of({s.criterion: s.anchor_percent for s in review.scores if s.anchor_percent is not None})
    _count_final(review, session=session)


def reopen_review(review: Review, *, session: Session, actor: Actor, now: datetime) -> None:
    """The manager gives a filed review back to its reviewer, until the decision is made."""
    lock(session, review.proposal.enrollment)
    _move(review, "reopen", session=session, actor=actor, now=now)
    _count_final(review, session=session)


def _count_final(review: Review, *, session: Session) -> None:
    final = select(func.count()).where(Review.proposal_id == review.proposal_id, Review.state == ReviewState.FINAL)
    session.flush()  # the count below must see the state just set
    review.proposal.enrollment.final_reviews = session.scalar(final) or 0


def _move(review: Review, name: str, *, session: Session, actor: Actor, now: datetime, note: str = "") -> None:
    row = REVIEW.move(review, name, actor=actor, now=now, note=note)
    for event in row.announces:
        _announce(review, event, session=session, actor=actor, now=now, note=note)


def _announce(review: Review, event: str, *, session: Session, actor: Actor, now: datetime, note: str = "") -> None:
    announce(
        session,
        event,
        now=now,
        actor_id=actor.id,
        enrollment_id=review.proposal.enrollment_id,
        subject_id=review.id,
        note=note,
        reviewer=review.reviewer.name,
    )
