"""One staged decision, from the desk to the announcement, as one table."""

from datetime import datetime

from workflows.errors import Reason
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P
from workflows.reviews.staging.models import StagedDecision, StagedState
from workflows.stages import Stage

CONTENT_CHANGED = "The proposal was submitted anew after this decision. Read the new version and decide on it."


def proposal_is_in_review(staged: StagedDecision, now: datetime) -> Reason | None:
    if staged.proposal.enrollment.stage is Stage.IN_REVIEW:
        return None
    return Reason("The proposal is not in review now, so nothing is decided about it.")


def content_is_the_same(staged: StagedDecision, now: datetime) -> Reason | None:
    return None if staged.is_on_newest else Reason(CONTENT_CHANGED)


def a_second_person_is_needed(staged: StagedDecision, now: datetime) -> Reason | None:
    if staged.proposal.enrollment.cohort.needs_second_person(staged.amount):
        return None
    return Reason("This decision needs no second person.")


def second_person_has_confirmed(staged: StagedDecision, now: datetime) -> Reason | None:
    if not staged.proposal.enrollment.cohort.needs_second_person(staged.amount) or staged.standing:
        return None
    return Reason("A second person has to confirm this amount first.")


S, T = StagedState, Transition

STAGED: Machine[StagedState] = Machine(
    name="staged decision",
    attribute="state",
    initial=S.STAGED,
    terminal=frozenset({S.ANNOUNCED}),
    rows=(
        T("change", (S.STAGED, S.SENT_BACK, S.TAKEN_BACK), S.STAGED, P.DECIDE_PROPOSAL,
          (proposal_is_in_review,), (), "Change the decision"),
        T("take_back", (S.STAGED, S.SENT_BACK), S.TAKEN_BACK, P.DECIDE_PROPOSAL,
          (), (), "Take the decision back"),
        T("confirm", (S.STAGED,), S.STAGED, P.CONFIRM_DECISION,
          (proposal_is_in_review, content_is_the_same, a_second_person_is_needed), (), "Confirm"),
        T("send_back", (S.STAGED,), S.SENT_BACK, P.CONFIRM_DECISION,
          (proposal_is_in_review,), ("decision_sent_back",), "Send back", needs_note=True),
        T("announce", (S.STAGED,), S.ANNOUNCED, P.DECIDE_PROPOSAL,
          (proposal_is_in_review, content_is_the_same, second_person_has_confirmed), (), "Announce"),
        T("drop", (S.STAGED, S.SENT_BACK), S.TAKEN_BACK, None,
          (), (), "Dropped when the affiliate left"),
    ),
)  # fmt: skip  # the columns of the table
