"""Read a file of affiliates to invite: every row checked, every error with its row, column and fix."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from workflows.cohorts.answers import AFFILIATES_ROWS_MAX
from workflows.enrollments.answers import PEOPLE_MAX, PROFILE_LIST_MAX
from workflows.enrollments.spreadsheet import NotATable, Sheet, read_sheets
from workflows.people.answers import AFFILIATE_CODE_MAX, EMAIL_MAX, NAME_MAX, TOWN_MAX

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_YES, _NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0", ""})
STATE_MAX = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell cannot be read, and what would fix it. `line` counts from the first line of the file, which is 1."""

    line: int
    column: str
    sentence: str
    fix: str


@dataclass(frozen=True, slots=True)
class AffiliateRow:
    """One affiliate with its director and, where the file names one, its data lead (else empty words).

    `profile` holds only the columns that the file has.
    """

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


def _or_empty(read: Callable[[str], str]) -> Callable[[str], str]:
    return lambda cell: read(cell) if cell else ""


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
}
PROFILE: dict[str, Callable[[str], Any]] = {
    "staff_count": _number,
    "people_served": _number,
    "is_rural": _yes_or_no,
    "languages": _list,
    "programs": _list,
}
OPTIONAL: dict[str, Callable[[str], Any]] = {
    "data_lead_name": _or_empty(_text(NAME_MAX)),
    "data_lead_email": _or_empty(_email),
    **PROFILE,
}
TEMPLATE = tuple(REQUIRED | OPTIONAL)  # the headings of the file that people can begin with


# What people call a column besides its own name, after `_plain`.
_ALSO_CALLED: dict[str, tuple[str, ...]] = {
    "code": ("affiliate_code", "id", "affiliate_id", "site_code"),
    "name": ("affiliate", "affiliate_name", "organization", "organisation", "agency", "organization_name"),
    "town": ("city", "location", "city_town"),
    "state": ("province", "st"),
    "time_zone": ("timezone", "tz", "zone"),
    "director_name": ("director", "executive_director", "director_full_name", "ed_name"),
    "director_email": ("director_e_mail", "director_mail", "email_of_director", "executive_director_email"),
    "data_lead_name": ("data_lead", "data_contact", "data_person"),
    "data_lead_email": ("data_lead_e_mail", "data_lead_mail", "data_contact_email"),
    "staff_count": ("staff", "number_of_staff", "employees", "staff_size"),
    "people_served": ("clients_served", "clients", "served", "people_served_last_year"),
    "is_rural": ("rural", "rural_area"),
    "languages": ("language", "languages_spoken"),
    "programs": ("program", "services", "programmes"),
}
_NAMES = {alias: name for name, aliases in _ALSO_CALLED.items() for alias in (name, *aliases)}
HEADING_WITHIN = 10  # lines: a title may stand above it
HEADINGS_AT_LEAST = 3  # a line with fewer known headings is not the heading


def read_affiliates(content: bytes) -> AffiliatesReading:
    """Rows and problems of a CSV or an Excel workbook; the sheet with the headings counts, whatever its place."""
    try:
        sheets = read_sheets(content)
    except NotATable as refused:
        return AffiliatesReading((), (Problem(1, "", refused.sentence, refused.fix),))
    fitting = [sheet for sheet in sheets if set(REQUIRED) <= set(_names_of(sheet.rows[_heading_line(sheet)]))]
    if len(fitting) > 1:
        fix = "Put all affiliates on one sheet, or hide the other one."
        return AffiliatesReading((), (Problem(1, "", "Two sheets of the workbook list affiliates.", fix),))
    return _read_lines((fitting or sheets)[0])


def _plain(heading: str) -> str:
    """`Director’s e-mail *` as `director_e_mail`: small letters and single underscores."""
    lower = re.sub(r"[’']s\b", "", heading.casefold())
    return re.sub(r"[^a-z0-9]+", "_", lower).strip("_")


def _names_of(heading: Sequence[str]) -> list[str]:
    """The column of each cell by our name; what we do not know keeps its own."""
    return [_NAMES.get(_plain(cell), _plain(cell)) for cell in heading]


