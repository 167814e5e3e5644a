"""Files that come with a practice product: what kinds, how large, and whether the content is what the name says."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from workflows.errors import DomainError, Reason
from workflows.exercises.answers import FILE_MAX_BYTES, FILE_NAME_MAX

_MEGABYTES = FILE_MAX_BYTES // 1_000_000


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file: its endings, what the browser is told, and how its content is recognized."""

    endings: tuple[str, ...]
    mimetype: str
    holds: Callable[[bytes], bool]


def _is_word(content: bytes) -> bool:
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return "word/document.xml" in package.namelist()
    except zipfile.BadZipFile:
        return False


# No spreadsheets and no CSV: a worksheet is about data, and must never carry the data of clients.
KINDS: tuple[FileKind, ...] = (
    FileKind((".pdf",), "application/pdf", lambda content: content.startswith(b"%PDF-")),
    FileKind((".png",), "image/png", lambda content: content.startswith(b"\x89PNG\r\n\x1a\n")),
    FileKind((".jpg", ".jpeg"), "image/jpeg", lambda content: content.startswith(b"\xff\xd8\xff")),
    FileKind((".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _is_word),
)
ACCEPTED = tuple(ending for kind in KINDS for ending in kind.endings)


def check_file(name: str, content: bytes) -> str:
    """The name as it is kept; raises DomainError with what would be taken instead."""
    plain = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    if not content:
        raise DomainError(Reason("This file is empty. Choose another one.", "file"))
    if len(content) > FILE_MAX_BYTES:
        raise DomainError(Reason(f"This file is larger than {_MEGABYTES} MB. Make it smaller, or add a link.", "file"))
    kind = find_kind(plain)
    if kind is None:
        raise DomainError(
            Reason(
                "Choose a PDF, a Word document (.docx) or a picture (PNG, JPEG); spreadsheets stay with you.", "file"
            )
        )
    if not kind.holds(content):
        raise DomainError(Reason("The content of this file is not what its name says. Save it again as PDF.", "file"))
    stem, _, ending = plain.rpartition(".")
    return f"{stem[: FILE_NAME_MAX - len(ending) - 1]}.{ending}"


def find_kind(name: str) -> FileKind | None:
    return next((kind for kind in KINDS if name.casefold().endswith(kind.endings)), None)
