"""Reading an extract row by row: what is kept, what repeats, and what has to be put right."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from workflows.errors import DomainError
from workflows.measurement.answers import EXTRACT_ROWS_MAX, PROBLEMS_LISTED_MAX, SITE_MAX
from workflows.measurement.cells import MISSING, CellProblem, age_on, clean_cell
from workflows.measurement.columns import (
    AFFILIATE_CODE,
    AGE_AT_ARRIVAL,
    ALIEN_NUMBER,
    ARRIVAL_DATE,
    CASE_NUMBER,
    DATE_OF_BIRTH,
    INDIVIDUAL_ID,
    MEASURABLE,
    Kind,
)
from workflows.measurement.figures import ALL_SITES
from workflows.measurement.pseudonyms import Pseudonyms
from workflows.measurement.reading import OpenExtract

CELLS_REMEMBERED_MAX = 50_000


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right in the file. `row` is the row a spreadsheet shows; the header is row 1."""

    row: int
    column: str
    what: str
    fix: str


@dataclass(slots=True)
class Tally:
    """Counts and problems, growing while rows are read. `problems` stops at PROBLEMS_LISTED_MAX."""

    read: int = 0
    kept: int = 0
    repeated: int = 0
    left_out: int = 0
    of_others: int = 0
    problems_found: int = 0
    sites: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


class _NotKept(Exception):
    """Ends the reading of one row that cannot be counted; its problem is already noted."""


class _OfAnother(Exception):
    """Ends the reading of another affiliate's row before anything else of it is looked at."""


