"""Computing figures from reduced extracts. Imports pandas, so only jobs and the command line import this."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd

from workflows.measurement.columns import AFFILIATE_CODE, CASE_KEY, PERSON_KEY
from workflows.measurement.conditions import SCALE, Rows
from workflows.measurement.figures import ALL_SITES, Figure
from workflows.measurement.formula import Count, Formula, Mean, Share, Unit

Reduced = bytes | Path

_KEY_OF = {Unit.PERSON: PERSON_KEY, Unit.CASE: CASE_KEY}


def compute(reduced: Reduced | Sequence[Reduced], *, formulas: Mapping[str, Formula], as_of: date) -> list[Figure]:
    """Figures by code in the order of `formulas`: ALL_SITES first, then each site by its code.

    `reduced` is what `reduce_extract` wrote: one file, or one for each affiliate. A site whose file
    lacks a column of a formula has no figure for it and is not part of ALL_SITES; where no file has
    the columns, the code is absent. A person (or case) of two sites counts once in ALL_SITES, with
    the row that has most answers, so the order of files and rows changes nothing.
    """
    files = [reduced] if isinstance(reduced, bytes | Path) else reduced
    if not files:
        return []
    rows = Rows(read_reduced(files), as_of=as_of)
    return [figure for code, formula in formulas.items() for figure in _figures(code, formula, rows)]


def read_reduced(files: Sequence[Reduced]) -> pd.DataFrame:
    """All rows as text, most answered first. A cell is missing where its file lacks the column."""
    frames = [
        pd.read_csv(
            io.BytesIO(file) if isinstance(file, bytes) else file,
            dtype=str,
            keep_default_na=False,
            encoding="utf-8",
        )
        for file in files
    ]
    frame = pd.concat(frames, ignore_index=True)
    answered = (frame.notna() & (frame != "")).sum(axis="columns")
    order = frame.assign(unanswered=-answered).sort_values(
        ["unanswered", AFFILIATE_CODE, PERSON_KEY, CASE_KEY], kind="stable"
    )
    return order.drop(columns="unanswered").reset_index(drop=True)


def _figures(code: str, formula: Formula, rows: Rows) -> Iterator[Figure]:
    columns = [AFFILIATE_CODE, *sorted(formula.columns)]
    if not set(columns) <= set(rows.frame.columns):
        return
    present = rows.frame[columns].notna().all(axis="columns")
    among = rows.hold(formula.among) & present
    measured = _measured(formula, rows)
    key = _KEY_OF[formula.unit]
    everyone = rows.frame.loc[present, [AFFILIATE_CODE, key]]
    once = everyone.index[~everyone.duplicated(key)]
    yield _figure(code, ALL_SITES, formula, among.loc[once], measured.loc[once])
    once_a_site = everyone[~everyone.duplicated()]
    for site, members in once_a_site.groupby(AFFILIATE_CODE, sort=True):
        yield _figure(code, str(site), formula, among.loc[members.index], measured.loc[members.index])


def _measured(formula: Formula, rows: Rows) -> "pd.Series[bool] | pd.Series[int]":
    match formula.measure:
        case Share(when):
            return rows.hold(when)
        case Mean(of):
            return rows.quantity(of)
        case Count():
            return rows.hold(())


def _figure(code: str, site: str, formula: Formula, among: pd.Series, measured: pd.Series) -> Figure:
    match formula.measure:
        case Share():
            denominator = int(among.sum())
            return Figure(code, site, int((among & measured).sum()), denominator, None, denominator)
        case Mean():
            values = measured[among].dropna()
            total = Decimal(int(values.sum())) / SCALE
            return Figure(code, site, None, None, total, len(values))
        case Count():
            return Figure(code, site, None, None, None, int(among.sum()))
