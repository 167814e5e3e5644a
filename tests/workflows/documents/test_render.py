"""A template and facts become one document, or a sentence says why not."""

import zipfile
from dataclasses import dataclass
from io import BytesIO

import pytest
from docx import Document
from word_files import opened, paragraphs, saved, word_file

from workflows.documents.render import (
    BrokenDocument,
    Picture,
    TemplateProblem,
    check_docx,
    document_digest,
    render,
)


@dataclass(frozen=True)
class Row:
    name: str
    amount: str


@dataclass(frozen=True)
class Note:
    title: str
    rows: tuple[Row, ...] = ()
    chart: Picture | None = None


def shown(value: str) -> list[str]:
    return paragraphs(render(word_file("{{ title }}"), Note(value)))


def refusal(*lines: str) -> tuple[str, ...]:
    with pytest.raises(TemplateProblem) as refused:
        render(word_file(*lines), Note("x", (Row("a", "1"),)))
    return refused.value.sentences


@pytest.mark.parametrize(
    "text",
    [
        'A & B <c> "q" \'s',
        "فاطمة الزهراء",
        "မောင်မောင်",
        "Nguyễn Thị Bích 🙂",
        "&amp; &lt;b&gt; </w:t>",
        "$1,000.00 100% {a} %",
    ],
)
def test_what_people_type_is_shown_as_typed(text: str) -> None:
    assert shown(text) == [text]


def test_one_newline_breaks_the_line_and_an_empty_line_starts_a_paragraph() -> None:
    assert shown("one\r\ntwo\n\nthree\n \nfour\n") == ["one\ntwo", "three", "four"]


def test_control_characters_are_removed_and_tabs_kept() -> None:
    assert shown("a\x00b\x07c\x1bd\ud800e\ufffef\tg") == ["abcdef\tg"]


@pytest.mark.parametrize("typed", ["{{ 7 * 7 }}", "{% raw %}", "{_{ x }_}", "{# note #}", "{{{{", "}}}}"])
def test_braces_that_people_type_stay_text(typed: str) -> None:
    assert [text.replace("\N{WORD JOINER}", "") for text in shown(typed)] == [typed]


def test_rows_repeat_in_a_table_and_none_leaves_the_header() -> None:
    word = Document()
    table = word.add_table(4, 2)
    for row, texts in zip(
        table.rows,
        (("Name", "Amount"), ("{%tr for row in rows %}", ""), ("{{ row.name }}", "{{ row.amount }}"),
         ("{%tr endfor %}", "")),
        strict=True,
    ):  # fmt: skip
        row.cells[0].text, row.cells[1].text = texts
    word.add_paragraph("{{ title }}")
    template = saved(word)
    for count in (0, 1, 12):
        rows = tuple(Row(f"<{n}>", f"${n}.00") for n in range(count))
        made = opened(render(template, Note("t", rows))).tables[0]
        assert [[c.text for c in r.cells] for r in made.rows] == [
            ["Name", "Amount"], *([row.name, row.amount] for row in rows)
        ]  # fmt: skip


def test_a_picture_stands_in_the_text_with_its_description(tiny_png: bytes) -> None:
    content = render(
        word_file("{{ title }}", "{%p if chart %}", "{{ chart }}", "{%p endif %}"),
        Note("t", chart=Picture(tiny_png, 40, 'Rising & "good"')),
    )
    shape = opened(content).inline_shapes[0]
    assert (shape.width.mm, shape._inline.docPr.get("descr")) == (40.0, 'Rising & "good"')


def test_the_title_of_the_file_is_plain_text_without_traces_of_when() -> None:
    word = Document()
    word.core_properties.title = "{{ title }}"
    properties = opened(render(saved(word), Note("A & B\n" + "x" * 400))).core_properties
    assert properties.title == ("A & B " + "x" * 400)[:255]
    assert (properties.created, properties.modified, properties.last_modified_by) == (None, None, "")


def test_an_unknown_variable_is_named_with_its_paragraph_and_the_likely_word() -> None:
    assert refusal("Dear {{ titel }},", "{%p for row in rows %}", "Pay {{ row.amuont }}", "{%p endfor %}") == (
        "Paragraph 1, “Dear {{ titel }},”: this document has no “titel”. Did you mean “title”?",
        "Paragraph 3, “Pay {{ row.amuont }}”: this document has no “row.amuont”. Did you mean “row.amount”?",
    )


def test_the_same_facts_make_the_same_bytes_and_the_same_digest(tiny_png: bytes) -> None:
    template = word_file("{{ title }}", "{%p if chart %}", "{{ chart }}", "{%p endif %}")
    note = Note("t", chart=Picture(tiny_png, 40))
    again = Note("t", chart=Picture(bytes(tiny_png), 40))
    assert render(template, note) == render(template, again)
    assert document_digest(template, note) == document_digest(template, again)


def test_another_fact_or_template_is_another_document() -> None:
    template = word_file("{{ title }}")
    assert len({
        document_digest(template, Note("a")),
        document_digest(template, Note("b")),
        document_digest(word_file("{{ title }}."), Note("a")),
    }) == 3  # fmt: skip


def altered(content: bytes, **changes: bytes | None) -> bytes:
    """The file with parts replaced (`word_document_xml` for word/document.xml) or left out (None)."""
    named = {name.replace("_", "/", 1).replace("_", "."): data for name, data in changes.items()}
    new = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(new, "w") as package:
        for name in old.namelist():
            data = named.get(name, old.read(name))
            if data is not None:
                package.writestr(name, data)
    return new.getvalue()


def faults(content: bytes) -> tuple[str, ...]:
    with pytest.raises(BrokenDocument) as refused:
        check_docx(content)
    return refused.value.sentences


def test_a_file_that_is_no_zip_is_refused() -> None:
    assert faults(b"%PDF-1.7") == ("This is not a Word document (.docx), or it is damaged.",)


def test_a_part_that_cannot_be_parsed_is_named() -> None:
    assert faults(altered(word_file("x"), word_document_xml=b"<w:document>")) == (
        "word/document.xml inside the file cannot be read.",
    )


def test_a_part_that_could_expand_without_end_is_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert faults(altered(word_file("x"), word_settings_xml=bomb)) == (
        "word/settings.xml inside the file cannot be read.",
    )


def test_a_missing_part_is_named() -> None:
    assert faults(altered(word_file("x"), word_styles_xml=None)) == (
        "word/_rels/document.xml.rels points to styles.xml, which is not in the file.",
    )


def test_an_unfinished_placeholder_is_found() -> None:
    assert faults(word_file("Dear {{ name }},")) == (
        "word/document.xml still holds a placeholder: “Dear {{ name }},”.",
    )


def test_two_pictures_with_one_number_are_found(tiny_png: bytes) -> None:
    word = Document()
    for _ in range(2):
        word.add_picture(BytesIO(tiny_png))
    for shape in word.inline_shapes:
        shape._inline.docPr.set("id", "7")
    assert faults(saved(word)) == ("Two pictures in word/document.xml share the number 7.",)


def test_a_picture_fetched_from_outside_is_refused() -> None:
    word = Document()
    word.part.rels.get_or_add_ext_rel("http://example.org/image", "http://example.org/p.png")
    assert faults(saved(word)) == (
        "The file fetches something from outside: http://example.org/p.png. Place it in the file.",
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_refused() -> None:
    content = BytesIO(word_file("x"))
    with zipfile.ZipFile(content, "a") as package:
        package.writestr("word/document.xml", b"<x/>")
    assert faults(content.getvalue()) == ("word/document.xml is in the file twice.",)
