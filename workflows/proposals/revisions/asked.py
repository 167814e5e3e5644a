"""Which changes are asked for now, what they open, and what is not answered yet; pure functions over the proposal."""

from typing import TYPE_CHECKING

from workflows.errors import Reason
from workflows.proposals.form import sections_of
from workflows.proposals.models import ProposalState
from workflows.proposals.revisions.answers import WHOLE

if TYPE_CHECKING:
    from workflows.proposals.models import Proposal
    from workflows.proposals.revisions.models import ChangeRequest

_REVISING = frozenset({ProposalState.CHANGES_REQUESTED, ProposalState.READY})


def list_asked(proposal: "Proposal", section: str | None = None) -> "list[ChangeRequest]":
    """The requests of the round that is open, in the order they were made; with `section`, those about it."""
    if proposal.state not in _REVISING or proposal.submitted_at is None or not proposal.change_requests:
        return []
    newest = max(row.snapshot_number for row in proposal.change_requests)
    asked = [row for row in proposal.change_requests if row.snapshot_number == newest]
    return asked if section is None else [row for row in asked if row.section == section]


def titles_of(proposal: "Proposal") -> dict[str, str]:
    """Section name → title, with the words for the whole proposal."""
    return {section.name: section.title for section in sections_of(proposal)} | {WHOLE: "The whole proposal"}


def why_closed(proposal: "Proposal", section: str) -> Reason | None:
    """Why this section is not open while changes are made; None when it is, or when no changes are asked for."""
    asked = {row.section for row in list_asked(proposal)}
    if not asked or WHOLE in asked or section in asked:
        return None
    titles = titles_of(proposal)
    names = [f"“{title}”" for name, title in titles.items() if name in asked]
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
    return Reason(f"Changes are asked for in {listed}, so only that is open. The rest stays as you submitted it.")


def list_unanswered(proposal: "Proposal", section: str) -> list[Reason]:
    """The requests about this section that say nothing yet of what was done; `where` is «requests.id»."""
    title = titles_of(proposal).get(section, "")
    return [
        Reason(f"{title}: say what you did about the change that was asked for.", f"requests.{row.id}")
        for row in list_asked(proposal, section)
        if not row.answer.strip()
    ]
