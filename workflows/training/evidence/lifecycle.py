"""What reflections, excuses and make-ups go through, as three tables."""

from datetime import datetime

from workflows.errors import Reason
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P
from workflows.stages import TERMINAL
from workflows.training.evidence.answers import EVIDENCE_MAX, REASON_MAX, REFLECTION_MAX, REFLECTION_MIN
from workflows.training.evidence.models import (
    Excuse,
    ExcuseState,
    MakeUp,
    MakeUpState,
    OfOnePlace,
    Reflection,
    ReflectionState,
)


def year_goes_on(record: OfOnePlace, now: datetime) -> Reason | None:
    enrollment = record.participant.enrollment
    if enrollment.stage not in TERMINAL:
        return None
    return Reason(f"The year of {enrollment.affiliate.name} is over, so its training stays as it is.")


def text_is_long_enough(reflection: Reflection, now: datetime) -> Reason | None:
    length = len(reflection.text.strip())
    if length < REFLECTION_MIN:
        return Reason(f"Write a little more: {REFLECTION_MIN} characters at least, and you have {length}.", "text")
    if length > REFLECTION_MAX:
        return Reason(f"Make it shorter: {REFLECTION_MAX} characters at most, and you have {length}.", "text")
    return None


def session_is_ahead(excuse: Excuse, now: datetime) -> Reason | None:
    if now < excuse.session.starts_at:
        return None
    return Reason(
        f"Session {excuse.session.number} has begun, so it is too late for an excuse in advance. "
        "Watch the recording, or ask for a make-up."
    )


def session_has_begun(make_up: MakeUp, now: datetime) -> Reason | None:
    if now >= make_up.session.starts_at:
        return None
    return Reason(
        f"Session {make_up.session.number} is still ahead. Say in advance that you cannot come, "
        "or ask for a make-up once it has begun."
    )


def reason_is_given(record: Excuse | MakeUp, now: datetime) -> Reason | None:
    if 0 < len(record.reason.strip()) <= REASON_MAX:
        return None
    return Reason(f"Say why in a sentence or two, {REASON_MAX} characters at most.", "reason")


def evidence_is_given(make_up: MakeUp, now: datetime) -> Reason | None:
    if 0 < len(make_up.evidence.strip()) <= EVIDENCE_MAX:
        return None
    return Reason(f"Tell in a few sentences what was done, {EVIDENCE_MAX} characters at most.", "evidence")


T = Transition
R, E, M = ReflectionState, ExcuseState, MakeUpState

REFLECTION: Machine[ReflectionState] = Machine(
    name="reflection",
    attribute="state",
    initial=R.DRAFT,
    terminal=frozenset(),
    rows=(
        T("send", (R.DRAFT, R.RETURNED), R.SENT, P.ATTEND_TRAINING,
          (year_goes_on, text_is_long_enough), ("reflection_sent",), "Send it"),
        T("verify", (R.SENT,), R.VERIFIED, P.MANAGE_TRAINING,
          (), ("reflection_verified",), "Verify"),
        T("return", (R.SENT, R.VERIFIED), R.RETURNED, P.MANAGE_TRAINING,
          (), ("reflection_returned",), "Return with a comment", needs_note=True),
    ),
)  # fmt: skip  # the columns of the table

EXCUSE: Machine[ExcuseState] = Machine(
    name="excuse",
    attribute="state",
    initial=E.NOT_ASKED,
    terminal=frozenset(),
    rows=(
        T("ask", (E.NOT_ASKED, E.RETURNED), E.ASKED, P.ATTEND_TRAINING,
          (year_goes_on, reason_is_given, session_is_ahead), ("excuse_asked",), "Ask to be excused"),
        T("accept", (E.ASKED,), E.ACCEPTED, P.MANAGE_TRAINING,
          (year_goes_on,), ("excuse_accepted",), "Accept the excuse"),
        T("return", (E.ASKED, E.ACCEPTED), E.RETURNED, P.MANAGE_TRAINING,
          (), ("excuse_returned",), "Return with a comment", needs_note=True),
        T("withdraw", (E.ASKED, E.RETURNED), E.NOT_ASKED, P.ATTEND_TRAINING,
          (), (), "Withdraw"),
    ),
)  # fmt: skip  # the columns of the table

MAKE_UP: Machine[MakeUpState] = Machine(
    name="make-up",
    attribute="state",
    initial=M.NOT_ASKED,
    terminal=frozenset(),
    rows=(
        T("ask", (M.NOT_ASKED, M.RETURNED), M.ASKED, P.ATTEND_TRAINING,
          (year_goes_on, reason_is_given, session_has_begun), ("make_up_asked",), "Ask for a make-up"),
        T("arrange", (M.ASKED,), M.ARRANGED, P.MANAGE_TRAINING,
          (year_goes_on,), ("make_up_arranged",), "Agree on a make-up", needs_note=True),
        T("hand_in", (M.ASKED, M.ARRANGED, M.RETURNED), M.HANDED_IN, P.ATTEND_TRAINING,
          (year_goes_on, evidence_is_given), ("make_up_handed_in",), "Hand it in"),
        T("verify", (M.HANDED_IN,), M.VERIFIED, P.MANAGE_TRAINING,
          (year_goes_on,), ("make_up_verified",), "Verify"),
        T("return", (M.ASKED, M.ARRANGED, M.HANDED_IN, M.VERIFIED), M.RETURNED, P.MANAGE_TRAINING,
          (), ("make_up_returned",), "Return with a comment", needs_note=True),
        T("withdraw", (M.ASKED, M.ARRANGED, M.HANDED_IN, M.RETURNED), M.NOT_ASKED, P.ATTEND_TRAINING,
          (), (), "Withdraw"),
    ),
)  # fmt: skip  # the columns of the table
