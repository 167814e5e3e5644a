"""The states of a partnership, as one table. Who may take a row is asked by the operation: most are no user of ours."""

from workflows.machine import Machine, Transition
from workflows.proposals.partners.models import PartnerState

S, T = PartnerState, Transition

PARTNERSHIP: Machine[PartnerState] = Machine(
    name="partnership",
    attribute="state",
    initial=S.NAMED,
    terminal=frozenset({S.WITHDRAWN}),
    rows=(
        T("ask", (S.NAMED, S.ASKED, S.DECLINED), S.ASKED, None, (), ("partner_asked",), "Ask to confirm"),
        T("ask_again", (S.CONFIRMED,), S.ASKED, None, (), ("partner_asked",), "The promise was changed"),
        T("reconsider", (S.CONFIRMED, S.DECLINED), S.NAMED, None, (), (), "The letter says something else"),
        T("confirm", (S.ASKED, S.DECLINED), S.CONFIRMED, None, (), ("partner_confirmed",), "Confirm"),
        T("decline", (S.ASKED, S.CONFIRMED), S.DECLINED, None, (), ("partner_declined",), "Decline"),
        T("count_letter", (S.NAMED,), S.CONFIRMED, None, (), ("partner_confirmed",), "The letter counts"),
        T("withdraw", (S.NAMED, S.ASKED, S.CONFIRMED, S.DECLINED), S.WITHDRAWN, None, (), ("partner_withdrawn",),
          "Go without this partner"),
    ),
)  # fmt: skip  # the columns of the table
