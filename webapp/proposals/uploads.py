"""A paper sent with a form of a proposal: checked and put into the store before anything is written."""

from typing import Any

from webapp.uploads import file_store, read_upload
from workflows.attached import KeptFile
from workflows.proposals.papers.answers import PAPER_MAX_BYTES
from workflows.proposals.papers.operations import keep_first


def keep_paper(field: Any) -> KeptFile:
    """The file of the field, in the store. Raises DomainError at the field `file`."""
    return keep_first(read_upload(field, at_most=PAPER_MAX_BYTES), files=file_store())
