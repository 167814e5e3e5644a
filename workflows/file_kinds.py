"""Which files people may bring, as one table: known by what is in them, never by their name alone."""

import io
import re
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass

from workflows.errors import DomainError, Reason
from workflows.pictures import whole_jpeg, whole_png

_UNPACKED_MAX = 300_000_000  # bytes that an Office file may hold in all
_MEMBERS_MAX = 5_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word and Excel before 2007, and what is locked with a password
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
_TIME = r"(?:\d{1,3}:)?\d{2}:\d{2}"


@dataclass(frozen=True, slots=True)
class FileKind:
    """One row: ending · what people call it · the type it is served with · why its content is something else, if so."""

    ending: str
    words: str
    media_type: str
    why_not: Callable[[bytes], str]


def _pdf(content: bytes) -> str:
    return "" if b"%PDF-" in content[:1024] and b"%%EOF" in content[-2048:] else "Its content is no whole PDF."


def _office(main: str, wanted: str) -> Callable[[bytes], str]:
    """An Office file is a ZIP that declares its main part; a macro or a packed program makes it something else."""

    def why_not(content: bytes) -> str:
        if content.startswith(_OLE):
            return "It is locked with a password, or of an Office before 2007. Save it anew, without a password."
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                return _why_not_packed(packed, main=main, wanted=wanted)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, KeyError, OSError, ValueError):
            return "Its content is broken or something else."

    return why_not


def _why_not_packed(packed: zipfile.ZipFile, *, main: str, wanted: str) -> str:
    members = packed.infolist()
    if len(members) > _MEMBERS_MAX or sum(member.file_size for member in members) > _UNPACKED_MAX:
        return "It unpacks to far more than a document needs."
    names = {member.filename.lower() for member in members}
    declared = packed.read("[Content_Types].xml").decode("utf-8", "replace").lower()
    if any("vbaproject" in name or "/activex/" in name for name in names) or "macroenabled" in declared:
        return "It carries macros. Save it without them."
    if any(name.endswith((".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".jar")) for name in names):
        return "A program is packed into it."
    return "" if main in names and wanted in declared else "Its content is something else."


def _text(content: bytes) -> str:
    text = decoded(content)
    if text is None or "\0" in text:
        return "Its content is no text."
    beginning = text.lstrip()[:200].lower()
    return "It is a web page or a script." if beginning.startswith(("<!doctype", "<html", "<script", "<?php")) else ""


def _captions(form: str) -> Callable[[bytes], str]:
    shape = re.compile(form)

    def why_not(content: bytes) -> str:
        return _text(content) or ("" if shape.match(decoded(content) or "") else "It has no captions with their times.")

    return why_not


def decoded(content: bytes) -> str | None:
    """The text, in the encodings that offices write; None for what is no text in any of them."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    for name in (encoding, "cp1252"):
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    return None


_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = FileKind("pdf", "PDF", "application/pdf", _pdf)
WORD = FileKind("docx", "Word", f"{_OFFICE}wordprocessingml.document", _office("word/document.xml", "wordprocessingml"))
SLIDES = FileKind(
    "pptx", "PowerPoint", f"{_OFFICE}presentationml.presentation", _office("ppt/presentation.xml", "presentationml")
)
EXCEL = FileKind("xlsx", "Excel", f"{_OFFICE}spreadsheetml.sheet", _office("xl/workbook.xml", "spreadsheetml"))
TABLE = FileKind("csv", "CSV", "text/csv", _text)
TEXT = FileKind("txt", "text", "text/plain", _text)
VTT = FileKind("vtt", "captions", "text/vtt", _captions(rf"WEBVTT\b[\s\S]*?{_TIME}\.\d{{3}} *-->"))
SRT = FileKind("srt", "captions", "application/x-subrip", _captions(rf"\s*\d+\s*\r?\n{_TIME},\d{{3}} *-->"))
PNG = FileKind("png", "PNG", "image/png", whole_png)
JPEG = FileKind("jpg", "JPEG", "image/jpeg", whole_jpeg)
EVERY_KIND = (PDF, WORD, SLIDES, EXCEL, TABLE, TEXT, VTT, SRT, PNG, JPEG)
_ALSO = {"jpeg": JPEG}
_BY_ENDING = {kind.ending: kind for kind in EVERY_KIND} | _ALSO


def recognise(name: str, content: bytes, *, kinds: Collection[FileKind], at_most: int, instead: str = "") -> FileKind:
    """The kind that both the name and the content say. Raises DomainError at the field `file` with what would help.

    `at_most` is in bytes; `instead` is one more sentence for a kind that is not taken.
    """
    kind = _BY_ENDING.get(ending_of(name))
    problem = _why_refused(name, content, kind=kind if kind in kinds else None, kinds=kinds, at_most=at_most)
    if problem or kind is None:
        raise DomainError(Reason(f"{problem} {instead}".strip() if kind not in kinds else problem, "file"))
    return kind


def kept_name(name: str, kind: FileKind, *, longest: int) -> str:
    """The name to keep: without its folder, signs that no file system likes, and more than `longest` characters."""
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")[0]
    plain = "".join(sign for sign in stem if sign.isprintable() and sign not in '<>:"|?*').strip(" .")
    return f"{plain[: longest - len(kind.ending) - 1] or 'file'}.{kind.ending}"


def kind_of(file_name: str) -> FileKind:
    """The kind of a file that was kept, by its name."""
    return _BY_ENDING[ending_of(file_name)]


def accepted(kinds: Collection[FileKind]) -> str:
    """What a file field offers to choose from."""
    also = [ending for ending, kind in _ALSO.items() if kind in kinds]
    return ",".join(f".{ending}" for ending in (*(kind.ending for kind in kinds), *also))


def ending_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _why_refused(name: str, content: bytes, *, kind: FileKind | None, kinds: Collection[FileKind], at_most: int) -> str:
    if not content:
        return "This file is empty. Choose another one."
    if len(content) > at_most:
        return f"This file is larger than {at_most // 1_000_000} MB. Make it smaller; a PDF often is."
    if content.startswith(_PROGRAMS):
        return "This is a program, not a document. Programs cannot be kept here."
    if kind is None:
        return f"Files like this cannot be kept here. These can: {', '.join(sorted(k.ending for k in kinds))}."
    why_not = kind.why_not(content)
    return f"“{name[-80:]}” is not the {kind.words} file that its name says. {why_not}" if why_not else ""
