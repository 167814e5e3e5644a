"""A small file beside a message: checked and put into the store before the message is written."""

from typing import Any

from webapp.uploads import has_upload, keep_upload
from workflows.attached import KeptFile
from workflows.helpdesk.answers import FILE_KINDS, FILE_MAX_BYTES


def kept_file_of(field: Any) -> KeptFile | None:
    """The file of the field, in the store, or None when none was chosen. Raises DomainError at the field `file`."""
    return keep_upload(field, kinds=FILE_KINDS, at_most=FILE_MAX_BYTES) if has_upload(field) else None
