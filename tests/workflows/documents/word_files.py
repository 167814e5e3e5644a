"""Small Word files for tests, and the text of finished ones."""

from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.table import Table

TEMPLATES = Path(__file__).parents[3] / "document_templates"


def template(kind: str) -> bytes:
    return (TEMPLATES / f"{kind}.docx").read_bytes()


def saved(word: WordDocument) -> bytes:
    content = BytesIO()
    word.save(content)
    return content.getvalue()


def word_file(*paragraphs: str) -> bytes:
    word = Document()
    word.core_properties.title = "Test"
    for text in paragraphs:
        word.add_paragraph(text)
    return saved(word)


def opened(content: bytes) -> WordDocument:
    return Document(BytesIO(content))


def paragraphs(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in opened(content).paragraphs]


def words(content: bytes) -> str:
    """All text of the body, page headers and footers; table cells once each."""
    word = opened(content)
    section = word.sections[0]
    parts = (word.element.body, section.header._element, section.footer._element)
    return "\n".join(text for part in parts for text in part.xpath(".//w:t/text()"))


def told(content: bytes) -> str:
    """The whole document as plain text: title, page header, paragraphs and table rows in their order, page footers."""
    word = opened(content)
    section = word.sections[0]
    lines = [f"Title: {word.core_properties.title}"]
    for name, part in (
        ("Page header", section.header),
        ("Text", word),
        ("Page footer", section.footer),
        ("Footer of the first page", section.first_page_footer),
    ):
        lines += ["", f"--- {name}"]
        for block in part.iter_inner_content():
            if isinstance(block, Table):
                lines += [" | ".join(_plain(cell.text) for cell in row.cells) for row in block.rows]
            else:
                lines += [f"{block.style.name}: {_plain(block.text)}"] if block.text else []
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _plain(text: str) -> str:
    return text.replace("\n", " / ")
