"""What may be a material is told by the content; each refusal says what would help."""

import io
import zipfile

import pytest

from tests.workflows.training.material_samples import CSV, GOOD, PDF, PNG, VTT, office
from workflows import file_kinds
from workflows.errors import DomainError
from workflows.file_kinds import EVERY_KIND, kind_of
from workflows.training.answers import MATERIAL_FILE_MAX_BYTES
from workflows.training.materials import name_of_file

MACRO = office("docx", {"word/vbaProject.bin": b"macro"})
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


def macro_enabled() -> bytes:
    """A .docm under another name: its own list of types says what it is."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("[Content_Types].xml", "application/vnd.ms-word.document.macroEnabled.main+xml")
        packed.writestr("word/document.xml", "<document/>")
    return target.getvalue()


def a_bomb() -> bytes:
    return office("docx", {"word/media/zeros.bin": b"\0" * 5_000_000})


@pytest.mark.parametrize("name", GOOD)
def test_every_allowed_kind_is_taken(name: str) -> None:
    assert name_of_file(name, GOOD[name]) == f"{name.rpartition('.')[0]}.{kind_of(name).ending}"
    assert kind_of(name).media_type.split("/")[0] in {"application", "text", "image"}


def test_there_is_a_sample_of_every_kind() -> None:
    assert {kind_of(name) for name in GOOD} == set(EVERY_KIND)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.pdf", b"", "This file is empty"),
        ("program.exe", b"MZ\x90\0", "This is a program"),
        ("slides.pdf", b"MZ\x90\0", "This is a program"),
        ("notes.txt", b"\x7fELF\x02", "This is a program"),
        ("notes.txt", b"#!/bin/sh\nrm -rf /\n", "This is a program"),
        ("page.html", b"<html></html>", "Files like this cannot be kept here"),
        ("macro.docm", MACRO, "Files like this cannot be kept here"),
        ("archive.zip", office("docx"), "Files like this cannot be kept here"),
        ("no-ending", PDF, "Files like this cannot be kept here"),
        ("notes.txt", b"<!DOCTYPE html><p>Hello", "It is a web page or a script"),
        ("figures.csv", PNG, "Its content is no text"),
        ("slides.pdf", PNG, "Its content is no whole PDF"),
        ("slides.pdf", PDF[:-7], "Its content is no whole PDF"),
        ("map.png", PDF, "Its content is something else"),
        ("photo.jpg", PNG, "Its content is something else"),
        ("worksheet.docx", MACRO, "It carries macros"),
        ("worksheet.docx", macro_enabled(), "It carries macros"),
        ("worksheet.docx", office("docx", {"word/embeddings/setup.exe": b"MZ"}), "A program is packed into it"),
        ("worksheet.docx", office("xlsx"), "Its content is something else"),
        ("worksheet.docx", office("docx", declared_as="pptx"), "Its content is something else"),
        ("worksheet.docx", OLD_WORD, "locked with a password, or of an Office before 2007"),
        ("worksheet.docx", b"PK\x03\x04 broken", "Its content is broken"),
        ("worksheet.docx", CSV, "Its content is broken"),
        ("captions.vtt", CSV, "It has no captions"),
        ("captions.srt", VTT, "It has no captions"),
    ],
)  # fmt: skip
def test_everything_else_is_refused_with_its_reason(name: str, content: bytes, words: str) -> None:
    with pytest.raises(DomainError) as refusal:
        name_of_file(name, content)
    assert words in str(refusal.value)
    assert refusal.value.reasons[0].where == "file"


def test_a_file_that_is_too_large_is_refused_with_what_would_help() -> None:
    with pytest.raises(DomainError, match="This file is larger than 20 MB"):
        name_of_file("slides.pdf", PDF + b"\0" * MATERIAL_FILE_MAX_BYTES)


def test_a_file_that_unpacks_to_far_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_kinds, "_UNPACKED_MAX", 1_000_000)
    content = a_bomb()
    assert len(content) < 10_000
    with pytest.raises(DomainError, match="unpacks to far more"):
        name_of_file("worksheet.docx", content)


def test_a_name_is_kept_without_its_folder_and_short_enough() -> None:
    assert name_of_file("C:\\Users\\Mara\\slides.pdf", PDF) == "slides.pdf"
    long = name_of_file("x" * 400 + ".pdf", PDF)
    assert (len(long), long[-4:]) == (200, ".pdf")
