"""The states of a proposal, as one table. The year's own stage moves in the same transaction."""

from datetime import datetime

from workflows.errors import Reason
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P
from workflows.proposals.models import Proposal, ProposalState


def was_never_submitted(proposal: Proposal, now: datetime) -> Reason | None:
    return None if proposal.submitted_at is None else Reason("It was submitted before, so it goes back to its changes.")


def was_submitted_before(proposal: Proposal, now: datetime) -> Reason | None:
    return None if proposal.submitted_at is not None else Reason("It was not submitted yet, so it is a draft again.")


S, T = ProposalState, Transition

PROPOSAL_STATES: Machine[ProposalState] = Machine(
    name="proposal",
    attribute="state",
    initial=S.DRAFT,
    terminal=frozenset({S.APPROVED, S.DECLINED}),
    rows=(
        T("hand_over", (S.DRAFT, S.CHANGES_REQUESTED), S.READY, P.WRITE_PROPOSAL, label="Submit for certification"),
        T("take_back", (S.READY,), S.DRAFT, P.WRITE_PROPOSAL,
          (was_never_submitted,), label="Take it back"),
        T("take_back_changes", (S.READY,), S.CHANGES_REQUESTED, P.WRITE_PROPOSAL,
          (was_submitted_before,), label="Take it back"),
        T("send_back", (S.READY,), S.DRAFT, P.SUBMIT_PROPOSAL,
          (was_never_submitted,), label="Send it back", needs_note=True),
        T("send_back_changes", (S.READY,), S.CHANGES_REQUESTED, P.SUBMIT_PROPOSAL,
          (was_submitted_before,), label="Send it back", needs_note=True),
        T("submit", (S.READY,), S.SUBMITTED, P.SUBMIT_PROPOSAL, label="Certify and submit"),
        T("request_changes", (S.SUBMITTED,), S.CHANGES_REQUESTED, None, label="Changes asked for"),
        T("approve", (S.SUBMITTED,), S.APPROVED, None, label="Approved"),
        T("decline", (S.SUBMITTED,), S.DECLINED, None, label="Declined"),
    ),
)  # fmt: skip  # the columns of the table

OPEN_TO_WRITING = frozenset({S.DRAFT, S.CHANGES_REQUESTED})
