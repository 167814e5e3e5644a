"""One request to amend an award, from the draft to its effect, as one table."""

from datetime import datetime

from workflows.amendments.answers import Track
from workflows.amendments.models import Amendment, AmendmentState
from workflows.clock import local_date
from workflows.errors import Reason
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P
from workflows.stages import Stage

AMENDABLE = frozenset({Stage.AWARDED, Stage.FUNDED, Stage.IMPLEMENTING, Stage.SUSPENDED, Stage.CLOSING})


def year_goes_on(amendment: Amendment, now: datetime) -> Reason | None:
    stage = amendment.award.enrollment.stage
    if stage in AMENDABLE:
        return None
    return Reason(f"The year is {stage.label.lower()}, so its plan is not changed any more.")


def somebody_decides(amendment: Amendment, now: datetime) -> Reason | None:
    if amendment.track is not Track.NOTIFY:
        return None
    return Reason("A notice needs no decision: send it, and it takes effect.")


def nobody_decides(amendment: Amendment, now: datetime) -> Reason | None:
    if amendment.track is Track.NOTIFY:
        return None
    return Reason("This change is decided by the national office first.")


def its_day_has_come(amendment: Amendment, now: datetime) -> Reason | None:
    day = amendment.effective_on
    if day is not None and day <= local_date(now, amendment.award.enrollment.affiliate.time_zone):
        return None
    return Reason("It takes effect on the day that was decided.", "effective_on")


def both_sides_have_signed(amendment: Amendment, now: datetime) -> Reason | None:
    if not amendment.needs_signatures or amendment.signed_at is not None:
        return None
    return Reason("Both sides sign the amendment letter first.")


S, T = AmendmentState, Transition

AMENDMENT: Machine[AmendmentState] = Machine(
    name="amendment",
    attribute="state",
    initial=S.DRAFT,
    terminal=frozenset({S.IN_EFFECT, S.DECLINED, S.WITHDRAWN}),
    rows=(
        T("submit", (S.DRAFT, S.RETURNED), S.SUBMITTED, P.SUBMIT_AMENDMENT,
          (year_goes_on, somebody_decides), ("amendment_submitted",), "Send for a decision"),
        T("notify", (S.DRAFT, S.RETURNED), S.IN_EFFECT, P.SUBMIT_AMENDMENT,
          (year_goes_on, nobody_decides), ("amendment_notified",), "Send the notice"),
        T("return", (S.SUBMITTED,), S.RETURNED, P.DECIDE_AMENDMENT,
          (), ("amendment_returned",), "Return with a question", needs_note=True),
        T("approve", (S.SUBMITTED,), S.APPROVED, P.DECIDE_AMENDMENT,
          (year_goes_on,), ("amendment_approved",), "Approve"),
        T("decline", (S.SUBMITTED,), S.DECLINED, P.DECIDE_AMENDMENT,
          (), ("amendment_declined",), "Decline", needs_note=True),
        T("withdraw", (S.DRAFT, S.SUBMITTED, S.RETURNED), S.WITHDRAWN, P.WRITE_AMENDMENT,
          (), ("amendment_withdrawn",), "Withdraw", needs_note=True),
        T("take_effect", (S.APPROVED,), S.IN_EFFECT, None,
          (year_goes_on, both_sides_have_signed, its_day_has_come), ("amendment_in_effect",), "Takes effect"),
    ),
)  # fmt: skip  # the columns of the table
