"""What becomes of an affiliate's interest in a cohort, as one table: the record of the selection."""

from datetime import datetime

from workflows.enrollments.models import Interest, InterestState
from workflows.errors import Reason
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P


def cohort_is_not_over(interest: Interest, now: datetime) -> Reason | None:
    if interest.cohort.ends_on >= now.date():
        return None
    return Reason(f"{interest.cohort.name} is over.")


S, T = InterestState, Transition

INTEREST: Machine[InterestState] = Machine(
    name="interest",
    attribute="state",
    initial=S.EXPRESSED,
    terminal=frozenset({S.SELECTED}),
    rows=(
        T("select", (S.EXPRESSED,), S.SELECTED, P.INVITE_AFFILIATE,
          (cohort_is_not_over,), ("interest_selected",), "Select and invite", needs_note=True),
        T("pass_over", (S.EXPRESSED,), S.NOT_SELECTED, P.INVITE_AFFILIATE,
          (), ("interest_answered",), "Not this time", needs_note=True),
        T("withdraw", (S.EXPRESSED,), S.WITHDRAWN, P.EXPRESS_INTEREST,
          (), ("interest_withdrawn",), "Withdraw the interest"),
        T("express_again", (S.WITHDRAWN, S.NOT_SELECTED), S.EXPRESSED, P.EXPRESS_INTEREST,
          (cohort_is_not_over,), ("interest_expressed",), "Say it again"),
    ),
)  # fmt: skip  # the columns of the table
