"""Requests for changes as pages need them, each with its loading stated."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.errors import NotFound
from workflows.proposals.queries import get_proposal
from workflows.proposals.revisions.models import ChangeRequest


def get_change_request(session: Session, request_id: int) -> ChangeRequest:
    """With its whole proposal; raises NotFound."""
    proposal_id = session.scalar(select(ChangeRequest.proposal_id).where(ChangeRequest.id == request_id))
    if proposal_id is None:
        raise NotFound()
    return next(one for one in get_proposal(session, proposal_id).change_requests if one.id == request_id)
