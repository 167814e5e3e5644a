"""The states of a check-in, as one table."""

from datetime import datetime

from workflows.coaching.models import CheckIn, CheckInState
from workflows.errors import Reason
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P
from workflows.stages import TERMINAL


def year_goes_on(check_in: CheckIn, now: datetime) -> Reason | None:
    if check_in.enrollment.stage not in TERMINAL:
        return None
    return Reason(f"The year of {check_in.enrollment.affiliate.name} is over, so its check-ins stay as they are.")


def shared_note_is_written(check_in: CheckIn, now: datetime) -> Reason | None:
    if check_in.shared_note.strip():
        return None
    return Reason("Write a shared note first: a sentence or two that both of you can come back to.", "shared_note")


S, T = CheckInState, Transition

CHECK_IN: Machine[CheckInState] = Machine(
    name="check-in",
    attribute="state",
    initial=S.SCHEDULED,
    terminal=frozenset({S.HELD, S.CANCELLED}),
    rows=(
        T("move", (S.SCHEDULED,), S.SCHEDULED, P.BOOK_CHECK_IN,
          (year_goes_on,), ("check_in_moved",), "Move"),
        T("hold", (S.SCHEDULED,), S.HELD, P.COACH,
          (year_goes_on, shared_note_is_written), ("check_in_held",), "Mark as held"),
        T("cancel", (S.SCHEDULED,), S.CANCELLED, P.BOOK_CHECK_IN,
          (year_goes_on,), ("check_in_cancelled",), "Cancel the check-in", needs_note=True),
    ),
)  # fmt: skip  # the columns of the table
