"""Staff add a question, change and move it while nobody has submitted with it, and retire it afterwards."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.cohorts.models import Cohort
from workflows.db import lock
from workflows.errors import DomainError, Reason, Stale
from workflows.proposals.extra.answers import (
    CHOICE_MAX,
    CHOICES_MOST,
    PLACES,
    QUESTIONS_MAX,
    ExtraKind,
    QuestionAnswers,
)
from workflows.proposals.extra.models import ExtraQuestion
from workflows.proposals.extra.queries import list_questions, list_settled_ids

SETTLED = "A proposal was submitted with this question, so it stays as it is. Retire it and add another one."


def add_question(cohort: Cohort, given: QuestionAnswers, *, session: Session, now: datetime) -> ExtraQuestion:
    """A question at the end of the cohort's own ones; raises DomainError for one too many or one that cannot be."""
    lock(session, cohort)
    asked = list_questions(session, cohort.id)
    if len(asked) >= QUESTIONS_MAX:
        raise DomainError(f"A cohort has at most {QUESTIONS_MAX} questions of its own. Each one costs someone an hour.")
    _require_sense(given)
    question = ExtraQuestion(cohort=cohort, added_at=now, position=max((q.position for q in asked), default=0) + 1)
    _fill(question, given)
    session.add(question)
    session.flush()  # its answers are kept under its key
    return question


def edit_question(
    question: ExtraQuestion, given: QuestionAnswers, *, expected_version: int, session: Session
) -> ExtraQuestion:
    """Raises Stale when somebody saved since, DomainError once a proposal was submitted with it."""
    _require_open(question, session=session)
    if question.version != expected_version:
        raise Stale()
    _require_sense(given)
    if given.kind is not question.kind and ExtraKind.FILE in (given.kind, question.kind):
        raise DomainError(Reason("A file stays a file. Remove this question and add another one.", "kind"))
    _fill(question, given)
    return question


def move_question(question: ExtraQuestion, *, by: int, session: Session) -> None:
    """One place up (-1) or down (1) among the questions asked now; at either end nothing happens."""
    lock(session, question.cohort)
    asked = list(list_questions(session, question.cohort_id))
    if question not in asked:
        return
    place = asked.index(question)
    asked.insert(min(max(place + by, 0), len(asked) - 1), asked.pop(place))
    for position, one in enumerate(asked, 1):
        one.position = position


def retire_question(question: ExtraQuestion, *, session: Session, now: datetime) -> None:
    """It is asked no longer; what was submitted keeps it with its words, and drafts keep their answers unseen."""
    lock(session, question.cohort)
    question.retired_at = question.retired_at or now


def copy_questions(cohort: Cohort, made: Cohort, *, session: Session, now: datetime) -> None:
    """The new cohort asks what the old one asks now."""
    for old in list_questions(session, cohort.id):
        add_question(made, answers_of(old), session=session, now=now)


def answers_of(question: ExtraQuestion) -> QuestionAnswers:
    return QuestionAnswers(
        section=question.section,
        kind=question.kind,
        label=question.label,
        hint=question.hint,
        is_required=question.is_required,
        most=question.most,
        choices=tuple(question.choices),
    )


def _require_open(question: ExtraQuestion, *, session: Session) -> None:
    lock(session, question.cohort)
    session.refresh(question)
    if question.retired_at is not None:
        raise DomainError("This question is retired.")
    if question.id in list_settled_ids(session, question.cohort_id):
        raise DomainError(SETTLED)


def _require_sense(given: QuestionAnswers) -> None:
    reasons = []
    if given.section not in PLACES:
        reasons.append(Reason("Choose the section that it belongs to.", "section"))
    if not given.label:
        reasons.append(Reason("Write the question.", "label"))
    if given.kind is ExtraKind.CHOICE and not 2 <= len(set(given.choices)) <= CHOICES_MOST:
        reasons.append(Reason(f"Give 2 to {CHOICES_MOST} different answers, a line each.", "choices"))
    if any(len(choice) > CHOICE_MAX for choice in given.choices):
        reasons.append(Reason(f"An answer has at most {CHOICE_MAX} characters.", "choices"))
    if given.kind.most and given.most > given.kind.most:
        reasons.append(Reason(f"The limit is at most {given.kind.most:,}.", "most"))
    if reasons:
        raise DomainError(*reasons)


def _fill(question: ExtraQuestion, given: QuestionAnswers) -> None:
    question.section, question.kind = given.section, given.kind
    question.label, question.hint, question.is_required = given.label, given.hint, given.is_required
    question.most = (given.most or given.kind.most) if given.kind.most else 0
    question.choices = list(dict.fromkeys(given.choices)) if given.kind is ExtraKind.CHOICE else []
