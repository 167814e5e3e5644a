"""What a template that somebody uploads may not carry: programs, other files, and whatever fetches or starts them."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from workflows.documents.answers import TEMPLATE_MAX_BYTES
from workflows.documents.package import HYPERLINK, RELATIONSHIP, BrokenDocument, check_package

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word before 2007, and what is locked with a password
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LINKS = frozenset({"http", "https", "mailto", ""})
# The beginnings of Word's own fields that read another file or start a program.
FETCHING = re.compile(r"^\s*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|DDEAUTO|DDE|LINK|EMBED|DATABASE|RD)\b", re.I)
EMBEDDED = re.compile(r"word/(embeddings|activeX|afchunk|diagrams/.*\.bin)", re.I)
EMBEDDING_KINDS = ("/oleObject", "/package", "/aFChunk", "/control", "/subDocument", "/frame", "/attachedToolbars")
NO_WORD = "This is not a Word document (.docx), or it is damaged."


def check_upload(content: bytes) -> None:
    """Raise `BrokenDocument`, a sentence for each fault, unless the file is a plain Word document to be filled in."""
    sentence = _why_not_at_all(content)
    if sentence:
        raise BrokenDocument(sentence)
    parts = check_package(content)
    faults = [*_other_kinds(parts), *_carried(parts), *_links(parts), *_fields(parts)]
    if faults:
        raise BrokenDocument(*dict.fromkeys(faults))


def _why_not_at_all(content: bytes) -> str:
    if not content:
        return "This file is empty. Choose another one."
    if len(content) > TEMPLATE_MAX_BYTES:
        return f"This file is larger than {TEMPLATE_MAX_BYTES // 1_000_000} MB. Make its pictures smaller."
    if content.startswith(OLD_WORD):
        return "This file is locked with a password, or of a Word before 2007. Save it as a Word document (.docx)."
    return "" if content.startswith(b"PK") else NO_WORD


def _other_kinds(parts: dict[str, etree._Element]) -> Iterator[str]:
    """A file that ends in .docx may still call itself a template with macros, or hold none of Word's text."""
    types = [str(each.get("ContentType", "")) for each in parts.get("[Content_Types].xml", etree.Element("none"))]
    if any("macroEnabled" in each for each in types):
        yield "The file may hold macros. Save it as a Word document (.docx) without them."
    elif WORD_MAIN not in types:
        yield "This is not a Word document (.docx). Save it as one, not as a template (.dotx)."


def _carried(parts: dict[str, etree._Element]) -> Iterator[str]:
    for name, tree in parts.items():
        if not name.endswith(".rels"):
            continue
        for link in tree.iter(RELATIONSHIP):
            target, kind = str(link.get("Target")), str(link.get("Type"))
            if kind.endswith(EMBEDDING_KINDS) or EMBEDDED.search(target):
                yield f"Another file or a control is embedded ({target}). Take it out, or put a picture in its place."


def _links(parts: dict[str, etree._Element]) -> Iterator[str]:
    for name, tree in parts.items():
        if not name.endswith(".rels"):
            continue
        for link in tree.iter(RELATIONSHIP):
            target = str(link.get("Target"))
            is_link = link.get("TargetMode") == "External" and str(link.get("Type")).endswith(HYPERLINK)
            if is_link and (urlsplit(target).scheme.lower() not in LINKS or target.startswith(("\\\\", "//"))):
                yield f"A link leads to {target}. Links may lead to web pages and mail addresses."


def _fields(parts: dict[str, etree._Element]) -> Iterator[str]:
    for tree in parts.values():
        texts = ["".join(e.itertext()) for e in tree.iter(f"{WORD}instrText")]
        texts += [str(e.get(f"{WORD}instr", "")) for e in tree.iter(f"{WORD}fldSimple")]
        # Word may cut a field's code into pieces, so the paragraph's whole code is read as well.
        texts += [
            "".join(e.text or "" for e in paragraph.iter(f"{WORD}instrText")) for paragraph in tree.iter(f"{WORD}p")
        ]
        for text in texts:
            if found := FETCHING.match(text):
                yield f"A field fetches or starts something ({found[1].upper()}). Replace it by text or a picture."
