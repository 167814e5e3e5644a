"""A small file beside a message, read once into memory."""

from typing import Any

from workflows.attached import Attachment
from workflows.helpdesk.answers import FILE_MAX_BYTES


def attachment_of(field: Any) -> Attachment | None:
    """The file of the field, or None when none was chosen. One byte more than allowed is enough to refuse it."""
    given = field.data
    if given is None or isinstance(given, str) or not given.filename:
        return None
    return Attachment(given.filename, given.stream.read(FILE_MAX_BYTES + 1))
