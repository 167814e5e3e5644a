"""Whose files must stay, as one table: the sweep removes what no slice here names."""

from collections.abc import Callable, Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.documents.queries import list_kept_digests
from workflows.documents.template_queries import list_template_digests
from workflows.exercises.models import Product, ProductVersion
from workflows.helpdesk.queries import list_kept_digests as list_help_digests
from workflows.library.queries import list_kept_digests as list_library_digests
from workflows.measurement.models import ExtractImport
from workflows.proposals.extra.queries import list_kept_digests as list_proposal_digests
from workflows.proposals.papers.queries import list_kept_digests as list_paper_digests
from workflows.training.queries import list_material_digests


def list_waiting_extracts(session: Session) -> frozenset[str]:
    """Reduced extracts whose figures are not computed yet."""
    waiting = select(ExtractImport.reduced_sha256).where(ExtractImport.reduced_sha256.is_not(None))
    return frozenset(digest for digest in session.scalars(waiting) if digest is not None)


def list_practice_digests(session: Session) -> frozenset[str]:
    """Files of practice products, also of versions that were handed in before."""
    kept = [select(row.file_sha256).where(row.file_sha256.is_not(None)) for row in (Product, ProductVersion)]
    return frozenset(digest for wanted in kept for digest in session.scalars(wanted) if digest is not None)


KEEPERS: tuple[Callable[[Session], Collection[str]], ...] = (
    list_kept_digests,
    list_template_digests,
    list_material_digests,
    list_practice_digests,
    list_library_digests,
    list_help_digests,
    list_proposal_digests,
    list_paper_digests,
    list_waiting_extracts,
)


def list_files_to_keep(session: Session) -> frozenset[str]:
    """The digests of every file that somebody still needs; one query a keeper."""
    return frozenset(digest for keeper in KEEPERS for digest in keeper(session))
