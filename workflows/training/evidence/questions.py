"""The check questions of a session: those that staff wrote, or else the curriculum's own."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.cohorts.models import RecordingCheck
from workflows.errors import DomainError, Reason, Stale
from workflows.training.evidence.answers import CHOICES, QUESTIONS_MAX, CheckQuestion
from workflows.training.evidence.models import CheckSheet
from workflows.training.models import TrainingSession
from workflows.training.series import load_modules

QUESTIONS_FILE = Path(__file__).with_name("check_questions.json")


@cache
def load_questions() -> dict[int, tuple[CheckQuestion, ...]]:
    """The curriculum's questions by week."""
    rows = json.loads(QUESTIONS_FILE.read_text(encoding="utf-8"))
    return {row["week"]: tuple(map(_question, row["questions"])) for row in rows}


def find_sheet(session: Session, session_id: int) -> CheckSheet | None:
    return session.scalar(select(CheckSheet).where(CheckSheet.session_id == session_id))


def questions_of(training_session: TrainingSession, sheet: CheckSheet | None) -> tuple[CheckQuestion, ...]:
    """What staff wrote; until they do, the questions of the week of the curriculum that the session follows."""
    if sheet is not None:
        return tuple(map(_question, sheet.questions))
    return load_questions().get(_week_of(training_session), ())


def check_of(training_session: TrainingSession, questions: Sequence[CheckQuestion]) -> RecordingCheck:
    """What counts a recording here: the cohort's rule, except that a session without questions asks none."""
    wanted = training_session.cohort.recording_check
    if wanted is RecordingCheck.QUESTIONS and not questions:
        return RecordingCheck.NONE
    return wanted


def write_questions(
    training_session: TrainingSession, questions: Sequence[CheckQuestion], *, expected_version: int, session: Session
) -> CheckSheet:
    """Keep the session's questions; `expected_version` is 0 while the curriculum's own are in use.

    Raises Stale when somebody saved since, DomainError for questions that cannot be answered.
    """
    session.scalar(select(TrainingSession.id).where(TrainingSession.id == training_session.id).with_for_update())
    sheet = find_sheet(session, training_session.id)
    if expected_version != (sheet.version if sheet else 0):
        theirs = questions_of(training_session, sheet)
        raise Stale(mine=_shown(questions), theirs=_shown(theirs))
    _require_sense(questions)
    sheet = sheet or CheckSheet(session_id=training_session.id)
    sheet.questions = [_kept(question) for question in questions]
    session.add(sheet)
    return sheet


def _require_sense(questions: Sequence[CheckQuestion]) -> None:
    if len(questions) > QUESTIONS_MAX:
        raise DomainError(f"Ask {QUESTIONS_MAX} questions at most.")
    for number, question in enumerate(questions, start=1):
        if not CHOICES[0] <= len(question.choices) <= CHOICES[1]:
            raise DomainError(Reason(f"Question {number} needs {CHOICES[0]} to {CHOICES[1]} answers to choose from."))
        if not 0 <= question.right < len(question.choices):
            raise DomainError(Reason(f"Say which answer of question {number} is right."))


def _week_of(training_session: TrainingSession) -> int:
    """The curriculum's week: by its title, or by number and competency where only the title was changed; else 0."""
    modules = load_modules()
    same = (m.week for m in modules if m.title == training_session.title)
    alike = (
        m.week for m in modules if (m.week, m.competency) == (training_session.number, training_session.competency)
    )
    return next(same, next(alike, 0))


def _question(row: dict[str, Any]) -> CheckQuestion:
    return CheckQuestion(row["question"], tuple(row["choices"]), row["right"], row["explanation"])


def _kept(question: CheckQuestion) -> dict[str, Any]:
    return {
        "question": question.question,
        "choices": list(question.choices),
        "right": question.right,
        "explanation": question.explanation,
    }


def _shown(questions: Sequence[CheckQuestion]) -> dict[str, str]:
    return {f"Question {number}": question.question for number, question in enumerate(questions, start=1)}
