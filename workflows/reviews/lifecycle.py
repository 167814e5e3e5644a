"""One reviewer's seat, from the assignment to the filed scores, as one table."""

from datetime import datetime

from workflows.errors import Reason
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P
from workflows.reviews.models import Review, ReviewState
from workflows.reviews.rubric import rubric_of
from workflows.stages import Stage


def proposal_is_in_review(review: Review, now: datetime) -> Reason | None:
    if review.proposal.enrollment.stage is Stage.IN_REVIEW:
        return None
    return Reason("The proposal is not in review now, so its reviews stay as they are.")


def a_filed_one_is_not_decided_on(review: Review, now: datetime) -> Reason | None:
    return proposal_is_in_review(review, now) if review.state is ReviewState.FINAL else None


def no_conflict_is_declared(review: Review, now: datetime) -> Reason | None:
    if review.declared_at is not None:
        return None
    return Reason("Declare first that you have no conflict of interest.", "agrees")


def every_criterion_is_scored(review: Review, now: datetime) -> tuple[Reason, ...]:
    given = {score.criterion: score for score in review.scores}
    missing: list[Reason] = []
    for criterion in rubric_of(review.rubric).criteria:
        score = given.get(criterion.id)
        if score is None or score.anchor_percent is None:
            missing.append(Reason(f"{criterion.name} has no score yet.", f"{criterion.id}_anchor"))
        if score is None or not score.justification.strip():
            missing.append(Reason(f"{criterion.name}: say in a sentence why.", f"{criterion.id}_why"))
    return tuple(missing)


S, T = ReviewState, Transition

REVIEW: Machine[ReviewState] = Machine(
    name="review",
    attribute="state",
    initial=S.ASSIGNED,
    terminal=frozenset({S.RECUSED}),
    rows=(
        T("declare", (S.ASSIGNED,), S.SCORING, P.SCORE_PROPOSAL,
          (proposal_is_in_review, no_conflict_is_declared), (), "Open the proposal"),
        T("step_aside", (S.ASSIGNED, S.SCORING, S.FINAL), S.RECUSED, P.SCORE_PROPOSAL,
          (a_filed_one_is_not_decided_on,), ("conflict_declared",), "Step aside", needs_note=True),
        T("finish", (S.SCORING,), S.FINAL, P.SCORE_PROPOSAL,
          (proposal_is_in_review, every_criterion_is_scored), ("review_finished",), "File as final"),
        T("reopen", (S.FINAL,), S.SCORING, P.ASSIGN_REVIEWERS,
          (proposal_is_in_review,), ("review_reopened",), "Reopen", needs_note=True),
        T("look_again", (S.FINAL,), S.SCORING, None,
          (), (), "Look at the next version"),
    ),
)  # fmt: skip  # the columns of the table
