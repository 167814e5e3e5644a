"""Files that people attach to a record: kept under their digest, and held by the record's own columns."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.file_kinds import FileKind, kept_name, recognise
from workflows.files import FileStore

FILE_NAME_MAX = 120


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it arrived: the name it had, and all of its content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that is in the store already, with the name and the type it is given back under."""

    sha256: str
    size: int
    name: str
    media_type: str


class HoldsFile:
    """The columns of a record that may hold one file; `file_sha256` is None where there is none."""

    file_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    file_name: Mapped[str] = mapped_column(String(FILE_NAME_MAX), default="")
    file_type: Mapped[str] = mapped_column(String(100), default="")
    file_size: Mapped[int] = mapped_column(default=0)


def keep(
    given: Attachment, *, kinds: Collection[FileKind], at_most: int, files: FileStore, instead: str = ""
) -> KeptFile:
    """Check the content and put it into the store, before the transaction in which a record holds it.

    `at_most` is in bytes; `instead` says what to send where the kind is not one of `kinds`. The name is kept without
    folders and surprises. Raises DomainError at the field `file`. What no record holds in the end is swept away.
    """
    kind = recognise(given.name, given.content, kinds=kinds, at_most=at_most, instead=instead)
    stored = files.put(given.content)
    return KeptFile(stored.sha256, stored.size, kept_name(given.name, kind, longest=FILE_NAME_MAX), kind.media_type)


def hold(record: HoldsFile, kept: KeptFile) -> None:
    """Let the record hold what was kept."""
    record.file_sha256, record.file_size, record.file_type = kept.sha256, kept.size, kept.media_type
    record.file_name = kept.name
