"""What a participant does in a lab: answers questions, sees what is right, tries again; every attempt is kept."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.enrollments.models import Participant
from workflows.errors import DomainError, Reason
from workflows.exercises.lab_queries import lab_of, list_attempts, list_lines
from workflows.exercises.labs import is_right
from workflows.exercises.models import LabAttempt
from workflows.people.models import User
from workflows.training.models import TrainingSession
from workflows.training.queries import find_own_participant


def answer_lab(
    training_session: TrainingSession, answers: Mapping[str, str], *, user: User, session: Session, now: datetime
) -> list[LabAttempt]:
    """Keep and check every answer that is new; what was right already, or is the same again, is not kept twice.

    `answers` are by question, as `as_kept` writes them; empty ones are left out. Raises DomainError for whoever is no
    participant of the cohort.
    """
    lab = lab_of(training_session)
    participant = find_own_participant(session, cohort_id=training_session.cohort_id, user=user)
    reasons = why_not_answer(participant)
    if reasons or participant is None or lab is None:
        raise DomainError(*reasons)
    kept = []
    for line in list_lines(lab, list_attempts(session, participant.id, training_session.id)):
        answer = answers.get(line.question.name, "")
        if answer and not line.is_right and not (line.last is not None and line.last.answer == answer):
            attempt = LabAttempt(
                participant_id=participant.id,
                session_id=training_session.id,
                question=line.question.name,
                answer=answer,
                is_right=is_right(lab, line.question, answer),
                at=now,
            )
            session.add(attempt)
            kept.append(attempt)
    return kept


def why_not_answer(participant: Participant | None) -> tuple[Reason, ...]:
    if participant is not None:
        return ()
    return (Reason("Your affiliate has not named you as a participant, so answers cannot be kept for you."),)
