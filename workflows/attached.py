"""Files that people attach to a record: kept under their digest, and held by the record's own columns."""

from dataclasses import dataclass

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.file_kinds import FileKind, kept_name
from workflows.files import FileStore

FILE_NAME_MAX = 120


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it arrived: the name it had, and all of its content."""

    name: str
    content: bytes


class HoldsFile:
    """The columns of a record that may hold one file; `file_sha256` is None where there is none."""

    file_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    file_name: Mapped[str] = mapped_column(String(FILE_NAME_MAX), default="")
    file_type: Mapped[str] = mapped_column(String(100), default="")
    file_size: Mapped[int] = mapped_column(default=0)


def attach(record: HoldsFile, given: Attachment, *, kind: FileKind, files: FileStore) -> None:
    """Keep the content and let the record hold it, under a name without folders and surprises."""
    stored = files.put(given.content)
    record.file_sha256, record.file_size, record.file_type = stored.sha256, stored.size, kind.media_type
    record.file_name = kept_name(given.name, kind, longest=FILE_NAME_MAX)
