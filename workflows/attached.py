"""Files that people attach: known by what they hold, not by their name, and kept under their digest."""

import io
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import PurePath

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.errors import DomainError, Reason
from workflows.files import FileStore

FILE_NAME_MAX = 120
_OFFICE = "application/vnd.openxmlformats-officedocument."
_PARTS_MAX = 5000  # of an Office file


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file: its ending, what it is called, the type it is served as, and how it is known."""

    ending: str
    words: str
    mimetype: str
    is_it: Callable[[bytes], bool]


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(marks)


def _office(folder: str) -> Callable[[bytes], bool]:
    """A Word, Excel or PowerPoint file without macros."""

    def is_it(content: bytes) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                names = packed.namelist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
            return False
        has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
        is_ours = "[Content_Types].xml" in names and any(name.startswith(f"{folder}/") for name in names)
        return is_ours and not has_macros and len(names) <= _PARTS_MAX

    return is_it


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


PDF = FileKind("pdf", "PDF", "application/pdf", _begins(b"%PDF-"))
PNG = FileKind("png", "PNG picture", "image/png", _begins(b"\x89PNG\r\n\x1a\n"))
JPEG = FileKind("jpg", "JPEG picture", "image/jpeg", _begins(b"\xff\xd8\xff"))
WORD = FileKind("docx", "Word file", f"{_OFFICE}wordprocessingml.document", _office("word"))
EXCEL = FileKind("xlsx", "Excel file", f"{_OFFICE}spreadsheetml.sheet", _office("xl"))
SLIDES = FileKind("pptx", "PowerPoint file", f"{_OFFICE}presentationml.presentation", _office("ppt"))
TEXT = FileKind("txt", "text file", "text/plain", _is_text)
TABLE = FileKind("csv", "CSV table", "text/csv", _is_text)
_ALSO = {"jpeg": "jpg"}


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


def recognise(given: Attachment, *, kinds: Collection[FileKind], at_most: int) -> FileKind:
    """The kind that both the name and the content say; raises DomainError at field `file` with what would help."""
    if not given.content:
        raise DomainError(Reason("This file is empty. Choose it again.", "file"))
    if len(given.content) > at_most:
        raise DomainError(Reason(f"A file can have up to {at_most // 1_000_000} MB. Make it smaller.", "file"))
    ending = PurePath(given.name).suffix.lower().removeprefix(".")
    kind = next((kind for kind in kinds if kind.ending == _ALSO.get(ending, ending)), None)
    if kind is None:
        raise DomainError(Reason(f"Such a file cannot be kept here. Choose one of these: {_names(kinds)}.", "file"))
    if not kind.is_it(given.content):
        raise DomainError(
            Reason(f"Its name says {kind.words}, but it holds something else or macros. Save it anew as one.", "file")
        )
    return kind


def attach(record: HoldsFile, given: Attachment, *, kind: FileKind, files: FileStore) -> None:
    """Keep the content and let the record hold it, under a name without folders and surprises."""
    stored = files.put(given.content)
    record.file_sha256, record.file_size, record.file_type = stored.sha256, stored.size, kind.mimetype
    record.file_name = _safe_name(given.name, kind)


def _names(kinds: Collection[FileKind]) -> str:
    return ", ".join(kind.words for kind in kinds)


def _safe_name(name: str, kind: FileKind) -> str:
    stem = PurePath(name.replace("\\", "/")).stem
    plain = "".join(sign for sign in stem if sign.isalnum() or sign in " ._-()").strip(" .")
    return f"{plain[: FILE_NAME_MAX - 10] or 'file'}.{kind.ending}"
