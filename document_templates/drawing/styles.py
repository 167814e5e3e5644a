"""Type, colour and page: the look every template shares, as real Word styles that staff can change."""

from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Inches, Pt, RGBColor
from docx.styles.style import ParagraphStyle

# Word has Arial; LibreOffice sets Liberation Sans in its place, letter for letter as wide.
TYPEFACE = "Arial"
LANGUAGE = "en-US"
ACCENT, ACCENT_STRONG, ACCENT_WASH = "0B5A5C", "084648", "E5F0EF"
INK, INK_SOFT, LINE = "1D2A2F", "55646B", "D9D3C8"
TEXT_WIDTH = 6.5  # inches between the margins of a letter page

StyleRow = tuple[str, str | None, float, str, bool, float, float, bool]

# name, built on, size, colour, bold, space before, space after, kept with the next paragraph
STYLES = (
    ("Normal", None, 10, INK, False, 0, 7, False),
    ("Title", None, 24, ACCENT_STRONG, True, 2, 3, True),
    ("Subtitle", None, 11.5, INK_SOFT, False, 0, 3, True),
    ("Heading 1", None, 14, ACCENT_STRONG, True, 20, 6, True),
    ("Heading 2", None, 11, INK, True, 13, 4, True),
    ("Heading 3", None, 9.5, ACCENT, True, 9, 3, True),
    ("List Bullet", None, 10, INK, False, 0, 3, False),
    ("Header", None, 8.5, INK_SOFT, False, 0, 0, False),
    ("Footer", None, 8.5, INK_SOFT, False, 0, 0, False),
    ("Sender", "Normal", 9.5, ACCENT, True, 0, 0, True),
    ("Lead", "Normal", 11.5, INK, False, 2, 9, False),
    ("Note", "Normal", 8.5, INK_SOFT, False, 2, 8, False),
    ("Table Text", "Normal", 9, INK, False, 0, 0, False),
    ("Table Number", "Table Text", 9, INK, False, 0, 0, False),
    ("Table Head", "Table Text", 8.5, ACCENT_STRONG, True, 0, 0, True),
    ("Table Head Number", "Table Head", 8.5, ACCENT_STRONG, True, 0, 0, True),
    ("Table Total", "Table Text", 9, INK, True, 0, 0, False),
    ("Table Total Number", "Table Total", 9, INK, True, 0, 0, False),
    ("Fact Label", "Table Text", 9, INK_SOFT, False, 0, 0, False),
    ("Figure Label", "Table Text", 8.5, INK_SOFT, False, 0, 1, True),
    ("After Table", "Normal", 4, INK, False, 0, 2, False),
    ("Figure", "Table Text", 13, ACCENT_STRONG, True, 0, 1, True),
)
RIGHT = {"Table Number", "Table Head Number", "Table Total Number"}
UNUSED_PARTS = ("stylesWithEffects", "thumbnail", "customXml")


def blank_sheet() -> WordDocument:
    """An empty letter page with the shared styles, language and no leftovers of the library's own."""
    word = Document()
    for owner in (word.part, word.part.package):
        for key in [k for k, rel in owner.rels.items() if rel.reltype.endswith(UNUSED_PARTS)]:
            del owner.rels[key]
    section = word.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1)
    section.top_margin, section.bottom_margin = Inches(0.95), Inches(0.9)
    section.header_distance, section.footer_distance = Inches(0.5), Inches(0.45)
    section.different_first_page_header_footer = True
    _set_defaults(word)
    for row in STYLES:
        _set_style(word, row)
    return word


def add_styles(word: WordDocument, rows: Sequence[StyleRow]) -> None:
    """Styles that one template has besides the shared ones, or sets in its own way."""
    for row in rows:
        _set_style(word, row)


def shade(element: BaseOxmlElement, fill: str) -> None:
    """A background behind a paragraph (its pPr) or a cell (its tcPr)."""
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:color"), "auto")
    shading.set(qn("w:fill"), fill)
    element.append(shading)


def rule(element: BaseOxmlElement, name: str, **sides: tuple[int, str]) -> None:
    """Borders as `side=(eighths of a point, colour)`; `name` is w:pBdr, w:tcBorders or w:tblBorders."""
    borders = OxmlElement(name)
    for side, (size, colour) in sides.items():
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if size else "nil")
        line.set(qn("w:sz"), str(size))
        line.set(qn("w:space"), "4" if name == "w:pBdr" else "0")
        line.set(qn("w:color"), colour)
        borders.append(line)
    element.append(borders)


def _set_defaults(word: WordDocument) -> None:
    defaults = word.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in list(run):
        run.remove(old)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), TYPEFACE)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    run.append(fonts)
    run.append(language)


def _set_style(word: WordDocument, row: StyleRow) -> None:
    name, base, size, colour, bold, before, after, keep = row
    style = _style(word, name)
    if base:
        style.base_style = word.styles[base]
    run = style.element.get_or_add_rPr()
    for old in list(run):
        run.remove(old)
    for old in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        old.getparent().remove(old)
    style.font.name = TYPEFACE
    run.rFonts.set(qn("w:cs"), TYPEFACE)
    style.font.size, style.font.bold = Pt(size), bold
    style.font.cs_bold = bold
    style.font.color.rgb = RGBColor.from_string(colour)
    # Arabic and other complex scripts have a size of their own, which stands right after the Latin one.
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(int(size * 2)))
    run.find(qn("w:sz")).addnext(complex_size)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing = 1.2 if size < 13 else 1.1
    layout.widow_control, layout.keep_with_next = True, keep
    if name in RIGHT:
        layout.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    if name in [style.name for style in word.styles]:
        return word.styles[name]
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.quick_style = True
    return style
