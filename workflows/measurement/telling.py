"""What an extract tells about itself: arrivals by month, and how complete its fields are. Imports pandas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.measurement.columns import AFFILIATE_CODE, ARRIVAL_DATE, PERSON_KEY
from workflows.measurement.compute import read_reduced
from workflows.measurement.conditions import Rows
from workflows.measurement.formula import Compare, Formula, Known, Operator, Tenure

_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class ExtractFacts:
    """People by the month of their arrival ({"2026-07": 12}), and shares from 0 to 1 by field."""

    arrivals_by_month: Mapping[str, int]
    field_completeness: Mapping[str, Decimal]


def tell(
    reduced: bytes, *, site: str, formulas: Mapping[str, Formula], outcome_days: Mapping[str, int], as_of: date
) -> ExtractFacts:
    """The facts of one site's rows in a reduced extract.

    A field is complete where it is known among those whom its indicator asks about and who have reached its outcome
    day: whoever arrived last week has no answer at day 180 yet. `outcome_days` names these days by code.
    """
    frame = read_reduced([reduced])
    own = frame[frame[AFFILIATE_CODE] == site]
    people = own[~own[PERSON_KEY].duplicated()]
    months = people[ARRIVAL_DATE].str.slice(0, len("2026-07")).value_counts()
    rows = Rows(own, as_of=as_of)
    shares: dict[str, Decimal] = {}
    for code, day in outcome_days.items():
        for field, share in _shares(rows, formulas[code], day):
            shares[field] = min(share, shares.get(field, share))
    return ExtractFacts({str(month): int(count) for month, count in months.items() if month}, shares)


def _shares(rows: Rows, formula: Formula, day: int) -> Iterator[tuple[str, Decimal]]:
    """Of the fields that the formula must know, save dates: a date that is missing may be an answer."""
    asked = [part for part in formula.among if isinstance(part, Known) and part.known]
    others = [part for part in formula.among if part not in asked]
    if not all(name in rows.frame.columns for name in formula.columns - {part.column for part in asked}):
        return
    reached = rows.hold([*others, Compare(Tenure(), Operator.AT_LEAST, Decimal(day))])
    expected = int(reached.sum())
    for part in asked:
        if part.column.endswith("_date") or not expected:
            continue
        known = int((reached & rows.hold([part])).sum()) if part.column in rows.frame.columns else 0
        yield part.column, (Decimal(known) / expected).quantize(_PLACES)
