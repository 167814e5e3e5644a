"""Figures from an extract on this machine, without a database: nothing of the file is kept."""

import io
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from workflows.errors import DomainError
from workflows.frameworks.library import load_library
from workflows.measurement.compute import compute
from workflows.measurement.figures import Figure
from workflows.measurement.formula import Formula, library_formulas
from workflows.measurement.reduction import reduce_extract
from workflows.measurement.rows import Problem

PROBLEMS_SHOWN = 10


@click.group()
def extract() -> None:
    """Work with an extract of the case database."""


@extract.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day the figures are of.")
@click.option("--only", default="", help="Indicator codes, with commas between; all if not given.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def indicators(file: Path, as_of: datetime, only: str, as_json: bool) -> None:
    """Compute every indicator that FILE, a CSV, can give: for all sites and for each.

    Figures are exact and not suppressed. Rows with problems are left out and said on standard error.
    """
    figures = _figures(file, _chosen(only), as_of=as_of)
    click.echo(json.dumps({"indicators": _nested(figures)}, indent=2) if as_json else _table(figures))


def _chosen(only: str) -> dict[str, Formula]:
    formulas = library_formulas()
    codes = tuple(dict.fromkeys(code.strip().upper() for code in only.split(",") if code.strip()))
    if not codes:
        return dict(formulas)
    sources = {row.code: row.source for row in load_library()}
    for code in codes:
        if code not in sources:
            raise DomainError(f"{code} is not an indicator of the library.")
        if code not in formulas:
            raise DomainError(f"{code} cannot be computed from an extract; its source is: {sources[code]}.")
    return {code: formula for code, formula in formulas.items() if code in codes}


def _figures(file: Path, formulas: Mapping[str, Formula], *, as_of: datetime) -> list[Figure]:
    reduced = io.BytesIO()
    with file.open("rb") as source:
        report = reduce_extract(
            source, reduced, key=secrets.token_bytes(32), formulas=formulas.values()
        )  # a key for this run only: nobody can link two runs
    _warn(f"{report.rows_left_out} of {report.rows_read} rows were left out.", report.rows_left_out)
    _warn(f"{report.rows_repeated} rows repeat a person and were not counted twice.", report.rows_repeated)
    _warn_problems(report.problems)
    _warn(f"Columns not in the file: {', '.join(report.columns_missing)}.", len(report.columns_missing))
    figures = compute(reduced.getvalue(), formulas=formulas, as_of=as_of.date())
    left = [code for code in formulas if code not in {figure.code for figure in figures}]
    if not figures:
        raise DomainError(f"The file lacks columns for {', '.join(left)}.")
    _warn(f"Not computed for lack of columns: {', '.join(left)}.", len(left))
    return figures


def _warn_problems(problems: Iterable[Problem]) -> None:
    for problem in tuple(problems)[:PROBLEMS_SHOWN]:
        where = f"Row {problem.row}, {problem.column}" if problem.column else f"Row {problem.row}"
        click.echo(f"{where}: {problem.what} {problem.fix}", err=True)


def _warn(sentence: str, count: int) -> None:
    if count:
        click.echo(sentence, err=True)


def _nested(figures: Iterable[Figure]) -> dict[str, dict[str, dict[str, Any]]]:
    nested: dict[str, dict[str, dict[str, Any]]] = {}
    for figure in figures:
        nested.setdefault(figure.code, {})[figure.site] = _parts(figure)
    return nested


def _parts(figure: Figure) -> dict[str, Any]:
    if figure.denominator is not None:
        parts = {"numerator": figure.numerator, "denominator": figure.denominator}
    else:
        parts = {} if figure.total is None else {"n": figure.n}
    value = figure.value
    return {**parts, "value": value if value is None or isinstance(value, int) else float(value)}


def _table(figures: Iterable[Figure]) -> str:
    lines = [f"{'code':8}{'site':10}{'value':>10}{'numerator':>11}{'n':>8}"]
    for figure in figures:
        value = "-" if figure.value is None else str(figure.value)
        numerator = "" if figure.numerator is None else str(figure.numerator)
        lines.append(f"{figure.code:8}{figure.site:10}{value:>10}{numerator:>11}{figure.n:>8}")
    return "\n".join(lines)
