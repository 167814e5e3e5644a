"""Reducing an uploaded extract to what formulas need, with nobody's name, number or birthday in it."""

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, BinaryIO

from workflows.errors import DomainError
from workflows.measurement.columns import (
    AFFILIATE_CODE,
    AGE_AT_ARRIVAL,
    ALIEN_NUMBER,
    ALWAYS_KEPT,
    ALWAYS_NEEDED,
    ARRIVAL_DATE,
    DATE_OF_BIRTH,
    INDIVIDUAL_ID,
)
from workflows.measurement.formula import Formula
from workflows.measurement.reading import OpenExtract, open_extract
from workflows.measurement.rows import Problem, RowReader, Tally


@dataclass(frozen=True, slots=True)
class ReductionReport:
    """What became of the rows and columns of a file; safe to store, as it holds no cell of it.

    rows_read = rows_kept + rows_repeated + rows_left_out + rows_of_others. At most PROBLEMS_LISTED_MAX
    problems are listed; `problems_found` counts all. `columns_missing` are columns that formulas asked for in vain;
    `columns_not_agreed` are in the file and were left out, because the agreement does not name them.
    """

    rows_read: int
    rows_kept: int
    rows_repeated: int
    rows_left_out: int
    rows_of_others: int
    sites: tuple[str, ...]
    columns_kept: tuple[str, ...]
    columns_dropped: tuple[str, ...]
    columns_missing: tuple[str, ...]
    columns_not_agreed: tuple[str, ...]
    problems_found: int
    problems: tuple[Problem, ...]

    @property
    def quality(self) -> dict[str, Any]:
        """The report as JSON, in the shape of `ExtractImport.quality`."""
        return {
            "rows_read": self.rows_read,
            "rows_kept": self.rows_kept,
            "duplicates": self.rows_repeated,
            "rows_left_out": self.rows_left_out,
            "rows_of_others": self.rows_of_others,
            "sites": list(self.sites),
            "dropped_columns": list(self.columns_dropped),
            "missing_columns": list(self.columns_missing),
            "columns_not_agreed": list(self.columns_not_agreed),
            "problems_found": self.problems_found,
            "problems": [asdict(problem) for problem in self.problems],
        }


def columns_needed(formulas: Iterable[Formula]) -> tuple[str, ...]:
    """Columns of a reduced extract besides those always kept, in alphabetical order."""
    return tuple(sorted({name for formula in formulas for name in formula.columns}))


def reduce_bytes(
    content: bytes,
    *,
    key: bytes,
    formulas: Iterable[Formula],
    mapping: Mapping[str, str] | None = None,
    site: str | None = None,
    today: date | None = None,
    agreed: Collection[str] | None = None,
) -> tuple[bytes, ReductionReport]:
    """As `reduce_extract`, for a small file already in memory."""
    target = io.BytesIO()
    report = reduce_extract(
        io.BytesIO(content), target, key=key, formulas=formulas, mapping=mapping, site=site, today=today, agreed=agreed
    )
    return target.getvalue(), report


def reduce_extract(
    source: BinaryIO,
    target: BinaryIO,
    *,
    key: bytes,
    formulas: Iterable[Formula],
    mapping: Mapping[str, str] | None = None,
    site: str | None = None,
    today: date | None = None,
    agreed: Collection[str] | None = None,
) -> ReductionReport:
    """Writes the reduced, pseudonymous CSV (UTF-8) to `target` and says what became of each row.

    `key` is the network's secret: the same person at two affiliates gets the same `person_key`
    (hashed A-number, else hashed individual id). `mapping` gives our name for a header of the file,
    both in lower case. With `site`, rows of another affiliate are counted and otherwise unread; with `today`, rows that
    hold a later date are. A row with a problem in a needed cell is left out, because a blank there
    would count as "not done". With `agreed`, no other column is kept besides those
    always kept. Of one person at one affiliate only the first row is kept.
    Neither `source` (seekable) nor `target` is closed.
    Raises DomainError when the file is no extract; `target` may then hold part of a file.
    """
    wanted = columns_needed(formulas)
    with open_extract(source, mapping=mapping or {}) as extract:
        _check_header(extract)
        there = tuple(name for name in wanted if _source_of(name) in extract.positions)
        kept = tuple(name for name in there if agreed is None or name in agreed)
        reader = RowReader(extract, kept, key=key, site=site, today=today)
        text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
        try:
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow((*ALWAYS_KEPT, *kept))
            for row in reader.rows():
                writer.writerow(row)
        finally:
            text.detach()
    return _report(extract, reader.tally, kept=kept, there=there, wanted=wanted)


def _check_header(extract: OpenExtract) -> None:
    missing = [name for name in ALWAYS_NEEDED if name not in extract.positions]
    if not {INDIVIDUAL_ID, ALIEN_NUMBER} & set(extract.positions):
        missing.append(INDIVIDUAL_ID)
    if len(missing) == len(ALWAYS_NEEDED) + 1:
        raise DomainError(
            "The first row holds none of the column names we look for. "
            f"Put a header row first, with at least {', '.join(missing)}."
        )
    if missing:
        raise DomainError(
            f"The file lacks {', '.join(missing)}. Add the column, or map one of yours to it, and try again."
        )


def _source_of(name: str) -> str:
    return DATE_OF_BIRTH if name == AGE_AT_ARRIVAL else name


def _report(
    extract: OpenExtract, tally: Tally, *, kept: tuple[str, ...], there: tuple[str, ...], wanted: tuple[str, ...]
) -> ReductionReport:
    used = {_source_of(name) for name in kept} | {AFFILIATE_CODE, ARRIVAL_DATE}
    indexes = {extract.positions[name] for name in used}
    dropped = [name.strip() for index, name in enumerate(extract.header) if index not in indexes]
    return ReductionReport(
        rows_read=tally.read,
        rows_kept=tally.kept,
        rows_repeated=tally.repeated,
        rows_left_out=tally.left_out,
        rows_of_others=tally.of_others,
        sites=tuple(sorted(tally.sites)),
        columns_kept=(*ALWAYS_KEPT, *kept),
        columns_dropped=tuple(name for name in dropped if name),
        columns_missing=tuple(_source_of(name) for name in wanted if name not in there),
        columns_not_agreed=tuple(name for name in there if name not in kept),
        problems_found=tally.problems_found,
        problems=tuple(tally.problems),
    )
