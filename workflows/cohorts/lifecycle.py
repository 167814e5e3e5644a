"""The states of a pilot's learning review, as one table."""

from datetime import datetime

from workflows.cohorts.answers import LEARNING_QUESTIONS
from workflows.cohorts.models import LearningReview, LearningState
from workflows.errors import Reason
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P


def every_question_is_answered(review: LearningReview, now: datetime) -> tuple[Reason, ...]:
    return tuple(
        Reason(f"“{question}” has no answer yet.", name)
        for name, question, _ in LEARNING_QUESTIONS
        if not getattr(review, name).strip()
    )


S, T = LearningState, Transition
OPEN_TO_WRITING = (S.DRAFT, S.RETURNED)

LEARNING_REVIEW: Machine[LearningState] = Machine(
    name="learning review",
    attribute="state",
    initial=S.DRAFT,
    terminal=frozenset({S.APPROVED}),
    rows=(
        T("submit", OPEN_TO_WRITING, S.SUBMITTED, P.MANAGE_COHORTS,
          (every_question_is_answered,), ("learning_submitted",), "Hand it to a colleague"),
        T("approve", (S.SUBMITTED,), S.APPROVED, P.APPROVE_LEARNING,
          (), ("learning_approved",), "Approve"),
        T("return", (S.SUBMITTED,), S.RETURNED, P.APPROVE_LEARNING,
          (), ("learning_returned",), "Return with a question", needs_note=True),
    ),
)  # fmt: skip  # the columns of the table
