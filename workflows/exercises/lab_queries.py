"""Labs as pages need them: the session's lab, and how far somebody is with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.enrollments.models import Enrollment, Participant
from workflows.errors import NotFound
from workflows.exercises.answers import sheet_for
from workflows.exercises.labs import LAB_OF_SHEET, Lab, LabQuestion
from workflows.exercises.models import LabAttempt
from workflows.training.models import TrainingSession
from workflows.training.queries import get_training_session


def lab_of(training_session: TrainingSession) -> Lab | None:
    """The lab that goes with the session's practice product."""
    sheet = sheet_for(training_session.practice_product)
    return LAB_OF_SHEET.get(sheet.name) if sheet is not None else None


def get_lab_session(session: Session, session_id: int) -> TrainingSession:
    """A session that has a lab, loaded as `get_training_session` does; raises NotFound for any other."""
    found = get_training_session(session, session_id)
    if lab_of(found) is None:
        raise NotFound()
    return found


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question as one participant stands with it: the last answer, and how many were tried."""

    question: LabQuestion
    last: LabAttempt | None
    tries: int

    @property
    def is_right(self) -> bool:
        return self.last is not None and self.last.is_right


@dataclass(frozen=True, slots=True)
class LabStanding:
    """How far a lab is: the questions answered rightly, of how many."""

    right: int
    questions: int

    @property
    def is_done(self) -> bool:
        return self.right == self.questions

    @property
    def words(self) -> str:
        return "Lab done" if self.is_done else f"Lab: {self.right} of {self.questions}"

    @property
    def tone(self) -> str:
        return "good" if self.is_done else "wait" if self.right else "open"


def list_attempts(session: Session, participant_id: int, session_id: int) -> Sequence[LabAttempt]:
    """One participant's attempts at one lab, oldest first."""
    mine = (LabAttempt.participant_id == participant_id, LabAttempt.session_id == session_id)
    return session.scalars(select(LabAttempt).where(*mine).order_by(LabAttempt.id)).all()


def list_lines(lab: Lab, attempts: Iterable[LabAttempt]) -> list[QuestionLine]:
    """Every question of the lab in order, with the last of these attempts at it."""
    by_question: dict[str, list[LabAttempt]] = {}
    for attempt in attempts:
        by_question.setdefault(attempt.question, []).append(attempt)
    return [
        QuestionLine(question, tried[-1] if tried else None, len(tried))
        for question in lab.questions
        for tried in (by_question.get(question.name, []),)
    ]


def list_standings(
    session: Session, enrollment: Enrollment, sessions: Iterable[TrainingSession]
) -> dict[int, LabStanding]:
    """By session: how far the participant of the affiliate is who got furthest. One query."""
    labs = {one.id: lab for one in sessions if (lab := lab_of(one)) is not None}
    rows = session.execute(
        select(LabAttempt.session_id, LabAttempt.participant_id, LabAttempt.question)
        .join(Participant, Participant.id == LabAttempt.participant_id)
        .where(Participant.enrollment_id == enrollment.id, LabAttempt.is_right)
        .distinct()
    )
    right: dict[tuple[int, int], set[str]] = {}
    for session_id, participant_id, question in rows:
        right.setdefault((session_id, participant_id), set()).add(question)
    return {
        key: LabStanding(
            max((len(names) for (where, _), names in right.items() if where == key), default=0), len(lab.questions)
        )
        for key, lab in labs.items()
    }
