"""Which files may be a session's material: judged by what is in them, never by their name alone."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from workflows.errors import DomainError, Reason
from workflows.training.answers import FILE_NAME_MAX, MATERIAL_FILE_MAX_BYTES

_UNPACKED_MAX = 300_000_000  # bytes that an Office file may hold in all
_MEMBERS_MAX = 5_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word and Excel before 2007, and what is locked with a password
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
_TIME = r"(?:\d{1,3}:)?\d{2}:\d{2}"


@dataclass(frozen=True, slots=True)
class MaterialFile:
    """A file that may be kept: its name without a path, and its content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class FileType:
    """One row: ending · what people call it · the type it is served with · why its content is something else, if so."""

    ending: str
    words: str
    media_type: str
    why_not: Callable[[bytes], str]


def _begins_with(*signatures: bytes) -> Callable[[bytes], str]:
    return lambda content: "" if content.startswith(signatures) else "Its content is something else."


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
FILE_TYPES: tuple[FileType, ...] = (
    FileType("pdf", "PDF", "application/pdf", _pdf),
    FileType("docx", "Word", _OFFICE + "wordprocessingml.document", _office("word/document.xml", "wordprocessingml")),
    FileType("pptx", "PowerPoint", _OFFICE + "presentationml.presentation",
             _office("ppt/presentation.xml", "presentationml")),
    FileType("xlsx", "Excel", _OFFICE + "spreadsheetml.sheet", _office("xl/workbook.xml", "spreadsheetml")),
    FileType("csv", "CSV", "text/csv", _text),
    FileType("txt", "Text", "text/plain", _text),
    FileType("vtt", "Captions", "text/vtt", _captions(rf"WEBVTT\b[\s\S]*?{_TIME}\.\d{{3}} *-->")),
    FileType("srt", "Captions", "application/x-subrip", _captions(rf"\s*\d+\s*\r?\n{_TIME},\d{{3}} *-->")),
    FileType("png", "Picture", "image/png", _begins_with(b"\x89PNG\r\n\x1a\n")),
    FileType("jpg", "Picture", "image/jpeg", _begins_with(b"\xff\xd8\xff")),
)  # fmt: skip  # ending, words, type, check
_BY_ENDING = {row.ending: row for row in FILE_TYPES} | {"jpeg": next(row for row in FILE_TYPES if row.ending == "jpg")}
ACCEPTED = ",".join(f".{ending}" for ending in _BY_ENDING)
_ENDINGS = ", ".join(sorted(row.ending for row in FILE_TYPES))


def check_material(name: str, content: bytes) -> MaterialFile:
    """The file as it may be kept. Raises DomainError with the sentence at the field `file`."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    problem = _why_refused(name, content)
    if problem:
        raise DomainError(Reason(problem, "file"))
    return MaterialFile(_shortened(name), content)


def type_of(file_name: str) -> FileType:
    """The row of a kept file's name."""
    return _BY_ENDING[_ending(file_name)]


def _why_refused(name: str, content: bytes) -> str:
    if not content:
        return "This file is empty. Choose another one."
    if len(content) > MATERIAL_FILE_MAX_BYTES:
        limit = MATERIAL_FILE_MAX_BYTES // 1_000_000
        return f"This file is larger than {limit} MB. Make it smaller (a PDF often is), or add a link to it."
    if content.startswith(_PROGRAMS):
        return "This is a program, not a document. Programs cannot be materials."
    row = _BY_ENDING.get(_ending(name))
    if row is None:
        return f"Files like this cannot be materials. These can: {_ENDINGS}. For anything else, add a link."
    why_not = row.why_not(content)
    return f"“{name[-80:]}” is not the {row.words} file that its name says. {why_not}" if why_not else ""


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _shortened(name: str) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem[: FILE_NAME_MAX - len(ending) - 1] or 'file'}.{ending}"
