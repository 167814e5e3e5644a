"""The certificate template: one landscape page that can hang on a wall."""

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Inches

from drawing.blocks import sheet
from drawing.styles import ACCENT, ACCENT_STRONG, INK, INK_SOFT, LINE, add_styles, rule

WIDTH = 8.0  # inches between the margins
STYLES = (
    ("Certificate Sender", "Normal", 11, ACCENT, True, 0, 12, True),
    ("Certificate Title", "Title", 26, ACCENT_STRONG, False, 0, 14, True),
    ("Certificate Text", "Normal", 12, INK, False, 0, 6, True),
    ("Certificate Small", "Normal", 9, INK_SOFT, False, 0, 4, False),
    ("Certificate Figure", "Normal", 12, ACCENT_STRONG, True, 2, 0, True),
    ("Certificate Label", "Normal", 9, INK_SOFT, False, 0, 2, False),
)
CENTERED = ("Heading 1", "Heading 2", *(row[0] for row in STYLES))


def draw() -> WordDocument:
    """Who, of which affiliate, completed what, when and how; the competencies; a place to sign."""
    word = sheet("Certificate of completion")
    _landscape(word)
    _styles(word)
    word.add_paragraph("{{ paper.network }}", "Certificate Sender")
    word.add_paragraph("{{ paper.title }}", "Certificate Title")
    word.add_paragraph("This is to certify that", "Certificate Text")
    word.add_heading("{{ name }}", 1)
    word.add_paragraph("of {{ paper.affiliate }}", "Certificate Text")
    word.add_paragraph(
        "has completed the training of {{ program }}, {{ paper.cohort }},\nfrom {{ dates }}.", "Certificate Text"
    )
    word.add_paragraph(style="After Table")
    _figures(word)
    word.add_heading("Competencies of this training", 2)
    word.add_paragraph(
        "{% for competency in competencies %}{{ competency.code }}\u00a0{{ competency.name }}"
        "{% if not loop.last %} · {% endif %}{% endfor %}",
        "Certificate Small",
    )
    _signature(word)
    return word


def _landscape(word: WordDocument) -> None:
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Inches(11), Inches(8.5)
    section.left_margin = section.right_margin = Inches((11 - WIDTH) / 2)
    section.top_margin, section.bottom_margin = Inches(0.75), Inches(0.75)
    section.footer_distance = Inches(0.5)
    _framed(section._sectPr)


def _framed(properties: BaseOxmlElement) -> None:
    """A fine line around the page, and the text in the middle of its height."""
    frame = OxmlElement("w:pgBorders")
    frame.set(qn("w:offsetFrom"), "page")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "12"), ("space", "24"), ("color", ACCENT)):
            line.set(qn(f"w:{name}"), value)
        frame.append(line)
    properties.find(qn("w:pgMar")).addnext(frame)
    middle = OxmlElement("w:vAlign")
    middle.set(qn("w:val"), "center")
    properties.find(qn("w:cols")).addnext(middle)


def _styles(word: WordDocument) -> None:
    add_styles(word, STYLES)
    add_styles(
        word,
        (
            ("Heading 1", None, 26, INK, True, 4, 6, True),
            ("Heading 2", None, 10, INK_SOFT, True, 14, 4, True),
        ),
    )
    for name in CENTERED:
        word.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _figures(word: WordDocument) -> None:
    """Sessions, how they were met, and hours, between two fine lines."""
    table = word.add_table(rows=2, cols=3)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    cells = (("{{ sessions }}", "Met"), ("{{ ways }}", "How"), ("{{ hours }}", "Taken part"))
    for place, ((figure, label), share) in enumerate(zip(cells, (0.25, 0.5, 0.25), strict=True)):
        table.columns[place].width = Inches(WIDTH * share)
        for row, text, style in ((0, figure, "Certificate Figure"), (1, label, "Certificate Label")):
            cell = table.rows[row].cells[place]
            cell.width = Inches(WIDTH * share)
            cell.paragraphs[0].text, cell.paragraphs[0].style = text, style
        edge = {"top": (6, LINE)}
        rule(table.rows[0].cells[place]._tc.get_or_add_tcPr(), "w:tcBorders", **edge)
        rule(table.rows[1].cells[place]._tc.get_or_add_tcPr(), "w:tcBorders", bottom=(6, LINE))


def _signature(word: WordDocument) -> None:
    """Two lines to write on: who signs for the national office, and the day."""
    word.add_paragraph(style="After Table")
    table = word.add_table(rows=2, cols=3)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    texts = (
        "{{ signer_name }}, {{ signer_role }}\n{{ paper.network }}",
        "",
        "{{ paper.standing }}\n{{ paper.prepared_on }}",
    )
    for place, (text, share) in enumerate(zip(texts, (0.45, 0.1, 0.45), strict=True)):
        table.columns[place].width = Inches(WIDTH * share)
        for row in table.rows:
            row.cells[place].width = Inches(WIDTH * share)
        low = table.rows[1].cells[place].paragraphs[0]
        low.text, low.style = text, "Certificate Label"
        if text:
            rule(table.rows[1].cells[place]._tc.get_or_add_tcPr(), "w:tcBorders", top=(6, INK_SOFT))
    table.rows[0].height = Inches(0.55)
    word.add_paragraph(style="After Table")
