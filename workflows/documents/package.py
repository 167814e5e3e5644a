"""A Word file as a package: is it sound, and the same bytes for the same content."""

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from zlib import error as ZlibError  # noqa: N812 - an exception, named like one

from docx import Document
from lxml import etree

from workflows.errors import DomainError

MOST_BYTES = 60_000_000  # unpacked; a letter with pictures has one or two million
MOST_PARTS = 500
FIXED_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can tell; a real one would change the bytes
PLACEHOLDER = re.compile(r"\{\{|\{%|\{#")
DRAWING_ID = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
WORD_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
HYPERLINK = "/hyperlink"


class BrokenDocument(DomainError):
    """The file is not a Word document that opens cleanly."""


def check_docx(content: bytes) -> None:
    """Raise `BrokenDocument`, a sentence for each fault, unless this is a finished, sound Word document."""
    parts = check_package(content)
    faults = [
        f"{name} still holds a placeholder: “{text.strip()[:80]}”."
        for name, tree in parts.items()
        for text in texts(tree)
        if PLACEHOLDER.search(text)
    ]
    if faults:
        raise BrokenDocument(*faults)


def check_package(content: bytes) -> dict[str, etree._Element]:
    """The parsed XML parts by name; raises `BrokenDocument` if Word would have to repair the file."""
    files = _unzipped(content)
    trees: dict[str, etree._Element] = {}
    faults = []
    for name, data in files.items():
        if name.endswith((".xml", ".rels")):
            try:
                trees[name] = _parsed(data)
            except (etree.XMLSyntaxError, ValueError):
                faults.append(f"{name} inside the file cannot be read.")
    faults += _missing_targets(trees, set(files)) + _repeated_drawing_ids(trees)
    faults += [f"{name} is a macro; save the file without macros." for name in files if "vbaProject" in name]
    if faults:
        raise BrokenDocument(*faults)
    _reopen(content)
    return trees


def texts(tree: etree._Element) -> Iterator[str]:
    """The visible text of each paragraph, or of each element that is not inside one."""
    if not any(True for _ in tree.iter(PARAGRAPH)):
        yield from (str(piece) for piece in tree.itertext())
    for paragraph in tree.iter(PARAGRAPH):
        yield "".join(run.text or "" for run in paragraph.iter(WORD_TEXT))


def repacked(content: bytes) -> bytes:
    """The same files in the same order, with no trace of when they were packed."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, FIXED_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return packed.getvalue()


def _unzipped(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            entries = package.infolist()
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise BrokenDocument("This file unpacks to more than a Word document should hold.")
            repeated = [name for name, count in Counter(e.filename for e in entries).items() if count > 1]
            if repeated:
                raise BrokenDocument(*(f"{name} is in the file twice." for name in repeated))
            return {entry.filename: _unpacked(package, entry) for entry in entries}
    except (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError) as damage:
        raise BrokenDocument("This is not a Word document (.docx), or it is damaged.") from damage


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The part, read no further than the file says it is long: what says less than it holds is no Word file."""
    with package.open(entry) as part:
        data = part.read(entry.file_size + 1)
    if len(data) > entry.file_size:
        raise BrokenDocument("This file unpacks to more than a Word document should hold.")
    return data


def _parsed(data: bytes) -> etree._Element:
    if b"<!DOCTYPE" in data:
        raise ValueError("Word writes no document type; one could make the reader fetch or expand things.")
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _missing_targets(trees: dict[str, etree._Element], names: set[str]) -> list[str]:
    faults = []
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        for link in tree.iter(RELATIONSHIP):
            target, kind = str(link.get("Target")), str(link.get("Type"))
            if link.get("TargetMode") == "External":
                if not kind.endswith(HYPERLINK):
                    faults.append(f"The file fetches something from outside: {target}. Place it in the file.")
            elif posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") not in names:
                faults.append(f"{name} points to {target}, which is not in the file.")
    return faults


def _repeated_drawing_ids(trees: dict[str, etree._Element]) -> list[str]:
    faults = []
    for name, tree in trees.items():
        ids = Counter(drawing.get("id") for drawing in tree.iter(DRAWING_ID))
        faults += [f"Two pictures in {name} share the number {i}." for i, count in ids.items() if count > 1]
    return faults


def _reopen(content: bytes) -> None:
    try:
        Document(BytesIO(content)).element.body  # noqa: B018 - reading it is the check
    except (KeyError, ValueError, AttributeError, etree.LxmlError) as damage:
        raise BrokenDocument("This is not a Word document (.docx), or its main text is missing.") from damage
