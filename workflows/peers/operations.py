"""What happens on the board: asked, answered, marked as helpful, solved, taken away and shown again."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.clock import local_date
from workflows.db import lock
from workflows.errors import DomainError, Forbidden, Reason
from workflows.outbox import announce
from workflows.peers.answers import REASON_MAX, TEXT_MAX, TITLE_MAX
from workflows.peers.models import Answer, Question
from workflows.peers.queries import Circle
from workflows.permissions import Actor, Permission, can, require
from workflows.personal_data import require_no_personal_data

TAKEN_BACK = "Taken back by who wrote it."


def ask_question(
    circle: Circle, *, title: str, text: str, is_checked: bool, session: Session, actor: Actor, now: datetime
) -> Question:
    """Put a question on the cohort's board. Raises Forbidden, DomainError."""
    require(actor, Permission.JOIN_PEERS, circle)
    _check({"title": (title, TITLE_MAX), "text": (text, TEXT_MAX)})
    require_no_personal_data((title, text), is_checked=is_checked, today=local_date(now, circle.cohort.time_zone))
    assert actor.id is not None
    question = Question(
        cohort=circle.cohort,
        asked_by_id=actor.id,
        affiliate_id=_side(actor, circle.reach.affiliate_ids),
        title=title.strip(),
        text=text.strip(),
        asked_at=now,
    )
    session.add(question)
    session.flush()  # the caller's next page is named by the key
    return question


def answer_question(
    question: Question, *, text: str, is_checked: bool, session: Session, actor: Actor, now: datetime
) -> Answer:
    """Answer it; whoever asked gets one message. Raises Forbidden, DomainError."""
    require(actor, Permission.JOIN_PEERS, question)
    if question.hidden_at is not None:
        raise DomainError("This question was taken off the board, so it takes no answers.")
    _check({"text": (text, TEXT_MAX)})
    require_no_personal_data((text,), is_checked=is_checked, today=local_date(now, question.cohort.time_zone))
    assert actor.id is not None
    answer = Answer(
        author_id=actor.id,
        affiliate_id=_side(actor, question.reach.affiliate_ids),
        text=text.strip(),
        answered_at=now,
    )
    question.answers.append(answer)
    session.flush()  # the message names the answer by its key
    if actor.id != question.asked_by_id:
        announce(session, "question_answered", now=now, actor_id=actor.id, subject_id=answer.id)
    return answer


def mark_helpful(answer: Answer, *, actor: Actor, now: datetime) -> None:
    """Whoever asked says that it helped; a second time changes nothing. Raises Forbidden."""
    _require_asker(answer.question, actor)
    answer.helped_at = answer.helped_at or now


def mark_solved(question: Question, *, is_solved: bool, actor: Actor, now: datetime) -> None:
    """Whoever asked says that the question is answered, or that it is open after all. Raises Forbidden."""
    _require_asker(question, actor)
    question.solved_at = (question.solved_at or now) if is_solved else None


def may_hide(text: Question | Answer, *, actor: Actor) -> bool:
    """Staff may take anything off the board; everyone their own words."""
    return text.author_id == actor.id or can(actor, Permission.MANAGE_PEERS, text)


def why_not_hide(text: Question | Answer, *, actor: Actor) -> tuple[Reason, ...]:
    """Why this person cannot take it off the board now; empty when they can."""
    if not may_hide(text, actor=actor):
        return (Reason("Only who wrote it and the national office can take it off the board."),)
    if text.hidden_at is not None:
        return (Reason("It is off the board already."),)
    return ()


def hide(text: Question | Answer, *, reason: str, session: Session, actor: Actor, now: datetime) -> None:
    """Take it off the board; staff say why, and whoever wrote it reads the reason. Raises Forbidden, DomainError."""
    lock(session, text)
    reasons = why_not_hide(text, actor=actor)
    if reasons:
        raise (DomainError if may_hide(text, actor=actor) else Forbidden)(*reasons)
    is_own = text.author_id == actor.id
    if not reason.strip() and not is_own:
        raise DomainError(Reason("Say why in a sentence; whoever wrote it reads it.", "reason"))
    text.hidden_at, text.hidden_by_id = now, actor.id
    text.hidden_because = reason.strip()[:REASON_MAX] or TAKEN_BACK


def show_again(text: Question | Answer, *, session: Session, actor: Actor) -> None:
    """Staff put it back on the board. Raises Forbidden."""
    require(actor, Permission.MANAGE_PEERS, text)
    lock(session, text)
    text.hidden_at, text.hidden_by_id, text.hidden_because = None, None, ""


def _side(actor: Actor, affiliate_ids: frozenset[int]) -> int | None:
    """The affiliate that somebody speaks for; None for coaches and staff."""
    return next(iter(sorted(actor.affiliate_ids & affiliate_ids)), None)


def _check(texts: dict[str, tuple[str, int]]) -> None:
    for field, (text, most) in texts.items():
        if not text.strip():
            raise DomainError(Reason("Write something here first.", field))
        if len(text) > most:
            raise DomainError(Reason(f"At most {most:,} characters. Shorten it a little.", field))


def _require_asker(question: Question, actor: Actor) -> None:
    require(actor, Permission.JOIN_PEERS, question)
    if question.asked_by_id != actor.id:
        raise Forbidden("Only who asked can say whether it helped.")
