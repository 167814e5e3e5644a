"""What waits for a decision about a whole cohort: interests to answer, and learning reviews to approve."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from workflows.cohorts.queries import list_learning_to_approve
from workflows.enrollments.invitation_queries import list_interests_to_answer
from workflows.home.waiting import WaitingRow
from workflows.permissions import Actor, Permission, can


def list_waiting_cohorts(session: Session, actor: Actor) -> Sequence[WaitingRow]:
    """Rows as `list_waiting` gives them, the cohort's name in the affiliate's place; two queries at most."""
    return [*_interests(session, actor), *_learning(session, actor)]


def _interests(session: Session, actor: Actor) -> Iterator[WaitingRow]:
    if not can(actor, Permission.INVITE_AFFILIATE):
        return
    for cohort_id, name, number, since in list_interests_to_answer(session):
        who = "An affiliate asks" if number == 1 else f"{number} affiliates ask"
        what = "Answer an interest" if number == 1 else "Answer interests"
        yield WaitingRow(name, what, f"{who} to join.", since, None, "cohorts.interests", "cohort_id", cohort_id)


def _learning(session: Session, actor: Actor) -> Iterator[WaitingRow]:
    if not can(actor, Permission.APPROVE_LEARNING):
        return
    for review in list_learning_to_approve(session):
        if can(actor, Permission.APPROVE_LEARNING, review) and review.submitted_at is not None:
            yield WaitingRow(
                review.cohort.name,
                "Approve what it taught",
                "An expansion waits for its learning review.",
                review.submitted_at,
                None,
                "cohorts.learning",
                "cohort_id",
                review.cohort_id,
            )
