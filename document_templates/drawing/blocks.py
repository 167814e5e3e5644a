"""The blocks the templates are built from: cover, prose, facts, tables that repeat, signatures."""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from drawing.styles import ACCENT, ACCENT_WASH, INK_SOFT, LINE, TEXT_WIDTH, blank_sheet, rule, shade

TABLE_ORDER = ("tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a repeated table; widths are shares of the page's width."""

    head: str
    cell: str
    share: float
    is_number: bool = False
    total: str = ""


def sheet(kind_name: str, *, record: str = "{{ paper.number }}") -> WordDocument:
    """A page with running header, footer and document properties, ready for the first block."""
    word = blank_sheet()
    word.core_properties.title = "{{ paper.title }}"
    word.core_properties.author, word.core_properties.comments = "", ""
    word.core_properties.subject = kind_name
    word.core_properties.language = "en-US"
    section = word.sections[0]
    _pair(section.header, "Header", "{{ paper.title }}", "{{ paper.affiliate }}", line_below=True)
    for footer in (section.footer, section.first_page_footer):
        right = _pair(footer, "Footer", f"{record} · record {{{{ paper.fingerprint }}}}", "Page ")
        _field(right, "PAGE")
        right.add_run(" of ")
        _field(right, "NUMPAGES")
    return word


def cover(word: WordDocument) -> None:
    """Who sends it, what it is, whose it is, and how it stands, above an accent rule."""
    word.add_paragraph("{{ paper.network }}", "Sender")
    word.add_paragraph("{{ paper.title }}", "Title")
    word.add_paragraph("{{ paper.affiliate }} · {{ paper.cohort }}", "Subtitle")
    standing = word.add_paragraph("{{ paper.standing }} · Prepared {{ paper.prepared_on }}", "Note")
    rule(standing._p.get_or_add_pPr(), "w:pBdr", bottom=(12, ACCENT))


def prose(word: WordDocument, head: str, variable: str, *, level: int = 1) -> None:
    """A heading with its text, both left out when there is none."""
    tag(word, f"if {variable}")
    word.add_heading(head, level)
    word.add_paragraph(f"{{{{ {variable} }}}}")
    tag(word, "endif")


def statement(word: WordDocument, text: str, style: str = "Normal") -> None:
    """A paragraph that stays on the page of what follows it."""
    word.add_paragraph(text, style).paragraph_format.keep_with_next = True


def tag(word: WordDocument, words: str) -> None:
    """A paragraph that holds only a loop or condition and vanishes."""
    word.add_paragraph(f"{{%p {words} %}}")


def bullets(word: WordDocument, variable: str, *, empty: str = "") -> None:
    """A bulleted list of texts; `empty` stands there when the list has none."""
    tag(word, f"for line in {variable}")
    word.add_paragraph("{{ line }}", "List Bullet")
    tag(word, "endfor")
    if empty:
        tag(word, f"if not {variable}")
        word.add_paragraph(empty)
        tag(word, "endif")


def facts(word: WordDocument, rows: Sequence[tuple[str, str] | tuple[str, str, str]]) -> None:
    """Label and value, a row each; a third part names the variable without which the row is left out."""
    table = _table(word, [1.6, TEXT_WIDTH - 1.6])
    for label, value, *needs in rows:
        if needs:
            table.add_row().cells[0].text = f"{{%tr if {needs[0]} %}}"
        _fill(table.add_row().cells, [(label, "Fact Label"), (value, "Table Text")])
        if needs:
            table.add_row().cells[0].text = "{%tr endif %}"
    _keep_together(table)
    _finish(word, table)


def figures(word: WordDocument, cells: Sequence[tuple[str, str]]) -> None:
    """A strip of few numbers, large, each under its label."""
    table = _table(word, [TEXT_WIDTH / len(cells)] * len(cells))
    for texts, style in (([c[0] for c in cells], "Figure Label"), ([c[1] for c in cells], "Figure")):
        row = table.add_row()
        _fill(row.cells, [(text, style) for text in texts])
        for cell in row.cells:
            shade(cell._tc.get_or_add_tcPr(), ACCENT_WASH)
    _keep_together(table)
    _finish(word, table)


def grid(word: WordDocument, loop: str, columns: Sequence[Column], *, empty: str = "", together: bool = False) -> None:
    """A table with a row for each of `loop` ("goal in goals"), or the sentence `empty` instead.

    Without `empty`, whoever draws it asks first whether there is something. `together` keeps a short table on one page.
    """
    variable = loop.split(" in ")[1]
    if empty:
        tag(word, f"if {variable}")
    whole = sum(column.share for column in columns)
    table = _table(word, [TEXT_WIDTH * column.share / whole for column in columns])
    head = table.add_row()
    _fill(head.cells, [(c.head, "Table Head Number" if c.is_number else "Table Head") for c in columns])
    _repeat(head._tr)
    for cell in head.cells:
        shade(cell._tc.get_or_add_tcPr(), ACCENT_WASH)
    table.add_row().cells[0].text = f"{{%tr for {loop} %}}"
    _fill(table.add_row().cells, [(c.cell, _numbered("Table Text", c)) for c in columns])
    table.add_row().cells[0].text = "{%tr endfor %}"
    if any(column.total for column in columns):
        total = table.add_row()
        _fill(total.cells, [(c.total, _numbered("Table Total", c)) for c in columns])
        for cell in total.cells:
            rule(cell._tc.get_or_add_tcPr(), "w:tcBorders", top=(8, ACCENT))
    if together:
        _keep_together(table)
    _finish(word, table)
    if empty:
        tag(word, "else")
        word.add_paragraph(empty)
        tag(word, "endif")


def certification(word: WordDocument) -> None:
    """The certified sentence with the name typed under it and when."""
    word.add_heading("Certification", 1)
    statement(word, "{{ certification.statement }}")
    facts(
        word,
        [
            ("Name", "{{ certification.name }}, {{ certification.role }}"),
            ("Typed as signature", "{{ certification.typed_name }}"),
            ("Date and time", "{{ certification.certified_at }}"),
        ],
    )


def signature(word: WordDocument, name: str) -> None:
    """One block to sign, on screen or on paper; `name` is the variable that holds the signature."""
    table = _table(word, [TEXT_WIDTH * 0.62, TEXT_WIDTH * 0.38], lined=False)
    _fill(table.add_row().cells, [(f"For {{{{ {name}.party }}}}", "Table Total"), ("", "Table Text")])
    signed = table.add_row()
    signed.height = Inches(0.5)
    _fill(
        signed.cells,
        [(f"{{{{ {name}.signed_as }}}}", "Figure"), (f"{{{{ {name}.signed_at }}}}", "Table Text")],
    )
    for cell in signed.cells:
        rule(cell._tc.get_or_add_tcPr(), "w:tcBorders", bottom=(6, INK_SOFT))
        cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
    _fill(
        table.add_row().cells,
        [(f"{{{{ {name}.name }}}}, {{{{ {name}.role }}}}", "Fact Label"), ("Date", "Fact Label")],
    )
    _keep_together(table)
    _finish(word, table)


def _numbered(style: str, column: Column) -> str:
    return f"{style.removesuffix(' Text')} Number" if column.is_number else style


def _table(word: WordDocument, widths: Sequence[float], *, lined: bool = True) -> Table:
    table = word.add_table(rows=0, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
    if lined:
        rule(table._tbl.tblPr, "w:tblBorders", top=(4, LINE), bottom=(4, LINE), insideH=(4, LINE))
    _pad(table, across=90, down=60)
    _sort(table)
    return table


def _pad(table: Table, *, across: int, down: int) -> None:
    """Room around the text of each cell, in twentieths of a point."""
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", down), ("left", across), ("bottom", down), ("right", across)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _sort(table: Table) -> None:
    """Word calls a file damaged when a table's properties stand in another order than the standard's."""
    properties = table._tbl.tblPr
    order = [qn(f"w:{name}") for name in TABLE_ORDER]
    properties[:] = sorted(properties, key=lambda element: order.index(element.tag))


def _fill(cells: Sequence[_Cell], texts: Sequence[tuple[str, str]]) -> None:
    for cell, (text, style) in zip(cells, texts, strict=True):
        cell.paragraphs[0].text = text
        cell.paragraphs[0].style = style


def _finish(word: WordDocument, table: Table) -> None:
    """Rows stay whole over a page's end, and a little air follows the table."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    word.add_paragraph(style="After Table")


def _keep_together(table: Table) -> None:
    """All rows but the last hold on to the next one, so that a short table is not cut by a page's end."""
    for row in list(table.rows)[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _repeat(row: OxmlElement) -> None:
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _pair(place: object, style: str, left: str, right: str, *, line_below: bool = False) -> Paragraph:
    """Two texts at the two margins; returns the right-hand paragraph."""
    place.is_linked_to_previous = False
    table = place.add_table(1, 2, Inches(TEXT_WIDTH))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for cell, share in zip(table.rows[0].cells, (0.62, 0.38), strict=True):
        cell.width = Inches(TEXT_WIDTH * share)
    for column, share in zip(table.columns, (0.62, 0.38), strict=True):
        column.width = Inches(TEXT_WIDTH * share)
    _fill(table.rows[0].cells, [(left, style), (right, style)])
    if line_below:
        rule(table._tbl.tblPr, "w:tblBorders", bottom=(4, LINE))
    _pad(table, across=0, down=40)
    _sort(table)
    paragraph = table.rows[0].cells[1].paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    first = place.paragraphs[0]
    first._p.getparent().remove(first._p)
    place.add_paragraph(style="After Table")
    return paragraph


def _field(paragraph: Paragraph, code: str) -> None:
    """A Word field such as PAGE, with "1" until Word counts."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