def _heading_line(sheet: Sheet) -> int:
    """The index of the heading: the first line with enough known names, else the first one with text."""
    known = (
        n
        for n, row in enumerate(sheet.rows[:HEADING_WITHIN])
        if len({*_names_of(row)} & {*_ALSO_CALLED}) >= HEADINGS_AT_LEAST
    )
    filled = (n for n, row in enumerate(sheet.rows) if any(row))
    return next(known, next(filled, 0))


def _read_lines(sheet: Sheet) -> AffiliatesReading:
    top = _heading_line(sheet)
    names = _names_of(sheet.rows[top])
    wrong = tuple(_why_not_heading(names, line=top + 1))
    if wrong:
        return AffiliatesReading((), wrong)
    rows: list[AffiliateRow] = []
    problems: list[Problem] = []
    filled = [(number, line) for number, line in enumerate(sheet.rows[top + 1 :], start=top + 2) if any(line)]
    if not filled:
        sentence = "There is no affiliate below the heading."
        problems.append(Problem(top + 2, "", sentence, "Add one line for each affiliate."))
    if len(filled) > AFFILIATES_ROWS_MAX:
        fix = f"Import at most {AFFILIATES_ROWS_MAX} at once."
        return AffiliatesReading((), (Problem(1, "", f"The file has {len(filled)} rows.", fix),))
    for number, line in filled:
        broken = frozenset(names[column] for at, column in sheet.broken if at == number and column < len(names))
        row = _read_row(number, dict(zip(names, line, strict=False)), broken)
        problems.extend(row) if isinstance(row, list) else rows.append(row)
    problems.extend(_list_repeated(rows))
    return AffiliatesReading(tuple(rows), tuple(sorted(problems, key=lambda problem: problem.line)))


def _why_not_heading(names: Sequence[str], *, line: int) -> Iterator[Problem]:
    needed = f"The heading needs these columns: {', '.join(REQUIRED)}. The template has them all."
    for name in REQUIRED:
        if name not in names:
            yield Problem(line, name, "The column is missing.", needed)
    for name in _ALSO_CALLED:
        if names.count(name) > 1:
            yield Problem(line, name, "Two columns have this heading.", "Keep one of the two.")


def _read_row(line: int, cells: Mapping[str, str], broken: frozenset[str]) -> AffiliateRow | list[Problem]:
    values: dict[str, Any] = {}
    problems = []
    for name, read in (REQUIRED | OPTIONAL).items():
        if name in cells or name in REQUIRED:
            try:
                values[name] = read(_without_formula(cells.get(name, ""), is_broken=name in broken))
            except Unreadable as wrong:
                problems.append(Problem(line, name, wrong.sentence, wrong.fix))
    if not problems:
        problems.extend(_half_a_person(line, values))
    if problems:
        return problems
    profile = {name: values.pop(name) for name in PROFILE if name in values}
    lead = {name: values.pop(name, "") for name in ("data_lead_name", "data_lead_email")}
    return AffiliateRow(line=line, **values, **lead, profile=profile)


def _without_formula(cell: str, *, is_broken: bool) -> str:
    if is_broken:
        raise Unreadable("The formula in this cell has no value.", "Type the value, or open and save the file again.")
    if cell.startswith("="):
        raise Unreadable("The cell holds a formula.", "Copy it and choose “Paste values”.")
    return cell


def _half_a_person(line: int, values: Mapping[str, Any]) -> Iterator[Problem]:
    """A data lead may be named later, but not by half."""
    name, email = values.get("data_lead_name", ""), values.get("data_lead_email", "")
    if bool(name) != bool(email):
        missing = "data_lead_email" if name else "data_lead_name"
        yield Problem(line, missing, "The data lead is named by half.", "Write the name and the e-mail, or neither.")


def _list_repeated(rows: Sequence[AffiliateRow]) -> Iterator[Problem]:
    for column in ("code", "name"):
        seen: dict[str, int] = {}
        for row in rows:
            value = str(getattr(row, column)).casefold()
            if value in seen:
                yield Problem(row.line, column, f"Line {seen[value]} has the same {column}.", "Keep one of the two.")
            seen.setdefault(value, row.line)
