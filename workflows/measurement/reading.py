"""Opening an uploaded extract: its size, encoding, delimiter, header and rows."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from workflows.errors import DomainError
from workflows.measurement.answers import EXTRACT_MAX_BYTES

DELIMITERS = (",", ";", "\t", "|")
_CHUNK = 1024 * 1024  # bytes
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_CSV = (
    (b"PK\x03\x04", "This is an Excel workbook. Choose “Save as”, then “CSV UTF-8”, and upload that."),
    (b"\xd0\xcf\x11\xe0", "This is an old Excel workbook. Save it as “CSV UTF-8” and upload that."),
    (b"%PDF", "This is a PDF. Export the data from the case database as CSV and upload that."),
)
_PLAIN = "This file is not a CSV we can read. Export it again as “CSV UTF-8” and upload that."
_QUOTES = (
    "A quotation mark in this file is opened and not closed, so we cannot tell where a row ends. "
    "Export it again as “CSV UTF-8”, or remove the quotation marks from the notes."
)


@dataclass(frozen=True, slots=True)
class OpenExtract:
    """Header names as the file has them, their normal form by position, and the rows still to be read."""

    header: tuple[str, ...]
    positions: Mapping[str, int]
    rows: Iterator[list[str]]


@contextmanager
def open_extract(source: BinaryIO, *, mapping: Mapping[str, str]) -> Iterator[OpenExtract]:
    """Reads a seekable file. `mapping` gives our column name for a header of the file (lower case).

    Raises DomainError when it is too big, empty, not a CSV, or names a column twice.
    """
    encoding = _encoding(source)
    text = io.TextIOWrapper(source, encoding=encoding, newline="")
    try:
        rows = _records(text, _delimiter(text))
        header = next(rows, None)
        if header is None:
            raise DomainError("This file is empty. Upload an extract with a header row and at least one row.")
        yield OpenExtract(tuple(header), _positions(header, mapping), rows)
    finally:
        text.detach()  # the caller opened the file and closes it


def _encoding(source: BinaryIO) -> str:
    size = source.seek(0, io.SEEK_END)
    if size > EXTRACT_MAX_BYTES:
        megabytes = EXTRACT_MAX_BYTES // (1024 * 1024)
        raise DomainError(f"This file is larger than {megabytes} MB. Export fewer columns or a shorter period.")
    source.seek(0)
    start = source.read(8)
    for magic, sentence in _NOT_CSV:
        if start.startswith(magic):
            raise DomainError(sentence)
    marked = [name for mark, name in _BYTE_ORDER_MARKS if start.startswith(mark)]
    found = next((name for name in marked or ("utf-8", "cp1252") if _decodes(source, name)), None)
    if found is None:
        raise DomainError(_PLAIN)
    source.seek(0)
    return found


def _decodes(source: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    source.seek(0)
    try:
        while chunk := source.read(_CHUNK):
            if "\0" in decoder.decode(chunk):
                return False  # text has no NUL; a program or a picture does
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(text: io.TextIOWrapper) -> str:
    """The delimiter that cuts the first line into most cells; that line holds names, which need no quotes."""
    first = text.readline(_CHUNK)
    text.seek(0)
    delimiter = max(DELIMITERS, key=first.count)
    if first and delimiter not in first:
        raise DomainError(_PLAIN)
    return delimiter


def _records(text: io.TextIOWrapper, delimiter: str) -> Iterator[list[str]]:
    try:
        # Lenient reading would swallow every row after a quotation mark that nobody closes.
        yield from csv.reader(text, delimiter=delimiter, strict=True)
    except csv.Error:
        raise DomainError(_QUOTES) from None


def _positions(header: list[str], mapping: Mapping[str, str]) -> dict[str, int]:
    positions: dict[str, int] = {}
    for index, written in enumerate(header):
        plain = written.strip().lower()
        name = mapping.get(plain, plain)
        if name in positions and name:
            raise DomainError(
                f"Column {index + 1} has the same name as column {positions[name] + 1}. Remove or rename one of them."
            )
        positions.setdefault(name, index)
    return positions
