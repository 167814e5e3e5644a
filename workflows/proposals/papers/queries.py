"""Papers as pages and the sweep need them."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.errors import NotFound
from workflows.proposals.papers.models import Paper
from workflows.proposals.queries import get_proposal


def get_paper(session: Session, paper_id: int) -> Paper:
    """With its whole proposal, also when it was removed since; raises NotFound."""
    paper = session.get(Paper, paper_id)
    if paper is None:
        raise NotFound()
    get_proposal(session, paper.proposal_id)
    return paper


def list_kept_digests(session: Session) -> Collection[str]:
    """Files of every paper that has a row: of drafts, and of what a snapshot names."""
    return frozenset(digest for digest in session.scalars(select(Paper.file_sha256)) if digest is not None)
