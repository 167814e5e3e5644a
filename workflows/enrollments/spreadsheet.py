"""A CSV or an Excel workbook as rows of text, or why it is refused; what a cell means is not known here."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from workflows.cohorts.answers import AFFILIATES_FILE_MAX_BYTES

UNPACKED_MAX_BYTES = 20_000_000
LINES_MAX = 5_000
COLUMNS_MAX = 200
SEPARATOR_WITHIN = 10  # lines: the heading has the most of it, whatever title stands above
_XLSX, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_WHERE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


class NotATable(ValueError):
    """The whole file cannot be read: what was seen, and what would help."""

    def __init__(self, sentence: str, fix: str) -> None:
        super().__init__(sentence)
        self.sentence, self.fix = sentence, fix


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of stripped text as they stand in the file; `broken` are (line, column) of formulas without a value.

    Lines count from 1, columns from 0.
    """

    rows: Sequence[Sequence[str]]
    broken: frozenset[tuple[int, int]] = frozenset()


def read_sheets(content: bytes) -> list[Sheet]:
    """Every sheet with something in it, a CSV being one; raises NotATable."""
    if len(content) > AFFILIATES_FILE_MAX_BYTES:
        raise NotATable("The file is larger than 1 MB.", "Keep only the affiliates of this cohort.")
    if content.startswith(_XLSX):
        return _read_workbook(content)
    if content.startswith(_OLE):
        raise _why_not_ole(content)
    text = _decoded(content)
    if not text.strip():
        raise NotATable("The file is empty.", "Put a heading in the first line and one affiliate in each line.")
    return [Sheet(_read_csv(text))]


def _why_not_ole(content: bytes) -> NotATable:
    """Older Excel files, and newer ones with a password, share one envelope."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return NotATable("The workbook is protected by a password.", "Save a copy without the password.")
    return NotATable(
        "This is an older Excel file (.xls), which can carry macros.", "Choose “Save as” and Excel workbook (.xlsx)."
    )


def _decoded(content: bytes) -> str:
    """UTF-8 and UTF-16 with or without a mark, and what older spreadsheets write on Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf_16(content, "utf-16")
    if b"\x00" in content:
        first = content[:200]
        return _utf_16(content, "utf-16-le" if first[1::2].count(0) > first[::2].count(0) else "utf-16-be")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _utf_16(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text or not any(separator in text for separator in ",;\t"):
        raise NotATable("This is not a text file.", "Choose a CSV file saved as UTF-8, or an Excel workbook (.xlsx).")
    return text


def _read_csv(text: str) -> list[list[str]]:
    first = text.splitlines()[:SEPARATOR_WITHIN]
    separator = max(",;\t", key=lambda mark: max(line.count(mark) for line in first))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows += [[]] * (reader.line_num - len(rows) - 1)  # a cell of several lines counts them all
            rows.append([cell.strip() for cell in row])
    except csv.Error as error:
        raise NotATable("A quotation mark is opened and never closed.", "Save the file as CSV again.") from error
    return rows


def _read_workbook(content: bytes) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, XmlError, ZipError  # noqa: PLC0415  loaded when needed

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _require_plain_workbook(package)
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
            shown = [n for n, sheet in enumerate(workbook.sheets_metadata) if str(sheet.visible).endswith("Visible")]
            sheets = []
            for number in shown:
                sheet = workbook.get_sheet_by_index(number)
                if sheet.end is not None:
                    _require_few(*sheet.end)
                    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
                    sheets.append(Sheet(rows, frozenset(_broken_cells(package, number))))
    except (zipfile.BadZipFile, zlib.error, CalamineError, XmlError, ZipError, KeyError, EOFError) as error:
        raise NotATable("The workbook is damaged.", "Open it in your spreadsheet program and save it again.") from error
    if not sheets:
        raise NotATable("The workbook is empty.", "Put a heading in the first line and one affiliate in each line.")
    return sheets


def _require_plain_workbook(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if any(name.endswith("vbaProject.bin") for name in names):
        raise NotATable("The workbook carries macros.", "Choose “Save as” and Excel workbook (.xlsx), without macros.")
    if "xl/workbook.xml" not in names:
        raise NotATable(
            "This is neither a CSV nor an Excel workbook.", "Choose “Save as” and Excel workbook (.xlsx) or CSV."
        )
    if sum(part.file_size for part in parts) > UNPACKED_MAX_BYTES:
        raise NotATable("The workbook unpacks to more than 20 MB.", "Copy the affiliates into a new workbook.")


def _require_few(last_line: int, last_column: int) -> None:
    if last_line >= LINES_MAX or last_column >= COLUMNS_MAX:
        raise NotATable(
            f"The sheet goes down to line {last_line + 1} and has {last_column + 1} columns.",
            "Copy the affiliates into a new workbook.",
        )


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell).strip()


def _broken_cells(package: zipfile.ZipFile, number: int) -> Iterator[tuple[int, int]]:
    """(line, column) of every formula that failed or was never computed: the reader shows them as empty cells."""
    for attributes, inside in _CELL.findall(package.read(_part_of(package, number))):
        where = _WHERE.search(attributes)
        failed = b't="e"' in attributes
        uncomputed = re.search(rb"<(?:\w+:)?f\b", inside) and not re.search(rb"<(?:\w+:)?v>", inside)
        if where is not None and (failed or uncomputed):
            yield int(where[2]), _place(where[1])


def _part_of(package: zipfile.ZipFile, number: int) -> str:
    """The path of the sheet that stands at this place of the workbook; raises KeyError for a broken package."""
    sheets = re.findall(rb"<(?:\w+:)?sheet\s[^>]*?\b\w+:id=\"([^\"]+)\"", package.read("xl/workbook.xml"))
    links = re.findall(rb"<Relationship\b[^>]*>", package.read("xl/_rels/workbook.xml.rels"))
    targets = {_value(link, b"Id"): _value(link, b"Target").decode() for link in links}
    target = targets[sheets[number]] if number < len(sheets) else ""
    return target.removeprefix("/") if target.startswith("/xl/") else f"xl/{target}"


def _value(link: bytes, name: bytes) -> bytes:
    found = re.search(rb"\b" + name + rb'="([^"]*)"', link)
    return found[1] if found is not None else b""


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + letter - 64
    return place - 1
