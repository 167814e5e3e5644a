"""What happens to a reviewer's seat: declaration, scores, filing, stepping aside, opening again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.db import lock
from workflows.errors import Reason, Stale
from workflows.machine import Refused, Transition
from workflows.outbox import announce
from workflows.permissions import Actor, Permission, require
from workflows.reviews.answers import ConflictKind, ScoreAnswer
from workflows.reviews.lifecycle import REVIEW
from workflows.reviews.models import Declaration, Filing, Review, ReviewState, Score
from workflows.reviews.rubric import rubric_of
from workflows.reviews.staging.resetting import reset_for_reviews
from workflows.reviews.tie_break import follow_totals


def declare_no_conflict(review: Review, *, session: Session, actor: Actor, now: datetime) -> None:
    """Keep the declaration as it is worded today and open the proposal to the reviewer."""
    require(actor, Permission.SCORE_PROPOSAL, review)
    lock(session, review)
    review.declared_at = review.declared_at or now
    REVIEW.move(review, "declare", actor=actor, now=now)
    _declare(review, ConflictKind.NONE, text="", is_later=False, now=now)


def step_aside(
    review: Review,
    *,
    reason: str,
    session: Session,
    actor: Actor,
    now: datetime,
    kind: ConflictKind = ConflictKind.OTHER,
) -> None:
    """Free the seat and close the proposal to this person for good; what was declared before stays.

    Before the proposal opened or while reading, and after filing until the decision: then the scores no longer count.
    """
    if kind is ConflictKind.NONE:
        raise Refused(Reason("Say which kind of conflict it is.", "kind"))
    enrollment = review.proposal.enrollment
    lock(session, enrollment)
    lock(session, review)
    is_later = review.declared_at is not None
    had_filed = review.state is ReviewState.FINAL
    row = REVIEW.move(review, "step_aside", actor=actor, now=now, note=reason)
    review.recused_at = now
    enrollment.recused_ids = sorted({*enrollment.recused_ids, review.reviewer_id})
    _declare(review, kind, text=reason, is_later=is_later, now=now)
    follow_totals(review.proposal, session=session, actor=actor, now=now)
    if had_filed:
        _unsettle(review, "stepped aside", session=session, now=now)
    _tell(review, row, session=session, actor=actor, now=now, note=reason)


def _declare(review: Review, kind: ConflictKind, *, text: str, is_later: bool, now: datetime) -> None:
    review.declarations.append(
        Declaration(kind=kind, wording=kind.wording, text=text, is_later=is_later, declared_at=now)
    )
    told = kind.wording if not text else text if kind is ConflictKind.OTHER else f"{kind.wording} {text}"
    review.conflict = f"{review.conflict}\n\nLater: {told}" if review.conflict else told


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
    names = rubric_of(review.rubric).by_id
    saved = {score.criterion: score for score in review.scores}
    theirs = {"Strengths": review.strengths, "Questions for the affiliate": review.questions}
    mine = {"Strengths": strengths, "Questions for the affiliate": questions}
    for answer in scores:
        label, score = names[answer.criterion].name, saved.get(answer.criterion)
        mine[label] = _in_words(answer.anchor_percent, answer.justification)
        theirs[label] = _in_words(score.anchor_percent, score.justification) if score else ""
    differing = [label for label in mine if mine[label] != theirs[label]]
    return Stale(mine={n: mine[n] for n in differing}, theirs={n: theirs[n] for n in differing})


def _in_words(anchor_percent: int | None, justification: str) -> str:
    return justification if anchor_percent is None else f"{anchor_percent}%. {justification}"


def finish_review(review: Review, *, session: Session, actor: Actor, now: datetime) -> None:
    """File the scores with their total and keep them as a version; raises Refused with each gap at its field."""
    lock(session, review.proposal.enrollment)
    lock(session, review)
    row = REVIEW.move(review, "finish", actor=actor, now=now)
    given = {s.criterion: s.anchor_percent for s in review.scores if s.anchor_percent is not None}
    review.finalized_at, review.total = now, rubric_of(review.rubric).total_of(given)
    review.filings.append(_filing_of(review, now=now))
    _tell(review, row, session=session, actor=actor, now=now)
    follow_totals(review.proposal, session=session, actor=actor, now=now)
    _unsettle(review, "filed a review", session=session, now=now)


def _unsettle(review: Review, did: str, *, session: Session, now: datetime) -> None:
    """A decision that rests on the reviews is confirmed anew when they change."""
    reset_for_reviews(review.proposal, f"{review.reviewer.name} {did} after it.", session=session, now=now)


def _filing_of(review: Review, *, now: datetime) -> Filing:
    known = rubric_of(review.rubric).by_id
    return Filing(
        number=len(review.filings) + 1,
        snapshot_number=review.proposal.snapshots[-1].number,
        rubric=review.rubric,
        scores=[
            {
                "criterion": score.criterion,
                "name": known[score.criterion].name,
                "anchor_percent": score.anchor_percent,
                "points": str(known[score.criterion].points_at(score.anchor_percent or 0)),
                "justification": score.justification,
            }
            for score in review.scores
        ],
        strengths=review.strengths,
        questions=review.questions,
        total=review.total,
        filed_at=now,
    )


def reopen_review(review: Review, *, why: str, session: Session, actor: Actor, now: datetime) -> None:
    """The manager gives a filed review back to its reviewer, until the decision; what was filed is kept with why."""
    lock(session, review.proposal.enrollment)
    lock(session, review)
    row = REVIEW.move(review, "reopen", actor=actor, now=now, note=why)
    _tell(review, row, session=session, actor=actor, now=now, note=why)
    if review.filings:
        filed = review.filings[-1]
        filed.reopened_at, filed.reopened_by_id, filed.reopened_why = now, actor.id, why
    follow_totals(review.proposal, session=session, actor=actor, now=now)
    why = f"The review of {review.reviewer.name} was opened again."
    reset_for_reviews(review.proposal, why, session=session, now=now)


def _tell(
    review: Review,
    row: Transition[ReviewState],
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    note: str = "",
) -> None:
    for event in row.announces:
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
