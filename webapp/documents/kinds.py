"""Each kind of document has its own permission besides «read documents»."""

from webapp.access import allows
from webapp.actors import actor
from workflows.documents.catalogue import DOCUMENTS
from workflows.documents.models import Document
from workflows.permissions import Permission, require


def require_kind(document: Document) -> None:
    """Without the kind's own permission the document is not known to exist."""
    who = DOCUMENTS[document.kind].who
    require(actor(), who, document, see=who)


def may_see(document: Document) -> bool:
    return allows(Permission.SEE_DOCUMENTS, document) and allows(DOCUMENTS[document.kind].who, document)