class RowReader:
    """The rows of one file, reduced to the always kept columns and `kept`, with a tally beside them."""

    def __init__(
        self, extract: OpenExtract, kept: tuple[str, ...], *, key: bytes, site: str | None, today: date | None
    ) -> None:
        self.tally = Tally()
        self._extract = extract
        self._kept = kept
        self._pseudonyms = Pseudonyms(key)
        self._site = site
        self._today = today
        self._cleaned: dict[tuple[str, Kind], str] = {}
        self._seen: dict[tuple[str, str], int] = {}  # site and person → hash of the row that was kept

    def rows(self) -> Iterator[list[str]]:
        """Raises DomainError when the file has no rows, or more than EXTRACT_ROWS_MAX."""
        for row, cells in enumerate(self._extract.rows, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            self.tally.read += 1
            if self.tally.read > EXTRACT_ROWS_MAX:
                raise DomainError(f"This file has more than {EXTRACT_ROWS_MAX:,} rows. Export a shorter period.")
            try:
                reduced = self._reduce(row, cells)
            except _NotKept:
                self.tally.left_out += 1
                continue
            except _OfAnother:
                self.tally.of_others += 1
                continue
            if not self._repeats(row, reduced):
                self.tally.kept += 1
                self.tally.sites.add(reduced[0])
                yield reduced
        if not self.tally.read:
            raise DomainError("This file has a header but no rows. Check the filter in the case database.")

    def _reduce(self, row: int, cells: list[str]) -> list[str]:
        if len(cells) != len(self._extract.header):
            self._note(row, "", _wrong_width(len(cells), len(self._extract.header)))
            raise _NotKept
        noted = self.tally.problems_found
        site = self._read_site(row, cells)
        person, case = self._read_keys(row, cells, site=site)
        arrived = self._read_cell(row, cells, ARRIVAL_DATE, kind=Kind.DATE)
        if not arrived and self.tally.problems_found == noted:
            self._note(row, ARRIVAL_DATE, CellProblem("The arrival date is missing.", "Fill it in."))
        rest = [self._read_kept(row, cells, name, arrived=arrived) for name in self._kept]
        if self.tally.problems_found > noted:
            raise _NotKept
        return [site, person, case, arrived, *rest]

    def _read_site(self, row: int, cells: list[str]) -> str:
        site = self._read_cell(row, cells, AFFILIATE_CODE, kind=Kind.TEXT).upper()
        if not site:
            self._note(row, AFFILIATE_CODE, CellProblem("The affiliate code is missing.", "Fill it in."))
        elif len(site) > SITE_MAX or site == ALL_SITES:
            unusual = CellProblem("This is not an affiliate code.", f"Write the code, at most {SITE_MAX} characters.")
            self._note(row, AFFILIATE_CODE, unusual)
        elif self._site is not None and site != self._site.upper():
            raise _OfAnother
        return site

    def _read_keys(self, row: int, cells: list[str], *, site: str) -> tuple[str, str]:
        person = self._pseudonyms.person(
            alien_number=self._known(cells, ALIEN_NUMBER),
            individual_id=self._known(cells, INDIVIDUAL_ID),
            site=site,
        )
        case = self._pseudonyms.case(self._known(cells, CASE_NUMBER))
        if not person:
            nobody = CellProblem(
                "There is no A-number and no individual id, so this person cannot be counted once.",
                "Fill in one of them.",
            )
            self._note(row, INDIVIDUAL_ID, nobody)
        if not case:
            self._note(row, CASE_NUMBER, CellProblem("The case number is missing.", "Fill it in."))
        return person, case

    def _read_kept(self, row: int, cells: list[str], name: str, *, arrived: str) -> str:
        if name == AGE_AT_ARRIVAL:
            return self._read_age(row, cells, arrived=arrived)
        return self._read_cell(row, cells, name, kind=MEASURABLE[name].kind)

    def _read_age(self, row: int, cells: list[str], *, arrived: str) -> str:
        born = self._read_cell(row, cells, DATE_OF_BIRTH, kind=Kind.DATE)
        if not (born and arrived):
            return ""
        try:
            return str(age_on(date.fromisoformat(arrived), born=date.fromisoformat(born)))
        except CellProblem as problem:
            self._note(row, DATE_OF_BIRTH, problem)
            return ""

    def _read_cell(self, row: int, cells: list[str], name: str, *, kind: Kind) -> str:
        try:
            text = self._clean(cells[self._extract.positions[name]], kind)
        except CellProblem as problem:
            self._note(row, name, problem)
            return ""
        if kind is Kind.DATE and text and self._today and date.fromisoformat(text) > self._today:
            self._note(row, name, CellProblem("This date is in the future.", "Check the year."))
        return text

    def _clean(self, raw: str, kind: Kind) -> str:
        """As `clean_cell`, remembering answers for as long as this file is read: dates and wages repeat."""
        cleaned = self._cleaned.get((raw, kind))
        if cleaned is None:
            cleaned = clean_cell(raw, kind=kind)
            if len(self._cleaned) < CELLS_REMEMBERED_MAX:
                self._cleaned[raw, kind] = cleaned
        return cleaned

    def _known(self, cells: list[str], name: str) -> str:
        position = self._extract.positions.get(name)
        text = "" if position is None else cells[position].strip()
        return "" if text.casefold() in MISSING else text

    def _repeats(self, row: int, reduced: list[str]) -> bool:
        who, content = (reduced[0], reduced[1]), hash(tuple(reduced))
        if who not in self._seen:
            self._seen[who] = content
            return False
        first = self._seen[who]
        self.tally.repeated += 1
        if first != content:
            differs = CellProblem(
                "This person is in the file twice, with different answers. The first row counts.",
                "Keep the row that is right and remove the other.",
            )
            self._note(row, INDIVIDUAL_ID, differs)
        return True

    def _note(self, row: int, column: str, problem: CellProblem) -> None:
        self.tally.problems_found += 1
        if len(self.tally.problems) < PROBLEMS_LISTED_MAX:
            self.tally.problems.append(Problem(row, column, problem.what, problem.fix))


def _wrong_width(found: int, expected: int) -> CellProblem:
    return CellProblem(
        f"This row has {found} cells and the header {expected}.",
        "Put quotation marks around answers that hold the separator, and remove total lines.",
    )
