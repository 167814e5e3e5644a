"""The states of a proposal, as one table. The year's own stage moves in the same transaction."""

from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P
from workflows.proposals.models import ProposalState

S, T = ProposalState, Transition

PROPOSAL_STATES: Machine[ProposalState] = Machine(
    name="proposal",
    attribute="state",
    initial=S.DRAFT,
    terminal=frozenset({S.APPROVED, S.DECLINED}),
    rows=(
        T("submit", (S.DRAFT, S.CHANGES_REQUESTED), S.SUBMITTED, P.SUBMIT_PROPOSAL, label="Certify and submit"),
        T("request_changes", (S.SUBMITTED,), S.CHANGES_REQUESTED, None, label="Changes asked for"),
        T("approve", (S.SUBMITTED,), S.APPROVED, None, label="Approved"),
        T("decline", (S.SUBMITTED,), S.DECLINED, None, label="Declined"),
    ),
)

OPEN_TO_WRITING = frozenset({S.DRAFT, S.CHANGES_REQUESTED})
