"""What an uploaded file may not carry is refused, each with its sentence."""

import zipfile
from io import BytesIO

import pytest
from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from word_files import saved, template, word_file

from workflows.documents.contexts import CONTEXTS
from workflows.documents.foreign_parts import TEMPLATE_MAX_BYTES, check_upload
from workflows.documents.package import BrokenDocument

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def refusal(content: bytes) -> tuple[str, ...]:
    with pytest.raises(BrokenDocument) as refused:
        check_upload(content)
    return refused.value.sentences


def with_relationship(kind: str, target: str) -> bytes:
    word = Document()
    word.part.rels.get_or_add_ext_rel(f"{OFFICE}/{kind}", target)
    return saved(word)


def with_part(name: str, kind: str) -> bytes:
    word = Document()
    part = Part(PackURI(name), "application/octet-stream", b"\x00", word.part.package)
    word.part.relate_to(part, f"{OFFICE}/{kind}")
    return saved(word)


def replaced(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.namelist():
            data = before.read(entry)
            after.writestr(entry, data.replace(old, new) if entry == name else data)
    return made.getvalue()


def with_field(*pieces: str) -> bytes:
    word = Document()
    paragraph = word.add_paragraph("x")
    for piece in pieces:
        code = OxmlElement("w:instrText")
        code.text = piece
        paragraph.add_run()._r.append(code)
    return saved(word)


@pytest.mark.parametrize("kind", CONTEXTS)
def test_the_built_in_files_may_be_uploaded(kind: str) -> None:
    check_upload(template(kind))


def test_a_link_to_a_page_and_a_mail_address_may_stay() -> None:
    for target in ("https://example.org/a", "mailto:coach@national.example.org"):
        check_upload(with_relationship("hyperlink", target))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty. Choose another one."),
        (b"PK" + b"x" * TEMPLATE_MAX_BYTES, "This file is larger than 10 MB. Make its pictures smaller."),
        (b"%PDF-1.7", "This is not a Word document (.docx), or it is damaged."),
        (b"PK\x03\x04 cut off", "This is not a Word document (.docx), or it is damaged."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "This file is locked with a password, or of a Word before 2007. "
         "Save it as a Word document (.docx)."),
    ],
    ids=["empty", "large", "pdf", "cut", "old"],
)  # fmt: skip
def test_what_is_no_word_file_is_refused(content: bytes, sentence: str) -> None:
    assert refusal(content) == (sentence,)


def test_a_file_that_unpacks_without_end_is_refused() -> None:
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<a/>" + b" " * 70_000_000)
    assert refusal(bomb.getvalue()) == ("This file unpacks to more than a Word document should hold.",)


def test_a_part_that_is_longer_than_it_says_is_refused() -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 5_000_000)
    lying = content.getvalue().replace((5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert refusal(lying) in (
        ("This file unpacks to more than a Word document should hold.",),
        ("This is not a Word document (.docx), or it is damaged.",),
    )


def test_many_parts_are_refused() -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for number in range(501):
            package.writestr(f"word/{number}.xml", b"<a/>")
    assert refusal(content.getvalue()) == ("This file unpacks to more than a Word document should hold.",)


def test_a_file_with_macros_is_refused() -> None:
    assert refusal(with_part("/word/vbaProject.bin", "vbaProject")) == (
        "word/vbaProject.bin is a macro; save the file without macros.",
    )


def test_a_file_that_says_it_has_macros_is_refused() -> None:
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    disguised = replaced(
        word_file("x"), "[Content_Types].xml", main, b"application/vnd.ms-word.document.macroEnabled.main+xml"
    )
    assert refusal(disguised)[0].startswith(("The file may hold macros.", "This is not a Word document"))


def test_a_word_template_file_is_refused_with_what_helps() -> None:
    main = b"wordprocessingml.document.main+xml"
    dotx = replaced(word_file("x"), "[Content_Types].xml", main, b"wordprocessingml.template.main+xml")
    assert refusal(dotx)[-1].startswith("This is not a Word document (.docx)")


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "http://evil.example.org/x.dotm"),
        ("attachedTemplate", "file:///C:/Users/x/Normal.dotm"),
        ("image", "http://example.org/p.png"),
        ("oleObject", "http://example.org/x.xlsx"),
        ("subDocument", "other.docx"),
        ("frame", "http://example.org/"),
    ],
)
def test_whatever_is_fetched_from_outside_is_refused(kind: str, target: str) -> None:
    assert refusal(with_relationship(kind, target))[0] == (
        f"The file fetches something from outside: {target}. Place it in the file."
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("/word/embeddings/oleObject1.bin", "oleObject"),
        ("/word/embeddings/sheet.xlsx", "package"),
        ("/word/activeX/activeX1.bin", "control"),
        ("/word/afchunk.htm", "aFChunk"),
    ],
)
def test_an_embedded_file_is_refused(name: str, kind: str) -> None:
    target = name.removeprefix("/word/")
    assert refusal(with_part(name, kind)) == (
        f"Another file or a control is embedded ({target}). Take it out, or put a picture in its place.",
    )


@pytest.mark.parametrize("target", ["file:///etc/passwd", "javascript:alert(1)", "\\\\server\\share\\x", "ftp://x/y"])
def test_a_link_to_anything_but_pages_and_mail_is_refused(target: str) -> None:
    assert refusal(with_relationship("hyperlink", target)) == (
        f"A link leads to {target}. Links may lead to web pages and mail addresses.",
    )


@pytest.mark.parametrize(
    ("pieces", "word"),
    [
        ((' INCLUDEPICTURE "http://example.org/p.png" ',), "INCLUDEPICTURE"),
        (("INCLUDETEXT c:\\\\secret.docx",), "INCLUDETEXT"),
        ((" DDEAUTO c:\\\\windows\\\\cmd.exe ",), "DDEAUTO"),
        ((" DDE", "AUTO cmd "), "DDEAUTO"),
        (("LINK Excel.Sheet.8",), "LINK"),
    ],
)
def test_a_field_that_fetches_or_starts_something_is_refused(pieces: tuple[str, ...], word: str) -> None:
    assert f"A field fetches or starts something ({word}). Replace it by text or a picture." in refusal(
        with_field(*pieces)
    )


def test_a_page_number_is_no_such_field() -> None:
    check_upload(with_field(" PAGE "))


def test_such_a_field_in_one_piece_is_found_as_well() -> None:
    word = Document()
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " INCLUDETEXT other.docx ")
    word.add_paragraph()._p.append(field)
    assert refusal(saved(word)) == (
        "A field fetches or starts something (INCLUDETEXT). Replace it by text or a picture.",
    )
