"""One edition of a data-sharing agreement, from its draft to its end, as one table."""

from datetime import datetime

from workflows.agreements.models import AgreementState, DataSharingAgreement
from workflows.errors import Reason
from workflows.machine import Machine, Transition, words_of
from workflows.permissions import Permission as P
from workflows.stages import TERMINAL, Stage

BEFORE_THE_SEAT = frozenset({Stage.INVITED, Stage.COMMITTED, Stage.DEFERRED})


def enrollment_goes_on(agreement: DataSharingAgreement, now: datetime) -> Reason | None:
    stage = agreement.enrollment.stage
    if stage not in TERMINAL | BEFORE_THE_SEAT:
        return None
    return Reason(f"The enrollment is {words_of(stage)}, so no agreement about data is needed.")


def names_data_and_uses(agreement: DataSharingAgreement, now: datetime) -> tuple[Reason, ...]:
    rules = (
        (not agreement.elements, Reason("Choose at least one field that may be shared.", "elements")),
        (not agreement.permitted_uses, Reason("Say at least one use that is allowed.", "permitted_uses")),
    )
    return tuple(reason for broken, reason in rules if broken)


def term_lies_ahead(agreement: DataSharingAgreement, now: datetime) -> Reason | None:
    if agreement.ends_on >= now.date():
        return None
    return Reason("The term is over already. Choose a later last day.", "ends_on")


S, T = AgreementState, Transition
_OPEN = (S.DRAFTED, S.OFFERED)

AGREEMENT: Machine[AgreementState] = Machine(
    name="data-sharing agreement",
    attribute="state",
    initial=S.DRAFTED,
    terminal=frozenset({S.ENDED, S.EXPIRED, S.TERMINATED}),
    rows=(
        T("offer", (S.DRAFTED,), S.OFFERED, P.MANAGE_DATA_AGREEMENT,
          (enrollment_goes_on, names_data_and_uses, term_lies_ahead), ("data_agreement_offered",),
          "Offer for signature"),
        T("take_back", (S.OFFERED,), S.DRAFTED, P.MANAGE_DATA_AGREEMENT,
          (), ("data_agreement_taken_back",), "Take back and change"),
        T("activate", (S.OFFERED,), S.ACTIVE, None,
          (), ("data_agreement_active",), "Signed by both sides"),
        T("replace", (S.ACTIVE,), S.ENDED, None,
          (), ("data_agreement_ended",), "End, as a newer one is in force or the year is over"),
        T("expire", (S.ACTIVE,), S.EXPIRED, None,
          (), ("data_agreement_expired",), "Reach the last day"),
        T("terminate", (*_OPEN, S.ACTIVE), S.TERMINATED, P.END_DATA_AGREEMENT,
          (), ("data_agreement_terminated",), "End it early", needs_note=True),
    ),
)  # fmt: skip  # the columns of the table
