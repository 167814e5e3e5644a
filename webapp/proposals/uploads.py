"""A file sent with a form of a proposal: read once, checked and put into the store before anything is written."""

from typing import Any

from flask import current_app

from workflows.attached import Attachment, KeptFile
from workflows.files import FileStore
from workflows.proposals.papers.answers import PAPER_MAX_BYTES
from workflows.proposals.papers.operations import keep_first


def file_store() -> FileStore:
    store: FileStore = current_app.extensions["accompany_files"]
    return store


def keep_upload(field: Any) -> KeptFile:
    """The file of the field, in the store; one byte more than allowed is read, which is enough to refuse it.

    Raises DomainError at the field `file`.
    """
    with field.data.stream as sent:
        given = Attachment(field.data.filename or "", sent.read(PAPER_MAX_BYTES + 1))
    return keep_first(given, files=file_store())
