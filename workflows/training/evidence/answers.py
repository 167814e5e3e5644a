"""Limits of what people write about a recording, an excuse or a make-up; forms and operations share them."""

from dataclasses import dataclass

QUESTIONS_MAX = 3
CHOICES = (2, 4)  # at least, at most
QUESTION_MAX = 300
CHOICE_MAX = 200
EXPLANATION_MAX = 500

REFLECTION_MIN, REFLECTION_MAX = 50, 1_500
REASON_MAX = 1_000
EVIDENCE_MAX = 2_000
COMMENT_MAX = 1_000


@dataclass(frozen=True, slots=True)
class CheckQuestion:
    """One question about a recording; `right` is the place of the right choice, counted from 0."""

    question: str
    choices: tuple[str, ...]
    right: int
    explanation: str
