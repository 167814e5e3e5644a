"""From the bytes of an uploaded report to rows of cells, whatever program saved it last."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from workflows.errors import DomainError
from workflows.training.answers import ATTENDANCE_CELLS_MAX, ATTENDANCE_FILE_MAX_BYTES, ATTENDANCE_ROWS_MAX

_SAVE_AS_CSV = "Open it and save it as CSV, then choose that file."
_DOWNLOAD_AS_CSV = "Download the report as CSV from the meeting's page."

# What a file that is not text starts with, and what its owner can do about it.
NOT_TEXT = (
    (b"PK\x03\x04",       "an Excel workbook or a zip archive", _SAVE_AS_CSV),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook",              _SAVE_AS_CSV),
    (b"%PDF",             "a PDF",                              _DOWNLOAD_AS_CSV),
    (b"\x89PNG",          "a picture (PNG)",                    _DOWNLOAD_AS_CSV),
    (b"\xff\xd8\xff",     "a picture (JPEG)",                   _DOWNLOAD_AS_CSV),
    (b"GIF8",             "a picture (GIF)",                    _DOWNLOAD_AS_CSV),
)  # fmt: skip

BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe",     "utf-16-le"),
    (b"\xfe\xff",     "utf-16-be"),
)  # fmt: skip

DELIMITERS = ("\t", ";", ",")  # where two make rows of one width, the rarer one is meant
LINES_TO_SNIFF = 100

# Half-width, thin and no-break spaces come from localised clocks and from copying out of a browser.
_ODD_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ZERO_WIDTH = re.compile("[\ufeff\u200b-\u200f\u202a-\u202e]")


@dataclass(frozen=True, slots=True)
class FileText:
    """What the bytes say, and how they were read."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of trimmed cells. `line` counts from 1, as a spreadsheet shows it."""

    line: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)


def read_text(content: bytes) -> FileText:
    """The text of a report saved as UTF-8, UTF-16 or Windows-1252, with or without a byte order mark.

    Raises DomainError for a file that is empty, too large or not text.
    """
    _refuse_size(content)
    _refuse_other_kinds(content)
    for encoding in _likely_encodings(content):
        try:
            text = content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            if not text.strip():
                raise _empty()
            return FileText(text, encoding)
    raise DomainError(
        "This file is not text that we can read. Download the attendance report again, as CSV, and choose that file."
    )


def read_rows(text: str) -> tuple[FileRow, ...]:
    """The rows of a delimited text; the delimiter is the one that makes the widest row.

    Raises DomainError when a cell has no end or there are more than ATTENDANCE_ROWS_MAX rows.
    """
    delimiter = _delimiter(text)
    # Strict, because a quotation mark that never closes would swallow the rows below it without a word.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[FileRow] = []
    before = 0
    try:
        for cells in reader:
            if len(cells) > ATTENDANCE_CELLS_MAX:
                raise DomainError(
                    f"Line {before + 1} of this file has {len(cells):,} cells, and a report has a few. "
                    "Download the attendance report again, as CSV, and choose that file."
                )
            rows.append(FileRow(before + 1, tuple(tidy(cell) for cell in cells)))
            before = reader.line_num
            if len(rows) > ATTENDANCE_ROWS_MAX:
                raise DomainError(
                    f"This file has more than {ATTENDANCE_ROWS_MAX:,} rows. A report of one session is "
                    "shorter: choose the report of this session alone."
                )
    except csv.Error as error:
        raise DomainError(
            f"Line {before + 1} of this file has a cell that does not end, often a lone quotation mark. "
            "Download the report again, or correct that line."
        ) from error
    return tuple(rows)


def tidy(cell: str) -> str:
    """A cell without marks that cannot be seen and without space around it."""
    if cell.isascii():
        return cell.strip()
    return _ODD_SPACES.sub(" ", _ZERO_WIDTH.sub("", cell)).strip()


def _refuse_size(content: bytes) -> None:
    if not content:
        raise _empty()
    if len(content) > ATTENDANCE_FILE_MAX_BYTES:
        raise DomainError(
            f"This file is larger than {ATTENDANCE_FILE_MAX_BYTES // 1_000_000} MB. A report of one session "
            "is far smaller: choose the report of this session alone."
        )


def _refuse_other_kinds(content: bytes) -> None:
    for start, what, help_sentence in NOT_TEXT:
        if content.startswith(start):
            raise DomainError(f"This file is {what}, not a CSV file. {help_sentence}")


def _empty() -> DomainError:
    return DomainError("This file is empty. Download the attendance report again and choose that file.")


def _likely_encodings(content: bytes) -> Sequence[str]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return (encoding,)
    # Text in Latin letters saved as UTF-16 without a mark has a zero in every other byte.
    start = content[:2000]
    if start[1::2].count(0) > len(start) // 4:
        return ("utf-16-le",)
    if start[0::2].count(0) > len(start) // 4:
        return ("utf-16-be",)
    return ("utf-8", "cp1252")


def _delimiter(text: str) -> str:
    lines = text.splitlines()[:LINES_TO_SNIFF]
    return max(DELIMITERS, key=lambda delimiter: max(_width(line, delimiter) for line in lines))


def _width(line: str, delimiter: str) -> int:
    """How many cells the delimiter makes of a line; what stands in quotation marks does not count."""
    return re.sub(r'"[^"]*"', "", line).count(delimiter) + 1
