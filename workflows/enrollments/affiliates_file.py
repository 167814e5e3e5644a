"""Read a CSV of affiliates to invite: every row checked, every error with its row, column and fix."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from workflows.cohorts.answers import AFFILIATES_FILE_MAX_BYTES, AFFILIATES_ROWS_MAX
from workflows.enrollments.answers import PEOPLE_MAX, PROFILE_LIST_MAX
from workflows.people.answers import AFFILIATE_CODE_MAX, EMAIL_MAX, NAME_MAX, TOWN_MAX

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_YES, _NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0", ""})
STATE_MAX = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell cannot be read, and what would fix it. `line` counts from the heading, which is line 1."""

    line: int
    column: str
    sentence: str
    fix: str


@dataclass(frozen=True, slots=True)
class AffiliateRow:
    """One affiliate with the two people to invite. `profile` holds only the columns that the file has."""

    line: int
    code: str
    name: str
    town: str
    state: str
    time_zone: str
    director_name: str
    director_email: str
    data_lead_name: str
    data_lead_email: str
    profile: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AffiliatesReading:
    """The rows in the file's order, and every problem; with a problem nothing is imported."""

    rows: tuple[AffiliateRow, ...]
    problems: tuple[Problem, ...]


class Unreadable(ValueError):
    """A cell that breaks a rule: what is wrong, and the fix."""

    def __init__(self, sentence: str, fix: str) -> None:
        super().__init__(sentence)
        self.sentence, self.fix = sentence, fix


def _text(longest: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if not cell:
            raise Unreadable("The cell is empty.", "Fill it in.")
        if len(cell) > longest:
            raise Unreadable(f"It has {len(cell)} characters.", f"Use at most {longest}.")
        return cell

    return read


def _email(cell: str) -> str:
    if not _EMAIL.fullmatch(cell) or len(cell) > EMAIL_MAX:
        raise Unreadable(f"“{cell}” is not an e-mail address.", "Write it like dana@harbor.example.org.")
    return cell.lower()


def _zone(cell: str) -> str:
    if cell not in available_timezones():
        raise Unreadable(f"“{cell}” is not a time zone.", "Write it like America/New_York or America/Chicago.")
    return cell


def _number(cell: str) -> int | None:
    plain = cell.replace(",", "").replace(" ", "")
    if not plain:
        return None
    if not (plain.isascii() and plain.isdecimal()) or int(plain) > PEOPLE_MAX:
        raise Unreadable(f"“{cell}” is not a number of people.", "Write a whole number, or leave it empty.")
    return int(plain)


def _yes_or_no(cell: str) -> bool:
    if cell.lower() not in _YES | _NO:
        raise Unreadable(f"“{cell}” is neither yes nor no.", "Write yes or no.")
    return cell.lower() in _YES


def _list(cell: str) -> str:
    if len(cell) > PROFILE_LIST_MAX:
        raise Unreadable(f"It has {len(cell)} characters.", f"Use at most {PROFILE_LIST_MAX}.")
    return cell


REQUIRED: dict[str, Callable[[str], Any]] = {
    "code": _text(AFFILIATE_CODE_MAX),
    "name": _text(NAME_MAX),
    "town": _text(TOWN_MAX),
    "state": _text(STATE_MAX),
    "time_zone": _zone,
    "director_name": _text(NAME_MAX),
    "director_email": _email,
    "data_lead_name": _text(NAME_MAX),
    "data_lead_email": _email,
}
OPTIONAL: dict[str, Callable[[str], Any]] = {
    "staff_count": _number,
    "people_served": _number,
    "is_rural": _yes_or_no,
    "languages": _list,
    "programs": _list,
}


def read_affiliates(content: bytes) -> AffiliatesReading:
    """Rows and problems of a CSV with comma, semicolon or tab, with or without a byte-order mark."""
    refused = _not_a_csv(content)
    if refused is not None:
        return AffiliatesReading((), (refused,))
    text = _decoded(content)
    heading = text.partition("\n")[0]
    separator = max(",;\t", key=heading.count)
    try:
        lines = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)]  # noqa: C416  the reader fails while it is read
    except csv.Error:
        whole = Problem(1, "", "A quotation mark is opened and never closed.", "Save the file as CSV again.")
        return AffiliatesReading((), (whole,))
    return _read_lines(lines)


def _not_a_csv(content: bytes) -> Problem | None:
    if len(content) > AFFILIATES_FILE_MAX_BYTES:
        return Problem(1, "", "The file is larger than 1 MB.", "Keep only the affiliates of this cohort.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Problem(1, "", "This is a spreadsheet, not a CSV.", "In the spreadsheet, choose “Save as” and CSV.")
    if b"\x00" in content:
        return Problem(1, "", "This is not a text file.", "Choose a CSV file saved as UTF-8.")
    if not content.strip():
        return Problem(1, "", "The file is empty.", "Put a heading in the first line and one affiliate in each line.")
    return None


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # what older spreadsheets write on Windows


def _read_lines(lines: Sequence[Sequence[str]]) -> AffiliatesReading:
    names = [cell.strip().lower().replace(" ", "_") for cell in lines[0]]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        fix = f"The first line needs these headings: {', '.join(REQUIRED)}."
        return AffiliatesReading((), tuple(Problem(1, name, "The column is missing.", fix) for name in missing))
    rows: list[AffiliateRow] = []
    problems: list[Problem] = []
    filled = [(number, line) for number, line in enumerate(lines[1:], start=2) if any(map(str.strip, line))]
    if not filled:
        problems.append(Problem(2, "", "There is no affiliate below the heading.", "Add one line for each affiliate."))
    if len(filled) > AFFILIATES_ROWS_MAX:
        fix = f"Import at most {AFFILIATES_ROWS_MAX} at once."
        return AffiliatesReading((), (Problem(1, "", f"The file has {len(filled)} rows.", fix),))
    for number, line in filled:
        row = _read_row(number, dict(zip(names, map(str.strip, line), strict=False)))
        problems.extend(row) if isinstance(row, list) else rows.append(row)
    problems.extend(_list_repeated(rows))
    return AffiliatesReading(tuple(rows), tuple(sorted(problems, key=lambda problem: problem.line)))


def _read_row(line: int, cells: Mapping[str, str]) -> AffiliateRow | list[Problem]:
    values: dict[str, Any] = {}
    problems = []
    for name, read in (REQUIRED | OPTIONAL).items():
        if name in cells or name in REQUIRED:
            try:
                values[name] = read(cells.get(name, ""))
            except Unreadable as wrong:
                problems.append(Problem(line, name, wrong.sentence, wrong.fix))
    if problems:
        return problems
    profile = {name: values.pop(name) for name in OPTIONAL if name in values}
    return AffiliateRow(line=line, **values, profile=profile)


def _list_repeated(rows: Sequence[AffiliateRow]) -> Iterator[Problem]:
    for column in ("code", "name"):
        seen: dict[str, int] = {}
        for row in rows:
            value = str(getattr(row, column)).casefold()
            if value in seen:
                yield Problem(row.line, column, f"Line {seen[value]} has the same {column}.", "Keep one of the two.")
            seen.setdefault(value, row.line)
