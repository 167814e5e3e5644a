"""Write down what a pilot taught, and let a colleague approve it: an expansion builds on it."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.cohorts.answers import LEARNING_QUESTIONS, LearningAnswers
from workflows.cohorts.lifecycle import LEARNING_REVIEW, OPEN_TO_WRITING
from workflows.cohorts.models import Cohort, CohortKind, LearningReview, LearningState
from workflows.cohorts.queries import find_cohort, find_learning_review
from workflows.db import lock
from workflows.errors import DomainError, Reason, Stale
from workflows.outbox import announce
from workflows.permissions import Actor

_STANDS: dict[LearningState | None, str] = {
    None: "Nobody has begun it yet.",
    LearningState.DRAFT: "It is being written.",
    LearningState.SUBMITTED: "It waits for a second person to approve it.",
    LearningState.RETURNED: "It came back with a question.",
}


def why_closed(cohort: Cohort, *, session: Session) -> tuple[Reason, ...]:
    """Why nobody can be invited into the cohort yet; empty for a pilot, and once its pilot's review is approved."""
    if cohort.kind is CohortKind.PILOT:
        return ()
    pilot = find_cohort(session, cohort.pilot_id)
    if pilot is None:
        return (Reason(f"{cohort.name} names no pilot cohort yet. Choose the one it builds on in its rules.", "pilot"),)
    review = find_learning_review(session, pilot.id)
    state = review.state if review is not None else None
    if state is LearningState.APPROVED:
        return ()
    stands = _STANDS[state]
    return (Reason(f"{cohort.name} opens once the learning review of {pilot.name} is approved. {stands}", "learning"),)


def start_learning_review(cohort: Cohort, *, session: Session, actor: Actor, now: datetime) -> LearningReview:
    """The pilot's review, begun by this person; the one that is there when somebody began it before."""
    if cohort.kind is not CohortKind.PILOT:
        raise DomainError(f"{cohort.name} is an expansion. A learning review is written about a pilot cohort.")
    lock(session, cohort)  # two people who begin at once share one review
    found = find_learning_review(session, cohort.id)
    if found is not None:
        return found
    assert actor.id is not None
    review = LearningReview(cohort_id=cohort.id, author_id=actor.id, writer_ids=[actor.id], started_at=now)
    session.add(review)
    session.flush()  # pages ask for its version
    return review


def save_learning(
    review: LearningReview,
    answers: LearningAnswers,
    *,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep the texts; raises Stale when somebody saved since, DomainError once it was handed in."""
    if review.state not in OPEN_TO_WRITING:
        raise DomainError("This learning review was handed in, so its text stays as it is.")
    changed = {name: text for name, text in answers.as_columns().items() if getattr(review, name) != text}
    if review.version != expected_version:
        raise Stale(mine=_labelled(changed), theirs=_labelled({name: getattr(review, name) for name in changed}))
    if not changed:
        return
    for name, text in changed.items():
        setattr(review, name, text)
    assert actor.id is not None
    review.writer_ids = sorted({*review.writer_ids, actor.id})
    review.saved_at = now
    session.flush()  # the page goes on with the new version


def submit_learning(review: LearningReview, *, session: Session, actor: Actor, now: datetime) -> None:
    """Hand the review to whoever approves; raises Refused with every question that has no answer."""
    _move(review, "submit", session=session, actor=actor, now=now)
    assert actor.id is not None
    review.submitted_by_id, review.submitted_at = actor.id, now
    review.writer_ids = sorted({*review.writer_ids, actor.id})


def approve_learning(review: LearningReview, *, session: Session, actor: Actor, now: datetime) -> None:
    """From now on expansions of this pilot are open; raises Refused for somebody who wrote in it."""
    _move(review, "approve", session=session, actor=actor, now=now)
    review.decided_by_id, review.decided_at, review.question = actor.id, now, ""


def return_learning(review: LearningReview, *, question: str, session: Session, actor: Actor, now: datetime) -> None:
    """Open the text again with a question beside it."""
    _move(review, "return", session=session, actor=actor, now=now, note=question)
    review.decided_by_id, review.decided_at, review.question = actor.id, now, question


def _move(review: LearningReview, name: str, *, session: Session, actor: Actor, now: datetime, note: str = "") -> None:
    lock(session, review)
    row = LEARNING_REVIEW.move(review, name, actor=actor, now=now, note=note)
    for event in row.announces:
        announce(session, event, now=now, actor_id=actor.id, subject_id=review.id, note=note, cohort=review.cohort.name)


def _labelled(values: dict[str, str]) -> dict[str, str]:
    words = {name: question for name, question, _ in LEARNING_QUESTIONS}
    return {words[name]: text for name, text in values.items()}
