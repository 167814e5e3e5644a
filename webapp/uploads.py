"""A file sent with a form: read once, checked and put into the store before anything is written."""

from collections.abc import Collection
from typing import Any

from flask import current_app

from workflows.attached import Attachment, KeptFile, keep
from workflows.file_kinds import FileKind
from workflows.files import FileStore


def file_store() -> FileStore:
    store: FileStore = current_app.extensions["accompany_files"]
    return store


def has_upload(field: Any) -> bool:
    """Whether a file was chosen."""
    return bool(getattr(field.data, "filename", ""))


def read_upload(field: Any, *, at_most: int) -> Attachment:
    """The file of the field; one byte more than allowed is read, which is enough to refuse it."""
    with field.data.stream as sent:
        return Attachment(field.data.filename or "", sent.read(at_most + 1))


def keep_upload(field: Any, *, kinds: Collection[FileKind], at_most: int, instead: str = "") -> KeptFile:
    """The file of the field, in the store; `at_most` is in bytes. Raises DomainError at the field `file`."""
    return keep(read_upload(field, at_most=at_most), kinds=kinds, at_most=at_most, files=file_store(), instead=instead)
