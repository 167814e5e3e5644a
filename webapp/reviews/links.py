"""Where a reviewer reads the proposal."""

from flask import current_app, url_for

from workflows.proposals.models import Proposal


def proposal_url(proposal: Proposal) -> str:
    """The submitted proposal's page; empty where the application has none."""
    if "proposals.show" not in current_app.view_functions:
        return ""
    return url_for("proposals.show", proposal_id=proposal.id)
