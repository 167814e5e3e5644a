"""Files are what they hold, not what they are called."""

import io
import zipfile

import pytest

from workflows.attached import (
    EXCEL,
    JPEG,
    PDF,
    PNG,
    TABLE,
    TEXT,
    WORD,
    Attachment,
    FileKind,
    HoldsFile,
    attach,
    recognise,
)
from workflows.errors import DomainError
from workflows.files import FileStore

KINDS = (PDF, WORD, EXCEL, PNG, JPEG, TEXT, TABLE)


def packed(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.PDF", b"%PDF-1.7 ...", PDF),
        ("a.png", b"\x89PNG\r\n\x1a\n....", PNG),
        ("a.jpeg", b"\xff\xd8\xff\xe0", JPEG),
        ("a.docx", packed("[Content_Types].xml", "word/document.xml"), WORD),
        ("a.csv", "Größe;1".encode(), TABLE),
    ],
)
def test_a_file_that_is_what_it_says_is_known(name: str, content: bytes, kind: FileKind) -> None:
    assert recognise(Attachment(name, content), kinds=KINDS, at_most=10_000) is kind


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"MZ\x90\x00", "something else"),
        ("a.exe", b"MZ\x90\x00", "Choose one of these"),
        ("a.html", b"<script>", "Choose one of these"),
        ("a.svg", b"<svg onload=alert(1)>", "Choose one of these"),
        ("noending", b"%PDF-", "Choose one of these"),
        ("a.docx", packed("[Content_Types].xml", "xl/workbook.xml"), "something else"),
        ("a.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
        ("a.docx", b"PK\x03\x04broken", "something else"),
        ("a.txt", b"\xff\xfe\x00", "something else"),
        ("a.txt", b"x" * 10_001, "Make it smaller"),
    ],
)
def test_anything_else_is_refused_with_what_would_help(name: str, content: bytes, word: str) -> None:
    with pytest.raises(DomainError, match=word) as refusal:
        recognise(Attachment(name, content), kinds=KINDS, at_most=10_000)
    assert [reason.where for reason in refusal.value.reasons] == ["file"]


def test_the_kept_name_has_no_folder_and_the_ending_of_its_kind() -> None:
    record = HoldsFile()
    files = FileStore("memory://attached")
    attach(record, Attachment("..\\..\\etc/pass\r\nwd<b>.PDF", b"%PDF-1"), kind=PDF, files=files)
    assert (record.file_name, record.file_type, record.file_size) == ("passwdb.pdf", "application/pdf", 6)
    assert files.read(record.file_sha256 or "") == b"%PDF-1"
